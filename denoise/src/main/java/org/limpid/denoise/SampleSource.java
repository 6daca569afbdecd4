package org.limpid.denoise;

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

  /** Counts every sample of a target where a mask {@code [D, H, W, 1]} says 1. */
  static Pixels weight(Pixels mask, int channels) {
    Pixels weight = Pixels.zeros(mask.extents(), channels);
    for (int i = 0; i < weight.values().length; i++) {
      weight.values()[i] = mask.values()[i / channels];
    }
    return weight;
  }
}
