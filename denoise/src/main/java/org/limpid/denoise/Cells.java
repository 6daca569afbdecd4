package org.limpid.denoise;

import java.util.Locale;
import java.util.function.IntUnaryOperator;
import org.limpid.backend.Size3;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * The cells of 2 x 2 pixels of every plane of a batch: one value of each makes a batch of half the
 * rows and columns. Volumes are halved slice by slice. The four corners of a cell are
 *
 * <pre>
 *   0 1
 *   2 3
 * </pre>
 *
 * <p>What a network cannot take, since half a batch is no multiple of what it needs, is left out
 * behind the last row and column.
 */
final class Cells {

  private final Shape shape;
  private final int height;
  private final int width;
  private final int rows;
  private final int columns;

  /**
   * The cells of a batch.
   *
   * @param shape {@code [N, H, W, C]} or {@code [N, D, H, W, C]}
   * @param multiple what extents the network needs
   * @throws IllegalArgumentException if the batch is smaller than two such extents
   */
  Cells(Shape shape, Size3 multiple) {
    this.shape = shape;
    this.height = shape.extent(-3);
    this.width = shape.extent(-2);
    this.rows = height / 2 / multiple.height() * multiple.height();
    this.columns = width / 2 / multiple.width() * multiple.width();
    if (rows == 0 || columns == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "train: patches of %d x %d pixels are too small to learn from their halves"
                  + " (expected: at least %d x %d, as the network halves images repeatedly)",
              height,
              width,
              2 * multiple.height(),
              2 * multiple.width()));
    }
  }

  /** How many there are in the batch. */
  int count() {
    return planes() * rows * columns;
  }

  private int planes() {
    return Math.toIntExact(shape.size() / shape.extent(-1) / height / width);
  }

  /**
   * One pixel of each cell, counted through the batch in memory order.
   *
   * @param corner which, given the number of the cell
   */
  int[] pixels(IntUnaryOperator corner) {
    int[] pixels = new int[count()];
    for (int cell = 0; cell < pixels.length; cell++) {
      int row = cell / columns % rows;
      int plane = cell / columns / rows;
      int chosen = corner.applyAsInt(cell);
      int y = 2 * row + (chosen >> 1);
      int x = 2 * (cell % columns) + (chosen & 1);
      pixels[cell] = (plane * height + y) * width + x;
    }
    return pixels;
  }

  /**
   * A batch of half the rows and columns.
   *
   * @param x of the batch's extents, any channels. Not modified.
   * @param pixels one of each cell, from {@link #pixels}
   * @return differentiable with respect to {@code x}
   */
  Tensor take(Tensor x, int[] pixels) {
    int[] extents = shape.toArray();
    extents[extents.length - 3] = rows;
    extents[extents.length - 2] = columns;
    extents[extents.length - 1] = x.shape().extent(-1);
    return x.gather(pixels).reshape(extents);
  }
}
