package org.limpid.denoise.predict;

import java.util.List;
import org.limpid.backend.Orientation;
import org.limpid.denoise.masking.BernoulliMask;
import org.limpid.denoise.masking.RandomMask;
import org.limpid.denoise.patch.Symmetries;
import org.limpid.nn.Network;
import org.limpid.nn.Pass;
import org.limpid.nn.Place;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Tensor;

/**
 * The mean of many runs, each with values hidden at random and elements dropped at random inside
 * the network (Self2Self, Quan et al. 2020): every run guesses with different errors, which average
 * out.
 *
 * <p>What is hidden and dropped belongs to places of the image, so that tiles give what the whole
 * image gives. Orientations are gone through in turn, one a run.
 *
 * @param mask what is hidden
 * @param passes number of runs, 1 to 10,000
 * @param seed which random numbers
 */
public record MaskedReading(RandomMask mask, int passes, long seed) implements Reading {

  private static final int PURPOSE = 0x7265_6164;
  static final int MOST_PASSES = 10_000;

  /** Checks the number of runs. */
  public MaskedReading {
    if (passes < 1 || passes > MOST_PASSES) {
      throw new IllegalArgumentException(
          "reading: passes " + passes + " (expected: 1 to " + MOST_PASSES + ")");
    }
  }

  @Override
  public MaskedReading withPasses(int value) {
    return new MaskedReading(mask, value, seed);
  }

  @Override
  public int inputChannels(int channels) {
    return 2 * channels;
  }

  @Override
  public boolean isPlaced() {
    return true;
  }

  @Override
  public Tensor read(Network network, Tensor tiles, Place place, Symmetries averaging) {
    List<Orientation> orientations = averaging.orientations();
    RunningMean mean = new RunningMean();
    for (int pass = 0; pass < passes; pass++) {
      RandomKey key = new RandomKey(seed, PURPOSE, pass);
      Orientation orientation = orientations.get(pass % orientations.size());
      try (Scope scope = Scope.open()) {
        Tensor turned = tiles.orient(orientation);
        Place there = place.oriented(orientation);
        Tensor visible = mask.draw(turned, key.child(0), there);
        Tensor shown = BernoulliMask.shown(turned, visible);
        Tensor y = network.forward(shown, Pass.sampling(key.child(1), there));
        mean.add(y.orient(orientation.inverse()), scope);
      }
    }
    return mean.value();
  }
}
