package org.limpid.tensor.ops;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.autograd.Tape;
import org.limpid.backend.LayoutKernels;
import org.limpid.tensor.Shape;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;

/** Puts the channels of several tensors behind each other. */
public final class Concatenation {

  private Concatenation() {}

  /** See {@link Tensor#concat}. */
  public static Tensor of(List<Tensor> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("concat: no tensors (expected: at least one)");
    }
    Tensor first = parts.get(0);
    int channels = 0;
    for (Tensor part : parts) {
      Operands.sameDevice("concat", first, part);
      if (part.shape().rank() != first.shape().rank()
          || part.shape().rank() == 0
          || !part.shape().with(-1, 1).equals(first.shape().with(-1, 1))) {
        throw new ShapeException(
            "concat: shapes "
                + first.shape()
                + " and "
                + part.shape()
                + " (expected: equal but for the last axis)");
      }
      channels += part.shape().extent(-1);
    }
    Shape shape = first.shape().with(-1, channels);
    long pixels = channels == 0 ? 0 : shape.size() / channels;
    LayoutKernels kernels = first.device().backend().layout();
    Tensor y = Tensor.allocate(first.device(), shape);
    List<Boolean> wanted = new ArrayList<>();
    int total = channels;
    int from = 0;
    for (Tensor part : parts) {
      int count = part.shape().extent(-1);
      kernels.copyChannels(pixels, part.storage(), count, 0, y.storage(), total, from, count);
      wanted.add(Tape.tracks(part));
      from += count;
    }
    return Tape.record(
        "concat",
        y,
        parts,
        gradY -> {
          List<@Nullable Tensor> gradients = new ArrayList<>();
          int start = 0;
          for (int i = 0; i < parts.size(); i++) {
            Shape part = parts.get(i).shape();
            int count = part.extent(-1);
            Tensor gradX = null;
            if (wanted.get(i)) {
              gradX = Tensor.allocate(gradY.device(), part);
              kernels.copyChannels(
                  pixels, gradY.storage(), total, start, gradX.storage(), count, 0, count);
            }
            gradients.add(gradX);
            start += count;
          }
          return gradients;
        });
  }
}
