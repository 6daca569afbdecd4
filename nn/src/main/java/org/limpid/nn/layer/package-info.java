/**
 * Layers: convolutions, batch normalisation, dropout, pooling, upsampling, and ways to combine
 * them.
 *
 * <p>A layer is made on a device from a {@link org.limpid.random.RandomKey}, so that the same key
 * gives the same initial weights. Settings are changed by {@code with…}, which returns another
 * layer over the same parameters.
 */
@NullMarked
package org.limpid.nn.layer;

import org.jspecify.annotations.NullMarked;
