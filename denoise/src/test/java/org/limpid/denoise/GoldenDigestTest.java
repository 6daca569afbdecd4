package org.limpid.denoise;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limpid.tensor.Device;
import org.limpid.testing.Nightly;

/**
 * Every trainer gives these very bits: for any number of threads, on every JDK, with and without
 * the Vector API, for any vector width. A change that alters them on purpose replaces the digests
 * by those of the failure's message, and says so in the changelog: models trained before it cannot
 * be reproduced.
 */
class GoldenDigestTest {

  private static final Map<EachTrainer, String> GOLDEN =
      Map.ofEntries(
          entry(EachTrainer.NOISE2VOID, "86d8d251"),
          entry(EachTrainer.NOISE2VOID_VOLUME, "465a5e98"),
          entry(EachTrainer.N2V2, "10be8645"),
          entry(EachTrainer.POSTERIOR, "799671d7"),
          entry(EachTrainer.REFINEMENT, "13e0ce5d"),
          entry(EachTrainer.STRUCT_N2V, "636dc756"),
          entry(EachTrainer.NOISE2NOISE, "f4355440"),
          entry(EachTrainer.SUPERVISED, "a355058"),
          entry(EachTrainer.SELF2SELF, "ccbc35a9"),
          entry(EachTrainer.NEIGHBOR2NEIGHBOR, "204828e1"),
          entry(EachTrainer.ZERO_SHOT_NOISE2NOISE, "64e92836"),
          entry(EachTrainer.NEURAL_EGG_SEPARATION, "3c06f236"));

  @ParameterizedTest
  @EnumSource
  void sameBitsEverywhere(EachTrainer trainer) throws IOException {
    assumeTrue(
        isFused(),
        "this processor has no fused multiply-add and rounds otherwise; the digests are for those"
            + " that have");
    Map<Integer, String> found = new LinkedHashMap<>();
    Map<Integer, String> expected = new LinkedHashMap<>();
    int[] threads = Nightly.isOn() ? new int[] {1, 2, 3, 4, 5, 6, 7, 8} : new int[] {1, 3, 8};
    for (int count : threads) {
      try (Device device = Device.cpu(count)) {
        Denoiser denoiser = trainer.train(EachTrainer.steps(12).withDevice(device));
        found.put(count, Digest.of(denoiser, trainer.noisy()));
        expected.put(count, GOLDEN.get(trainer));
      }
    }
    assertThat(found).isEqualTo(expected);
  }

  /** Several trainings and what is chosen between them. */
  @Test
  void autoGivesTheSameBitsEverywhere() throws IOException {
    assumeTrue(isFused(), "this processor has no fused multiply-add");
    Image noisy = EachTrainer.REFINEMENT.noisy();
    for (int count : new int[] {1, 3}) {
      try (Device device = Device.cpu(count)) {
        Denoiser denoiser = new AutoTrainer(EachTrainer.steps(56).withDevice(device)).train(noisy);
        assertThat(Digest.of(denoiser, noisy)).isEqualTo("39a5b2b3");
      }
    }
  }

  /** That it is a digest of all bits. */
  @Test
  void anotherSeedGivesAnotherDigest() throws IOException {
    EachTrainer trainer = EachTrainer.NOISE2VOID;
    Denoiser other = trainer.train(EachTrainer.steps(12).withSeed(2));
    assertThat(Digest.of(other, trainer.noisy())).isNotEqualTo(GOLDEN.get(trainer));
  }

  private static boolean isFused() {
    HotSpotDiagnosticMXBean hotSpot =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return hotSpot != null && Boolean.parseBoolean(hotSpot.getVMOption("UseFMA").getValue());
  }
}
