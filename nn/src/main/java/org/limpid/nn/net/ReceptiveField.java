package org.limpid.nn.net;

import java.util.List;

/**
 * Which input pixels an output pixel of a U-Net can see along one axis.
 *
 * <p>Pooling makes this depend on where the output pixel lies within a pooling window, so an
 * interval of pixels is followed backwards through the network from each such place.
 */
final class ReceptiveField {

  private final UNetOptions options;
  private final int factor;
  private final Widths widths;

  /**
   * Looks at one axis.
   *
   * @param factor by how much pooling shrinks the axis, 1 or 2
   */
  ReceptiveField(UNetOptions options, int factor) {
    this.options = options;
    this.factor = factor;
    this.widths = options.widths();
  }

  /** Pixels from first to last, both included. */
  private record Interval(long first, long last) {

    Interval widened(long pixels) {
      return new Interval(first - pixels, last + pixels);
    }

    Interval and(Interval other) {
      return new Interval(Math.min(first, other.first), Math.max(last, other.last));
    }
  }

  /** The largest distance between an output pixel and an input pixel it can see. */
  int radius() {
    long period = 1;
    for (int level = 0; level < options.depth(); level++) {
      period *= factor;
    }
    long radius = 0;
    for (long pixel = 0; pixel < period; pixel++) {
      Interval wanted = new Interval(pixel, pixel).widened(widths.lastKernel() / 2);
      Interval seen = atInput(0, wanted);
      radius = Math.max(radius, Math.max(pixel - seen.first, seen.last - pixel));
    }
    return Math.toIntExact(radius);
  }

  /**
   * What a level reads of its input, the input image or what was pooled above, so that it can give
   * pixels on the way up.
   */
  private Interval atInput(int level, Interval wanted) {
    if (level == options.depth()) {
      return wanted.widened(spread(widths.bottom()));
    }
    Interval joined = wanted.widened(spread(widths.up().get(level)));
    Interval pooled = atInput(level + 1, beforeEnlarging(joined));
    Interval features = beforePooling(pooled);
    long down = spread(widths.down().get(level));
    if (level == 0 && !options.topSkip()) {
      return features.widened(down);
    }
    return options.variant().skipsInputs()
        ? features.widened(down).and(joined)
        : features.and(joined).widened(down);
  }

  /** How far a few convolutions see, one after the other. */
  private long spread(List<Integer> convolutions) {
    return (long) convolutions.size() * (options.kernel() / 2);
  }

  private Interval beforePooling(Interval y) {
    Interval windows = new Interval(y.first * factor, y.last * factor + factor - 1);
    // Blurring sees a neighbour on each side.
    return factor == 2 && options.pooling() == Pooling.MAX_BLUR ? windows.widened(1) : windows;
  }

  private Interval beforeEnlarging(Interval y) {
    if (factor == 1) {
      return y;
    }
    if (options.upsampling() == Upsampling.LINEAR) {
      // Pixel i lies at (i + 0.5) / 2 − 0.5, between the two pixels that it is made of.
      return new Interval(
          Math.floorDiv(y.first - 1, factor), Math.floorDiv(y.last - 1, factor) + 1);
    }
    return new Interval(Math.floorDiv(y.first, factor), Math.floorDiv(y.last, factor));
  }
}
