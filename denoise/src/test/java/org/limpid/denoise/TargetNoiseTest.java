package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.limpid.denoise.diagnosis.Diagnosis;
import org.limpid.denoise.diagnosis.NoiseLevel;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.similar.SimilarPatches;
import org.limpid.denoise.similar.Stabilizer.Line;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.NoiseModel;

/** Noise under texture that is everywhere: flat parts, which would tell it, there are none. */
class TargetNoiseTest {

  private static final int SIDE = 192;
  private static final double GAIN = 4;
  private static final double READ = 10;
  private static final Image CLEAN = Specimen.MIXED.image(SIDE, SIDE, 1);
  private static final Image NOISY = Noise.poissonGaussian(GAIN, READ).apply(CLEAN, 1);
  private static final Normalization UNCHANGED =
      new Normalization(List.of(0.0), List.of(1.0), List.of());

  @Test
  void fineDetailsTellWhatFlatPartsDoNot() {
    assertThat(Diagnosis.of(NOISY).noise()).noneMatch(NoiseLevel::isCertain);
    NoiseModel noise = Objects.requireNonNull(TargetNoise.of(List.of(NOISY), UNCHANGED));
    double mean = 0;
    for (float value : CLEAN.samples()) {
      mean += value / (double) (SIDE * SIDE);
    }
    double variance = GAIN * mean + READ * READ;
    assertThat(noise.varianceAt(mean, 0)).isCloseTo(variance, within(0.04 * variance));
    Line line = TargetNoise.stabilizer(List.of(NOISY)).lines().get(0);
    assertThat(line.slope()).isCloseTo(GAIN, within(0.2 * GAIN));
  }

  /** Control: what neighbours share is not taken for fine details. */
  @Test
  void noiseThatNeighboursShareStaysUnknown() {
    Image shared = Noise.correlated(25, 1).apply(CLEAN, 1);
    assertThat(TargetNoise.of(List.of(shared), UNCHANGED)).isNull();
  }

  @Test
  void autoTriesPatchesUnderTextureToo() {
    Denoiser chosen =
        new AutoTrainer(SmallTraining.OPTIONS.withBudget(Budget.steps(24))).train(NOISY);
    assertThat(String.valueOf(chosen.description().get("options")))
        .contains("similar-patches", "refinement of similar patches");
    double patches = SmallTraining.gain(CLEAN, NOISY, new SimilarPatches().denoise(NOISY));
    assertThat(SmallTraining.gain(CLEAN, NOISY, chosen.denoise(NOISY)))
        .isGreaterThan(patches - 0.2);
  }
}
