package org.limpid.nn;

import org.limpid.backend.Orientation;
import org.limpid.backend.Size3;

/**
 * Where a tile lies in the image it was cut from, for layers whose randomness belongs to places and
 * not to tiles.
 *
 * @param window extents of the tile
 * @param whole extents of the image
 * @param from first slice, row and column of the tile
 */
public record Place(Size3 window, Size3 whole, Size3 from) {

  /** Where the tile lies after the whole image was flipped and turned. */
  public Place oriented(Orientation orientation) {
    Place turned =
        orientation.transpose()
            ? new Place(transposed(window), transposed(whole), transposed(from))
            : this;
    Size3 tile = turned.window;
    Size3 image = turned.whole;
    Size3 first = turned.from;
    return new Place(
        tile,
        image,
        new Size3(
            orientation.flipDepth() ? image.depth() - tile.depth() - first.depth() : first.depth(),
            orientation.flipRows()
                ? image.height() - tile.height() - first.height()
                : first.height(),
            orientation.flipColumns()
                ? image.width() - tile.width() - first.width()
                : first.width()));
  }

  private static Size3 transposed(Size3 size) {
    return new Size3(size.depth(), /* height= */ size.width(), /* width= */ size.height());
  }

  /**
   * The same place in features that are smaller than the tile by whole factors.
   *
   * @param features extents of the features, divisors of the window's
   */
  public Place at(Size3 features) {
    int depth = window.depth() / features.depth();
    int height = window.height() / features.height();
    int width = window.width() / features.width();
    return new Place(
        features,
        new Size3(whole.depth() / depth, whole.height() / height, whole.width() / width),
        new Size3(from.depth() / depth, from.height() / height, from.width() / width));
  }
}
