package org.limpid.nn.net;

/**
 * What a {@link Self2SelfNet} looks like. Start from {@link #DEFAULT} and change it by {@code
 * with…}.
 *
 * @param dimensions 2 for images, 3 for volumes
 * @param channels of the image, 1 to 4096
 * @param depth how often the image is pooled, 0 to 8
 * @param filters channels on the way down; twice as many on the way up, 1 to 1024
 * @param dropout probability to drop an element before each convolution on the way up, at least 0
 *     and below 1; 0 as a control
 * @param partial whether convolutions on the way down know which pixels they see; false as a
 *     control
 * @param poolDepth for volumes, whether pooling halves the number of slices too
 */
public record Self2SelfNetOptions(
    int dimensions,
    int channels,
    int depth,
    int filters,
    float dropout,
    boolean partial,
    boolean poolDepth) {

  /** As published: depth 5, 48 filters, dropout 0.3; for gray images. */
  public static final Self2SelfNetOptions DEFAULT =
      new Self2SelfNetOptions(2, 1, 5, 48, 0.3f, true, true);

  /** Checks ranges. */
  public Self2SelfNetOptions {
    shape(dimensions, channels, depth, filters, poolDepth);
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "self2self: dropout " + dropout + " (expected: 0 <= dropout < 1)");
    }
  }

  private static UNetOptions shape(
      int dimensions, int channels, int depth, int filters, boolean poolDepth) {
    return UNetOptions.NOISE2NOISE
        .withDimensions(dimensions)
        .withChannels(channels, channels)
        .withDepth(depth)
        .withFilters(filters)
        .withPoolDepth(poolDepth);
  }

  /** The U-Net that has the same convolutions. */
  UNetOptions shape() {
    return shape(dimensions, channels, depth, filters, poolDepth);
  }

  /** Number of trained values. */
  public long parameterCount() {
    return shape().parameterCount();
  }

  /** The same for images (2) or volumes (3) of some channels. */
  public Self2SelfNetOptions forImages(int axes, int count) {
    return new Self2SelfNetOptions(axes, count, depth, filters, dropout, partial, poolDepth);
  }

  /** The same with another number of poolings. */
  public Self2SelfNetOptions withDepth(int value) {
    return new Self2SelfNetOptions(
        dimensions, channels, value, filters, dropout, partial, poolDepth);
  }

  /** The same with another number of channels on the way down. */
  public Self2SelfNetOptions withFilters(int value) {
    return new Self2SelfNetOptions(dimensions, channels, depth, value, dropout, partial, poolDepth);
  }

  /** The same with another probability to drop elements. */
  public Self2SelfNetOptions withDropout(float value) {
    return new Self2SelfNetOptions(dimensions, channels, depth, filters, value, partial, poolDepth);
  }

  /** The same with or without partial convolutions. */
  public Self2SelfNetOptions withPartial(boolean value) {
    return new Self2SelfNetOptions(dimensions, channels, depth, filters, dropout, value, poolDepth);
  }

  /** The same with or without pooling along the depth of volumes. */
  public Self2SelfNetOptions withPoolDepth(boolean value) {
    return new Self2SelfNetOptions(dimensions, channels, depth, filters, dropout, partial, value);
  }
}
