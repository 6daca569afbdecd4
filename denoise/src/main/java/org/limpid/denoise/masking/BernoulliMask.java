package org.limpid.denoise.masking;

import org.limpid.backend.Grid;
import org.limpid.backend.PadGeometry;
import org.limpid.backend.RandomKernels;
import org.limpid.backend.Storage;
import org.limpid.nn.Place;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * Shows each value of an image with a probability, whatever becomes of its neighbours and of the
 * other channels of its pixel (Self2Self, Quan et al. 2020). Drawn on the device.
 *
 * @param keep probability that a value is visible, above 0 and at most 1
 */
public record BernoulliMask(float keep) {

  /** Checks the range. */
  public BernoulliMask {
    if (!(keep > 0 && keep <= 1)) {
      throw new IllegalArgumentException("mask keep: " + keep + " (expected: > 0, <= 1)");
    }
  }

  /**
   * A mask for an image.
   *
   * @param image {@code [N, H, W, C]} or {@code [N, D, H, W, C]}. Not modified.
   * @param key which random numbers
   * @return 1 where visible, otherwise 0; of the image's shape
   */
  public Tensor draw(Tensor image, RandomKey key) {
    return draw(image, (random, ones, mask) -> random.bernoulli(key, keep, 1, ones, mask));
  }

  /** The same for a tile, as a part of the mask of the image it was cut from. */
  public Tensor draw(Tensor tile, RandomKey key, Place place) {
    Shape shape = tile.shape();
    Grid part =
        new Grid(
            shape.extent(0),
            place.window().depth(),
            place.window().height(),
            place.window().width(),
            shape.extent(-1));
    PadGeometry geometry = new PadGeometry(part, part.withSpace(place.whole()), place.from());
    return draw(
        tile, (random, ones, mask) -> random.bernoulliPart(geometry, key, keep, 1, ones, mask));
  }

  /** What a network is given: the image with 0 where it is hidden, then the mask as channels. */
  public static Tensor shown(Tensor image, Tensor mask) {
    Tensor visible = image.multiply(mask);
    Tensor shown = Tensor.concat(visible, mask);
    visible.close();
    return shown;
  }

  /** Keeps ones at random. */
  @FunctionalInterface
  private interface Draw {
    void into(RandomKernels random, Storage ones, Storage mask);
  }

  private static Tensor draw(Tensor like, Draw draw) {
    Tensor mask = Tensor.full(like.device(), like.shape(), 1);
    draw.into(like.device().backend().random(), mask.storage(), mask.storage());
    return mask;
  }
}
