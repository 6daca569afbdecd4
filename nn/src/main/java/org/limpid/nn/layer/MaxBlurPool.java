package org.limpid.nn.layer;

import org.limpid.nn.Layer;
import org.limpid.nn.Pass;
import org.limpid.tensor.Tensor;

/** Maxima, blurred and thinned out. See {@link Tensor#maxBlurPool}. */
public final class MaxBlurPool implements Layer {

  private final int[] factor;

  /**
   * Makes one.
   *
   * @param factor 1 or 2, one number for all axes, or one an axis
   */
  public MaxBlurPool(int... factor) {
    this.factor = factor.clone();
  }

  /** Shrinks {@code [N, H, W, C]} or {@code [N, D, H, W, C]} by the factor, rounded down. */
  @Override
  public Tensor forward(Tensor x, Pass pass) {
    return x.maxBlurPool(factor);
  }
}
