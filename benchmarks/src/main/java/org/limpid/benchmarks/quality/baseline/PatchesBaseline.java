package org.limpid.benchmarks.quality.baseline;

import java.util.OptionalDouble;
import org.limpid.denoise.Image;
import org.limpid.denoise.similar.SimilarPatches;
import org.limpid.denoise.similar.Stabilizer;
import org.limpid.tensor.Device;

/** {@link SimilarPatches}, the library's own. */
final class PatchesBaseline implements Baseline {

  @Override
  public String name() {
    return "similar-patches";
  }

  @Override
  public Answer denoise(Image noisy, OptionalDouble sigma, Workers workers) {
    Stabilizer noise = noise(noisy, sigma);
    try (Device device = Device.cpu(workers.threads())) {
      Image result = new SimilarPatches().withNoise(noise).withDevice(device).denoise(noisy);
      return new Answer(result, noise.words());
    }
  }

  /** What was told, or what can be estimated. */
  static Stabilizer noise(Image noisy, OptionalDouble sigma) {
    return sigma.isPresent()
        ? Stabilizer.white(sigma.getAsDouble(), noisy.channels())
        : Stabilizer.of(noisy);
  }
}
