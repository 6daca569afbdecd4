package org.limpid.nn.layer;

import org.limpid.nn.Layer;
import org.limpid.nn.Pass;
import org.limpid.tensor.Tensor;

/** The largest value of each window; windows do not overlap. See {@link Tensor#maxPool}. */
public final class MaxPool implements Layer {

  private final int[] window;

  /**
   * Makes one.
   *
   * @param window one number for all axes, or one an axis
   */
  public MaxPool(int... window) {
    this.window = window.clone();
  }

  /**
   * Shrinks {@code [N, H, W, C]} or {@code [N, D, H, W, C]} by the window; a rest smaller than a
   * window is dropped.
   */
  @Override
  public Tensor forward(Tensor x, Pass pass) {
    return x.maxPool(window);
  }
}
