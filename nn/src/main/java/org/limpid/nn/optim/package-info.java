/**
 * Optimisers, which change the parameters of a layer packed into one {@link
 * org.limpid.nn.optim.ParameterBlock}, and schedules of the learning rate.
 */
@NullMarked
package org.limpid.nn.optim;

import org.jspecify.annotations.NullMarked;
