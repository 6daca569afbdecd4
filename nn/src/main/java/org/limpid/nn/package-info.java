/**
 * What networks are made of: a {@link org.limpid.nn.Layer} computes and describes its parameters, a
 * {@link org.limpid.nn.Pass} carries mode and randomness, a {@link org.limpid.nn.Loss} judges, an
 * {@link org.limpid.nn.Optimizer} changes parameters.
 */
@NullMarked
package org.limpid.nn;

import org.jspecify.annotations.NullMarked;
