package org.limpid.tensor.ops;

import java.util.Arrays;
import java.util.List;
import org.limpid.autograd.Tape;
import org.limpid.backend.Grid;
import org.limpid.backend.PadGeometry;
import org.limpid.backend.RandomKernels;
import org.limpid.backend.Size3;
import org.limpid.random.RandomKey;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;

/** Drops elements at random; the mask is made anew from its key instead of being kept. */
public final class Dropout {

  private Dropout() {}

  /** See {@link Tensor#dropout(float, RandomKey)}. */
  public static Tensor of(Tensor x, float keep, RandomKey key) {
    check(keep);
    return record(x, (g, y) -> kernels(x).bernoulli(key, keep, 1 / keep, g.storage(), y.storage()));
  }

  /** See {@link Tensor#dropout(float, RandomKey, int[], int[])}. */
  public static Tensor ofPart(Tensor x, float keep, RandomKey key, int[] whole, int[] from) {
    check(keep);
    Grid part = Operands.grid("dropout", x);
    Grid all = part.withSpace(Operands.space("dropout", "whole", x, whole));
    Size3 before = Operands.space("dropout", "from", x, from);
    if (x.shape().rank() == 4) {
      all = all.withSpace(new Size3(1, all.height(), all.width()));
    }
    if (before.depth() + part.depth() > all.depth()
        || before.height() + part.height() > all.height()
        || before.width() + part.width() > all.width()) {
      throw new ShapeException(
          "dropout: "
              + x.shape()
              + " from "
              + Arrays.toString(from)
              + " of "
              + Arrays.toString(whole)
              + " (expected: inside)");
    }
    PadGeometry place = new PadGeometry(part, all, before);
    return record(
        x,
        (g, y) -> kernels(x).bernoulliPart(place, key, keep, 1 / keep, g.storage(), y.storage()));
  }

  /** Applies a mask, to the input on the way forward and to the gradient on the way back. */
  @FunctionalInterface
  private interface Mask {
    void apply(Tensor x, Tensor y);
  }

  private static Tensor record(Tensor x, Mask mask) {
    return Tape.record(
        "dropout", masked(x, mask), List.of(x), gradY -> List.of(masked(gradY, mask)));
  }

  private static Tensor masked(Tensor x, Mask mask) {
    Tensor y = Tensor.allocate(x.device(), x.shape());
    mask.apply(x, y);
    return y;
  }

  private static RandomKernels kernels(Tensor x) {
    return x.device().backend().random();
  }

  private static void check(float keep) {
    if (!(keep > 0 && keep <= 1)) {
      throw new IllegalArgumentException("dropout: keep " + keep + " (expected: 0 < keep <= 1)");
    }
  }
}
