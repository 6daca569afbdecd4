/**
 * Denoising for programs that embed it: {@link org.limpid.denoise.Image} in, {@link
 * org.limpid.denoise.Image} out.
 *
 * <p>An image is an immutable value with axes {@code [T, Z, Y, X, C]}: frames, slices, rows,
 * columns, channels. Reading never clips or scales; writing is the only place where values are
 * rounded to the range of an integer type.
 */
@NullMarked
package org.limpid.denoise;

import org.jspecify.annotations.NullMarked;
