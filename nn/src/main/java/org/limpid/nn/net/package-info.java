/**
 * Networks that turn images into images: the {@link org.limpid.nn.net.UNet} in its published
 * variants, and {@link org.limpid.nn.net.Networks}, which builds them again from model files.
 */
@NullMarked
package org.limpid.nn.net;

import org.jspecify.annotations.NullMarked;
