package org.limpid.denoise.masking;

import org.limpid.backend.Grid;
import org.limpid.backend.PadGeometry;
import org.limpid.backend.ResamplingKernels.Interpolation;
import org.limpid.backend.Size3;
import org.limpid.nn.Place;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * Hides blocks of an image: cubes of a volume, squares of a plane. They lie in a grid whose origin
 * is random, and each is hidden with a probability, in each channel by itself. What noise shares
 * with its neighbours cannot be guessed inside. Drawn on the device.
 *
 * @param share probability that a block is hidden, at least 0 and below 1
 * @param side its extent along each axis, 2 to 64
 */
public record BlockMask(float share, int side) {

  private static final int MOST = 64;

  /** Checks ranges. */
  public BlockMask {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("mask blocks: " + share + " (expected: >= 0, < 1)");
    }
    if (side < 2 || side > MOST) {
      throw new IllegalArgumentException(
          "mask blockSide: " + side + " (expected: 2 to " + MOST + ")");
    }
  }

  /**
   * A mask for a tile, as a part of the mask of the image it was cut from.
   *
   * @param tile {@code [N, H, W, C]} or {@code [N, D, H, W, C]}. Not modified.
   * @param key which random numbers
   * @return 1 where visible, otherwise 0; of the tile's shape
   */
  public Tensor draw(Tensor tile, RandomKey key, Place place) {
    Shape shape = tile.shape();
    boolean isVolume = shape.rank() == 5;
    Size3 shift = new Size3(isVolume ? shift(key, 0) : 0, shift(key, 1), shift(key, 2));
    Size3 from = place.from();
    Size3 window = place.window();
    Size3 whole = blocks(new Size3(0, 0, 0), place.whole(), shift, isVolume);
    Size3 first = first(from, shift, isVolume);
    Size3 count = blocks(from, window, shift, isVolume);
    Grid part =
        new Grid(shape.extent(0), count.depth(), count.height(), count.width(), shape.extent(-1));
    Tensor ones = Tensor.full(tile.device(), shape(part, isVolume), 1);
    tile.device()
        .backend()
        .random()
        .bernoulliPart(
            new PadGeometry(part, part.withSpace(whole), first),
            key.child(0),
            1 - share,
            1,
            ones.storage(),
            ones.storage());
    Size3 inFirst =
        new Size3(
            isVolume ? from.depth() + shift.depth() - first.depth() * side : 0,
            from.height() + shift.height() - first.height() * side,
            from.width() + shift.width() - first.width() * side);
    return ones.upsample(Interpolation.NEAREST, axes(new Size3(side, side, side), isVolume))
        .crop(axes(inFirst, isVolume), axes(window, isVolume));
  }

  private int shift(RandomKey key, int axis) {
    return (int) (key.child(1).uniform(axis) * side);
  }

  /** The block that a place lies in. */
  private Size3 first(Size3 from, Size3 shift, boolean isVolume) {
    return new Size3(
        isVolume ? (from.depth() + shift.depth()) / side : 0,
        (from.height() + shift.height()) / side,
        (from.width() + shift.width()) / side);
  }

  /** How many blocks a window touches. */
  private Size3 blocks(Size3 from, Size3 window, Size3 shift, boolean isVolume) {
    Size3 first = first(from, shift, isVolume);
    Size3 end =
        new Size3(
            from.depth() + window.depth() - 1,
            from.height() + window.height() - 1,
            from.width() + window.width() - 1);
    Size3 last = first(end, shift, isVolume);
    return new Size3(
        last.depth() - first.depth() + 1,
        last.height() - first.height() + 1,
        last.width() - first.width() + 1);
  }

  private static Shape shape(Grid grid, boolean isVolume) {
    return isVolume
        ? Shape.of(grid.batch(), grid.depth(), grid.height(), grid.width(), grid.channels())
        : Shape.of(grid.batch(), grid.height(), grid.width(), grid.channels());
  }

  private static int[] axes(Size3 size, boolean isVolume) {
    return isVolume
        ? new int[] {size.depth(), size.height(), size.width()}
        : new int[] {size.height(), size.width()};
  }
}
