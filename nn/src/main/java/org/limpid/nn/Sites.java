package org.limpid.nn;

import org.limpid.backend.Grid;
import org.limpid.backend.Size3;
import org.limpid.tensor.Shape;
import org.limpid.tensor.ShapeException;

/** Some pixels of a batch of images: those where a loss looks. Immutable. */
public final class Sites {

  /** A batch of images with one channel. */
  private final Grid grid;

  /** In memory order, each once. */
  private final int[] pixels;

  private Sites(Grid grid, int[] pixels) {
    this.grid = grid;
    this.pixels = pixels;
  }

  /**
   * The pixels of which any channel has a weight other than zero.
   *
   * @param shape {@code [N, H, W, C]} or {@code [N, D, H, W, C]}
   * @param weight as many values as the shape has elements. Not modified.
   */
  public static Sites of(Shape shape, float[] weight) {
    Grid grid = grid(shape);
    int channels = shape.extent(-1);
    int total = Math.toIntExact(grid.pixels());
    int count = 0;
    for (int pixel = 0; pixel < total; pixel++) {
      count += counts(weight, pixel, channels) ? 1 : 0;
    }
    int[] found = new int[count];
    int next = 0;
    for (int pixel = 0; next < count; pixel++) {
      if (counts(weight, pixel, channels)) {
        found[next++] = pixel;
      }
    }
    return new Sites(grid, found);
  }

  private static boolean counts(float[] weight, int pixel, int channels) {
    for (int i = pixel * channels; i < pixel * channels + channels; i++) {
      if (weight[i] != 0) {
        return true;
      }
    }
    return false;
  }

  private static Grid grid(Shape s) {
    return switch (s.rank()) {
      case 4 -> new Grid(s.extent(0), 1, s.extent(1), s.extent(2), 1);
      case 5 -> new Grid(s.extent(0), s.extent(1), s.extent(2), s.extent(3), 1);
      default ->
          throw new ShapeException(
              "sites: shape " + s + " (expected: [N, H, W, C] or [N, D, H, W, C])");
    };
  }

  /** How many pixels. */
  public int count() {
    return pixels.length;
  }

  /** How many pixels the whole batch has. */
  public long total() {
    return grid.pixels();
  }

  /** The pixels, counted through the whole batch in memory order, for {@code Tensor.gather}. */
  public int[] pixels() {
    return pixels.clone();
  }

  /**
   * What windows around these pixels see: for each pixel, tap after tap, the pixel of the batch, or
   * −1 outside the image.
   *
   * @param window odd extents
   */
  public int[] windows(Size3 window) {
    int[] seen = new int[Math.multiplyExact(pixels.length, window.volume())];
    int to = 0;
    for (int pixel : pixels) {
      int column = pixel % grid.width() - (window.width() - 1) / 2;
      int row = pixel / grid.width() % grid.height() - (window.height() - 1) / 2;
      int slices = pixel / grid.width() / grid.height();
      int slice = slices % grid.depth() - (window.depth() - 1) / 2;
      int image = slices / grid.depth();
      for (int d = slice; d < slice + window.depth(); d++) {
        for (int h = row; h < row + window.height(); h++) {
          boolean isInside = d >= 0 && d < grid.depth() && h >= 0 && h < grid.height();
          int first = ((image * grid.depth() + d) * grid.height() + h) * grid.width();
          for (int w = column; w < column + window.width(); w++) {
            seen[to++] = isInside && w >= 0 && w < grid.width() ? first + w : -1;
          }
        }
      }
    }
    return seen;
  }

  /**
   * The same where pixels of a smaller image stand for blocks of these ones.
   *
   * @param window odd extents
   * @param smaller {@code [N, H, W, C]} or {@code [N, D, H, W, C]}, whole fractions of the extents
   */
  public int[] windows(Size3 window, Shape smaller) {
    int[] seen = windows(window);
    Grid small = grid(smaller);
    if (small.space().equals(grid.space())) {
      return seen;
    }
    int deep = grid.depth() / small.depth();
    int high = grid.height() / small.height();
    int wide = grid.width() / small.width();
    for (int i = 0; i < seen.length; i++) {
      int pixel = seen[i];
      if (pixel >= 0) {
        int row = pixel / grid.width();
        int slice = row / grid.height();
        // Images have whole numbers of blocks, so slices can be counted through all of them.
        int line = slice / deep * small.height() + row % grid.height() / high;
        seen[i] = line * small.width() + pixel % grid.width() / wide;
      }
    }
    return seen;
  }

  /**
   * For the numbers of {@link #windows(Size3)}, counted one by one, themselves inside the image and
   * −1 outside: what {@code Tensor.gather} needs to put zeros there. Empty if nothing lies outside.
   *
   * @param window odd extents
   */
  public int[] inside(Size3 window) {
    int[] seen = windows(window);
    boolean isWhole = true;
    for (int i = 0; i < seen.length; i++) {
      isWhole &= seen[i] >= 0;
      seen[i] = seen[i] < 0 ? -1 : i;
    }
    return isWhole ? new int[0] : seen;
  }
}
