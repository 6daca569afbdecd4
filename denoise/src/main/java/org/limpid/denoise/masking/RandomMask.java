package org.limpid.denoise.masking;

import org.limpid.backend.Size3;
import org.limpid.nn.Place;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * Hides single values of an image at random, and blocks of them.
 *
 * @param keep probability that a value is visible, as far as blocks go, above 0 and at most 1
 * @param blocks probability that a block is hidden, at least 0 and below 1
 * @param blockSide extent of a block along each axis, 2 to 64
 */
public record RandomMask(float keep, float blocks, int blockSide) {

  private static final int SIDE = 4;

  /** Keys of blocks, apart from those of values. */
  private static final int BLOCKS = 0x626c;

  /** Checks ranges. */
  public RandomMask {
    keep = new BernoulliMask(keep).keep();
    blocks = new BlockMask(blocks, blockSide).share();
  }

  /** Without blocks. */
  public RandomMask(float keep) {
    this(keep, 0, SIDE);
  }

  /** Whether everything is visible, always. */
  public boolean isOpen() {
    return keep == 1 && blocks == 0;
  }

  /**
   * A mask for an image.
   *
   * @param image {@code [N, H, W, C]} or {@code [N, D, H, W, C]}. Not modified.
   * @param key which random numbers
   * @return 1 where visible, otherwise 0; of the image's shape
   */
  public Tensor draw(Tensor image, RandomKey key) {
    Shape shape = image.shape();
    int depth = shape.rank() == 5 ? shape.extent(1) : 1;
    Size3 all = new Size3(depth, shape.extent(-3), shape.extent(-2));
    return withBlocks(new BernoulliMask(keep).draw(image, key), key, whole(all));
  }

  /** The same for a tile, as a part of the mask of the image it was cut from. */
  public Tensor draw(Tensor tile, RandomKey key, Place place) {
    return withBlocks(new BernoulliMask(keep).draw(tile, key, place), key, place);
  }

  private Tensor withBlocks(Tensor visible, RandomKey key, Place place) {
    return blocks == 0
        ? visible
        : visible.multiply(
            new BlockMask(blocks, blockSide).draw(visible, key.child(BLOCKS), place));
  }

  private static Place whole(Size3 extents) {
    return new Place(extents, extents, new Size3(0, 0, 0));
  }
}
