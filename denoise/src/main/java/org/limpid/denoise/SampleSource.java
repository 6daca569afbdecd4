package org.limpid.denoise;

import java.util.List;
import java.util.Locale;
import org.limpid.denoise.patch.Pixels;
import org.limpid.denoise.training.Sample;
import org.limpid.random.RandomKey;

/** Makes the elements of batches. The same key gives the same one. */
interface SampleSource {

  /** One to learn from, already flipped and turned. */
  Sample training(RandomKey key);

  /** How many are held out. */
  int heldOut();

  /** One that is held out. */
  Sample validation(int index, RandomKey key);

  /** Pixels there are to learn from; 0 if they are made up endlessly. */
  long pixels();

  /** How many of them do not count, as a sample of theirs is no finite number. */
  default long gaps() {
    return 0;
  }

  /** What listeners shall hear about gaps. */
  static List<String> remarks(long gaps, long pixels) {
    return gaps == 0
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "%,d pixels (%.2g %%) hold NaN or infinite numbers; they are left out of learning"
                    + " and stay in results as they are",
                gaps,
                100.0 * gaps / pixels));
  }

  /** What counts by both of two masks; the first is changed. */
  static Pixels both(Pixels first, Pixels second) {
    for (int i = 0; i < first.values().length; i++) {
      first.values()[i] *= second.values()[i];
    }
    return first;
  }

  /** Counts every sample of a target where a mask {@code [D, H, W, 1]} says 1. */
  static Pixels weight(Pixels mask, int channels) {
    Pixels weight = Pixels.zeros(mask.extents(), channels);
    for (int i = 0; i < weight.values().length; i++) {
      weight.values()[i] = mask.values()[i / channels];
    }
    return weight;
  }
}
