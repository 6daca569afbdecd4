package org.limpid.denoise;

import java.util.random.RandomGenerator;
import org.limpid.denoise.patch.DrawnPercentiles;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.patch.Pixels;
import org.limpid.denoise.training.Sample;
import org.limpid.random.RandomKey;

/**
 * Patches as the tool of CARE's authors makes them: those that show only background are drawn
 * again, and each is on a scale of its own.
 *
 * @param pairs where patches come from
 * @param inputs percentiles of inputs
 * @param targets percentiles of targets, on the network's scale as patches are
 * @param targetScale that scale
 * @param options what of this is done
 */
record CareSamples(
    SampleSource pairs,
    DrawnPercentiles inputs,
    DrawnPercentiles targets,
    Normalization targetScale,
    SupervisedOptions options)
    implements SampleSource {

  /** Images that are nearly all background give what they have. */
  private static final int MOST_DRAWS = 100;

  @Override
  public Sample training(RandomKey key) {
    Sample sample = pairs.training(key.child(0));
    for (int draw = 1; draw < MOST_DRAWS && !isForeground(sample.target()); draw++) {
      sample = pairs.training(key.child(draw));
    }
    if (!options.drawnPercentiles()) {
      return sample;
    }
    RandomGenerator random = key.child(MOST_DRAWS).generator();
    double low = random.nextDouble();
    double high = random.nextDouble();
    return new Sample(
        inputs.apply(sample.input(), low, high),
        targets.apply(sample.target(), low, high),
        sample.weight());
  }

  /** Whether anything is brighter than a share of the brightest percentile, with 0 as black. */
  private boolean isForeground(Pixels target) {
    if (options.foreground() == 0) {
      return true;
    }
    for (int i = 0; i < target.values().length; i++) {
      int c = i % target.channels();
      double brightest = targetScale.undo((float) targets.brightest(c), c);
      if (targetScale.undo(target.values()[i], c) > options.foreground() * brightest) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int heldOut() {
    return pairs.heldOut();
  }

  @Override
  public Sample validation(int index, RandomKey key) {
    return pairs.validation(index, key);
  }

  @Override
  public long pixels() {
    return pairs.pixels();
  }

  @Override
  public long gaps() {
    return pairs.gaps();
  }
}
