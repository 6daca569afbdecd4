/**
 * Pixels on the host, between image and network: {@link org.limpid.denoise.patch.PixelSource} reads
 * them, {@link org.limpid.denoise.patch.Pixels} holds a patch or tile, {@link
 * org.limpid.denoise.patch.Normalization} scales them, {@link
 * org.limpid.denoise.patch.PatchSampler} draws patches for training.
 */
@NullMarked
package org.limpid.denoise.patch;

import org.jspecify.annotations.NullMarked;
