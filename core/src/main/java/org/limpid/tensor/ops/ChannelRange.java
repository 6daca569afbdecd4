package org.limpid.tensor.ops;

import java.util.List;
import org.limpid.autograd.Tape;
import org.limpid.backend.LayoutKernels;
import org.limpid.tensor.Shape;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;

/** Takes some channels of every pixel; the opposite of {@link Concatenation}. */
public final class ChannelRange {

  private ChannelRange() {}

  /** See {@link Tensor#channels}. */
  public static Tensor of(Tensor x, int from, int count) {
    Shape shape = x.shape();
    int channels = shape.rank() == 0 ? 0 : shape.extent(-1);
    if (from < 0 || count < 1 || from > channels - count) {
      throw new ShapeException(
          "channels: from "
              + from
              + " count "
              + count
              + " of shape "
              + shape
              + " (expected: inside)");
    }
    long pixels = shape.size() / channels;
    LayoutKernels kernels = x.device().backend().layout();
    Tensor y = Tensor.allocate(x.device(), shape.with(-1, count));
    kernels.copyChannels(pixels, x.storage(), channels, from, y.storage(), count, 0, count);
    return Tape.record(
        "channels",
        y,
        List.of(x),
        gradY -> {
          Tensor gradX = Tensor.zeros(gradY.device(), shape);
          kernels.copyChannels(
              pixels, gradY.storage(), count, 0, gradX.storage(), channels, from, count);
          return List.of(gradX);
        });
  }
}
