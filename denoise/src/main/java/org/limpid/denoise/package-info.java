/**
 * Denoising for programs that embed it: {@link org.limpid.denoise.Image} in, {@link
 * org.limpid.denoise.Image} out.
 *
 * <p>An image is an immutable value with axes {@code [T, Z, Y, X, C]}: frames, slices, rows,
 * columns, channels. Reading never clips or scales; writing is the only place where values are
 * rounded to the range of an integer type.
 *
 * <p>Work is done on the thread that asks for it, so any executor can run a training or a
 * prediction, and a training ends within a step of being asked to. Kernels are helped by threads of
 * the device, {@code Device.cpu(1)} by none, and batches are made on one thread for each training.
 * All of these are daemons that end by themselves a few seconds after the last work, so they never
 * keep a program alive. Nothing else is global: no setting, no state, no file.
 */
@NullMarked
package org.limpid.denoise;

import org.jspecify.annotations.NullMarked;
