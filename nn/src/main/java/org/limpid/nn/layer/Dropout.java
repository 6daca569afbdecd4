package org.limpid.nn.layer;

import org.limpid.nn.Layer;
import org.limpid.nn.Pass;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Tensor;

/**
 * Sets elements to 0 at random and enlarges the others so that the expectation stays (Srivastava et
 * al. 2014). Drops in every pass that has randomness, so also in {@link Pass#sampling}.
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
    return key == null ? x : x.dropout(1 - rate, key);
  }
}
