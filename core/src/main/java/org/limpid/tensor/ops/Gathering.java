package org.limpid.tensor.ops;

import java.util.List;
import org.limpid.autograd.Tape;
import org.limpid.backend.LayoutKernels;
import org.limpid.tensor.Shape;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;

/** Picks pixels from images, or rows from a matrix. */
public final class Gathering {

  private Gathering() {}

  /** See {@link Tensor#gather}. */
  public static Tensor of(Tensor x, int... pixels) {
    Shape shape = x.shape();
    int channels = shape.rank() == 0 ? 0 : shape.extent(-1);
    if (channels == 0) {
      throw new ShapeException(
          "gather: input has shape " + shape + " (expected: [..., C] with channels)");
    }
    long last = shape.size() / channels - 1;
    for (int pixel : pixels) {
      if (pixel < -1 || pixel > last) {
        throw new ShapeException(
            "gather: pixel " + pixel + " of shape " + shape + " (expected: -1 to " + last + ")");
      }
    }
    LayoutKernels kernels = x.device().backend().layout();
    Tensor y = Tensor.allocate(x.device(), Shape.of(pixels.length, channels));
    kernels.gatherRows(pixels, channels, x.storage(), y.storage());
    return Tape.record(
        "gather",
        y,
        List.of(x),
        gradY -> {
          Tensor gradX = Tensor.allocate(gradY.device(), shape);
          kernels.gatherRowsBackward(pixels, channels, gradY.storage(), gradX.storage());
          return List.of(gradX);
        });
  }
}
