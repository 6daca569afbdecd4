package org.limpid.benchmarks.quality.baseline;

import java.util.OptionalDouble;
import org.limpid.denoise.Image;
import org.limpid.denoise.metric.Quality;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;

/** Drawn cells with noise, and how much of it a baseline takes away. */
final class Noisy {

  static final Image CLEAN = Specimen.MIXED.image(128, 128, 1);

  private Noisy() {}

  /** Gain in PSNR over the noisy image, in dB. */
  static double gain(String baseline, Noise noise) {
    return gain(baseline, CLEAN, noise.apply(CLEAN, 1));
  }

  static double gain(String baseline, Image clean, Image noisy) {
    try (Workers workers = new Workers(2)) {
      Image result =
          Baselines.find(baseline)
              .orElseThrow()
              .denoise(noisy, OptionalDouble.empty(), workers)
              .result();
      return Quality.of(clean, result, 255, false).psnr()
          - Quality.of(clean, noisy, 255, false).psnr();
    }
  }
}
