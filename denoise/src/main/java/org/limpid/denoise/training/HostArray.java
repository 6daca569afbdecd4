package org.limpid.denoise.training;

import java.util.Arrays;
import java.util.List;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Pixels;
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

  /**
   * Patches behind each other.
   *
   * @param patches at least one, all of the same extents and channels. Not modified.
   * @param volumetric whether there is a depth axis
   */
  public static HostArray of(List<Pixels> patches, boolean volumetric) {
    Size3 extents = patches.get(0).extents();
    int channels = patches.get(0).channels();
    int length = extents.volume() * channels;
    float[] values = new float[Math.multiplyExact(patches.size(), length)];
    for (int i = 0; i < patches.size(); i++) {
      System.arraycopy(patches.get(i).values(), 0, values, i * length, length);
    }
    int count = patches.size();
    Shape shape =
        volumetric
            ? Shape.of(count, extents.depth(), extents.height(), extents.width(), channels)
            : Shape.of(count, extents.height(), extents.width(), channels);
    return new HostArray(shape, values);
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
