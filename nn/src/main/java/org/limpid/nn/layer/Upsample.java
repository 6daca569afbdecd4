package org.limpid.nn.layer;

import org.limpid.backend.ResamplingKernels.Interpolation;
import org.limpid.nn.Layer;
import org.limpid.nn.Pass;
import org.limpid.tensor.Tensor;

/** Enlarges by whole factors. See {@link Tensor#upsample}. */
public final class Upsample implements Layer {

  private final Interpolation interpolation;
  private final int[] factor;

  /**
   * Makes one.
   *
   * @param interpolation how new pixels are filled
   * @param factor one number for all axes, or one an axis
   */
  public Upsample(Interpolation interpolation, int... factor) {
    this.interpolation = interpolation;
    this.factor = factor.clone();
  }

  /** Enlarges {@code [N, H, W, C]} or {@code [N, D, H, W, C]}. */
  @Override
  public Tensor forward(Tensor x, Pass pass) {
    return x.upsample(interpolation, factor);
  }

  /** Whether it repeats pixels, as {@link Conv#forwardJoined} does by itself. */
  public boolean isRepeating() {
    return interpolation == Interpolation.NEAREST;
  }
}
