package org.limpid.backend;

import java.util.List;

/**
 * One of the symmetries of a square image, or with {@code flipDepth} of a stack of them: first rows
 * and columns are exchanged if {@code transpose}, then the result is flipped.
 *
 * @param transpose exchange rows and columns
 * @param flipDepth reverse the order of slices
 * @param flipRows turn upside down
 * @param flipColumns mirror left to right
 */
public record Orientation(
    boolean transpose, boolean flipDepth, boolean flipRows, boolean flipColumns) {

  /** No change. */
  public static final Orientation IDENTITY = new Orientation(false, false, false, false);

  /** The four quarter turns, each with and without a mirror image: the symmetries of a square. */
  public static final List<Orientation> SQUARE =
      List.of(
          IDENTITY,
          new Orientation(false, false, true, true),
          new Orientation(true, false, true, false),
          new Orientation(true, false, false, true),
          new Orientation(false, false, false, true),
          new Orientation(false, false, true, false),
          new Orientation(true, false, false, false),
          new Orientation(true, false, true, true));

  /** What undoes this. */
  public Orientation inverse() {
    return transpose ? new Orientation(true, flipDepth, flipColumns, flipRows) : this;
  }

  /** Extents of the result for an input of the given extents. */
  public Grid apply(Grid input) {
    return transpose
        ? input.withSpace(
            new Size3(input.depth(), /* height= */ input.width(), /* width= */ input.height()))
        : input;
  }
}
