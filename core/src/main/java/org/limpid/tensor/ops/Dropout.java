package org.limpid.tensor.ops;

import java.util.List;
import org.limpid.autograd.Tape;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Tensor;

/** Drops elements at random; the mask is made anew from its key instead of being kept. */
public final class Dropout {

  private Dropout() {}

  /** See {@link Tensor#dropout}. */
  public static Tensor of(Tensor x, float keep, RandomKey key) {
    if (!(keep > 0 && keep <= 1)) {
      throw new IllegalArgumentException("dropout: keep " + keep + " (expected: 0 < keep <= 1)");
    }
    return Tape.record(
        "dropout", masked(x, keep, key), List.of(x), gradY -> List.of(masked(gradY, keep, key)));
  }

  private static Tensor masked(Tensor x, float keep, RandomKey key) {
    Tensor y = Tensor.allocate(x.device(), x.shape());
    x.device().backend().random().bernoulli(key, keep, 1 / keep, x.storage(), y.storage());
    return y;
  }
}
