package org.limpid.denoise.training;

import java.util.Arrays;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/** Values of a tensor that is yet to be made, in host memory. Not changed once made. */
public final class HostArray {

  private final Shape shape;
  private final float[] values;

  /**
   * Wraps an array.
   *
   * @param values as many as the shape has elements, outermost axis first; kept, not copied
   */
  public HostArray(Shape shape, float[] values) {
    if (values.length != shape.size()) {
      throw new IllegalArgumentException("batch: " + values.length + " values for shape " + shape);
    }
    this.shape = shape;
    this.values = values;
  }

  /** Extents, outermost first. */
  public Shape shape() {
    return shape;
  }

  /** The array itself. Not to be modified. */
  public float[] values() {
    return values;
  }

  /** The elements from one index to another along the first axis; a copy. */
  HostArray part(int from, int to) {
    int[] extents = shape.toArray();
    int length = values.length / extents[0];
    extents[0] = to - from;
    return new HostArray(Shape.of(extents), Arrays.copyOfRange(values, from * length, to * length));
  }

  /** The tensor, a new one. */
  Tensor upload(Device device) {
    return Tensor.of(device, shape, values);
  }
}
