/**
 * The seam between what is computed and what computes it.
 *
 * <p>A {@link org.limpid.backend.Backend} owns memory and offers kernels, one small interface per
 * family. Kernels fill outputs that the caller allocated; they never allocate what they return.
 * What each kernel means is stated here in words and, in double precision and plain loops, by the
 * reference backend among the test fixtures; every backend passes the same contract test against
 * it.
 *
 * <p>Everything is float32, dense and channels last. A two-dimensional activation is a
 * three-dimensional one of depth 1, so geometry always has five axes, {@code [N, D, H, W, C]}.
 */
@NullMarked
package org.limpid.backend;

import org.jspecify.annotations.NullMarked;
