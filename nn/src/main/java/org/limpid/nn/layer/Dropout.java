package org.limpid.nn.layer;

import org.limpid.backend.Size3;
import org.limpid.nn.Layer;
import org.limpid.nn.Pass;
import org.limpid.nn.Place;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * Sets elements to 0 at random and enlarges the others so that the expectation stays (Srivastava et
 * al. 2014). Drops in every pass that has randomness, so also in {@link Pass#sampling(RandomKey)}.
 *
 * @param rate probability to drop an element, at least 0 and below 1
 */
public record Dropout(float rate) implements Layer {

  /** Checks the rate. */
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("dropout: rate " + rate + " (expected: 0 <= rate < 1)");
    }
  }

  /** Drops elements of a tensor of any shape; gives the tensor itself if the pass has no key. */
  @Override
  public Tensor forward(Tensor x, Pass pass) {
    RandomKey key = rate == 0 ? null : pass.nextKey();
    if (key == null) {
      return x;
    }
    Place tile = pass.place();
    return tile == null ? x.dropout(1 - rate, key) : asInWhole(x, key, tile);
  }

  private Tensor asInWhole(Tensor x, RandomKey key, Place tile) {
    Shape shape = x.shape();
    boolean volume = shape.rank() == 5;
    Place place =
        tile.at(
            new Size3(
                volume ? shape.extent(1) : tile.window().depth(),
                shape.extent(-3),
                shape.extent(-2)));
    return x.dropout(1 - rate, key, axes(place.whole(), volume), axes(place.from(), volume));
  }

  private static int[] axes(Size3 size, boolean volume) {
    return volume
        ? new int[] {size.depth(), size.height(), size.width()}
        : new int[] {size.height(), size.width()};
  }
}
