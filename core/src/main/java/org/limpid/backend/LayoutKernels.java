package org.limpid.backend;

/** Moves elements without arithmetic, except where an adjoint adds up what was repeated. */
public interface LayoutKernels {

  /** What stands in a border. */
  enum Border {
    /** Zeros. */
    ZERO,
    /**
     * The image mirrored about its edge pixel, which is not repeated: {@code c b | a b c | b a}.
     */
    REFLECT
  }

  /**
   * Copies a range of channels of every pixel; concatenation and splitting are made of it.
   *
   * @param pixels number of pixels in both
   * @param x {@code [pixels, xChannels]}. Not modified.
   * @param xChannels channels of a pixel in {@code x}
   * @param xFrom first channel to read
   * @param y {@code [pixels, yChannels]}. Only the range is modified.
   * @param yChannels channels of a pixel in {@code y}
   * @param yFrom first channel to write
   * @param count channels to copy
   */
  void copyChannels(
      long pixels,
      Storage x,
      int xChannels,
      int xFrom,
      Storage y,
      int yChannels,
      int yFrom,
      int count);

  /** Adds a border: {@code x} is {@code g.inner()}, {@code y} is {@code g.outer()}. */
  void pad(PadGeometry g, Border border, Storage x, Storage y);

  /**
   * Adjoint of {@link #pad}: with {@link Border#ZERO} it cuts the border off (a crop); with {@link
   * Border#REFLECT} it also adds every border element to the one it mirrored.
   *
   * @param g the geometry of {@link #pad}
   * @param border what stood in the border
   * @param gradY {@code g.outer()}. Not modified.
   * @param gradX {@code g.inner()}. Overwritten.
   */
  void padBackward(PadGeometry g, Border border, Storage gradY, Storage gradX);

  /** Flips and turns every image: {@code y} has the extents {@code o.apply(input)}. */
  void orient(Grid input, Orientation o, Storage x, Storage y);

  /**
   * Copies rows of a matrix: {@code y[i] = x[rows[i]]}, zeros where {@code rows[i]} is −1.
   *
   * @param rows which, in any order, each any number of times. Not modified; may be changed by the
   *     caller once this returns.
   * @param columns elements of a row, at least 1
   * @param x {@code [any, columns]}. Not modified.
   * @param y {@code [rows.length, columns]}. Modified.
   */
  void gatherRows(int[] rows, int columns, Storage x, Storage y);

  /**
   * Adjoint of {@link #gatherRows}: each row of {@code gradX} is the sum of those rows of {@code
   * gradY} that were copied from it, added in their order; zeros where there is none.
   *
   * @param rows the argument of {@link #gatherRows}
   * @param columns elements of a row, at least 1
   * @param gradY {@code [rows.length, columns]}. Not modified.
   * @param gradX {@code [any, columns]}. Overwritten.
   */
  void gatherRowsBackward(int[] rows, int columns, Storage gradY, Storage gradX);
}
