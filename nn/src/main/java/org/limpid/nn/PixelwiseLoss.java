package org.limpid.nn;

import org.limpid.tensor.Tensor;

/** A loss that may be given the pixels that count alone. */
record PixelwiseLoss(Loss loss) implements Loss {

  @Override
  public Tensor evaluate(Tensor prediction, Tensor target, Tensor weight) {
    return loss.evaluate(prediction, target, weight);
  }

  @Override
  public boolean isPixelwise() {
    return true;
  }
}
