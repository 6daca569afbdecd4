package org.limpid.denoise;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.patch.PixelSource;
import org.limpid.denoise.patch.Scaling;

/**
 * Pairs made ready to learn from.
 *
 * @param inputs what networks are shown
 * @param targets what they should give, in the same order and of the same extents
 */
record TrainingPairs(TrainingData inputs, TrainingData targets) {

  /** Shots of one kind: both sides on one scale, so that they can be exchanged. */
  static TrainingPairs alike(List<ImagePair> pairs, Scaling scaling) {
    List<Image> both = new ArrayList<>();
    pairs.forEach(pair -> both.add(pair.input()));
    pairs.forEach(pair -> both.add(pair.target()));
    check(pairs);
    TrainingData data = TrainingData.of(both, scaling);
    int half = data.sources().size() / 2;
    return new TrainingPairs(
        part(data, data.sources().subList(0, half)),
        part(data, data.sources().subList(half, 2 * half)));
  }

  /**
   * Noisy and clean: each side on a scale of its own.
   *
   * @param scaling of inputs
   * @param targetScaling of targets, null for the same rule
   */
  static TrainingPairs apart(
      List<ImagePair> pairs, Scaling scaling, @Nullable Scaling targetScaling) {
    check(pairs);
    return new TrainingPairs(
        TrainingData.of(pairs.stream().map(ImagePair::input).toList(), scaling),
        TrainingData.of(
            pairs.stream().map(ImagePair::target).toList(),
            targetScaling == null ? scaling : targetScaling));
  }

  private static TrainingData part(TrainingData data, List<PixelSource> sources) {
    return new TrainingData(sources, data.normalization(), data.volumetric());
  }

  /** Refuses what {@link TrainingData} would, but names pairs. */
  private static void check(List<ImagePair> pairs) {
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException("train: no pairs of images (expected: at least one)");
    }
    Image first = pairs.get(0).input();
    for (int i = 0; i < pairs.size(); i++) {
      Image input = pairs.get(i).input();
      if (input.channels() != first.channels() || input.depth() > 1 != first.depth() > 1) {
        throw new IllegalArgumentException(
            "train: pair "
                + i
                + " is "
                + input
                + ", pair 0 is "
                + first
                + " (expected: equal numbers of channels; all stacks of slices or none)");
      }
    }
  }
}
