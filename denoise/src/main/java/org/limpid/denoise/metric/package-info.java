/**
 * How close a result is to a reference: PSNR, SSIM and NRMSE, gathered in {@link
 * org.limpid.denoise.metric.Quality}. All sums are carried in double precision, in a fixed order.
 */
@NullMarked
package org.limpid.denoise.metric;

import org.jspecify.annotations.NullMarked;
