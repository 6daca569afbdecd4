package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limpid.backend.Backend;
import org.limpid.backend.Size3;
import org.limpid.denoise.masking.MaskStrategy;
import org.limpid.denoise.masking.Pattern;
import org.limpid.denoise.masking.Replacement;
import org.limpid.denoise.masking.StratifiedMask;
import org.limpid.denoise.patch.PatchSampler;
import org.limpid.denoise.patch.Pixels;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Batch;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.HostBatch;
import org.limpid.denoise.training.TrainingBatch;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;

/** Pixels that the device hides are those that the host hides, bit for bit. */
class UncoveredBatchTest {

  private static final TrainingOptions OPTIONS = SmallTraining.OPTIONS.withBatchSize(3);
  private static final StratifiedMask MASK = Noise2VoidOptions.DEFAULT.mask();

  private static BlindSpotBatches batches(
      MaskStrategy mask, Size3 image, Size3 patch, double heldOut) {
    Pixels noisy = Pixels.zeros(image, 2);
    for (int i = 0; i < noisy.values().length; i++) {
      noisy.values()[i] = new RandomKey(7, 7, 7).uniform(i) - 0.5f;
    }
    PatchSampler sampler =
        PatchSampler.of(List.of(noisy), patch)
            .holdingOut(heldOut, 64, new RandomKey(1, 2, 3).generator());
    return new BlindSpotBatches(sampler, mask, patch, patch.depth() > 1, OPTIONS);
  }

  @ParameterizedTest
  @CsvSource({
    "6, MEDIAN, 2, 1, 0",
    "6, MEDIAN, 2, 1, 0.4",
    "6, MEDIAN, 2, 5, 0.2",
    "1.5, UNIFORM_WITHOUT_CENTRE, 5, 1, 0.4",
    "1.5, UNIFORM_WITHOUT_CENTRE, 5, 5, 0",
    "0.198, UNIFORM_WITH_CENTRE, 2, 1, 0.1",
    "50, UNIFORM_WITH_CENTRE, 1, 1, 0.1",
    "3, MEAN, 3, 1, 0.1",
    "3, MEAN, 3, 5, 0.1"
  })
  void deviceHidesWhatTheHostHides(
      double percent, Replacement replacement, int radius, int depth, double heldOut) {
    StratifiedMask mask = new StratifiedMask(percent, replacement, radius);
    Size3 image = depth > 1 ? new Size3(9, 30, 26) : new Size3(1, 80, 90);
    Size3 patch = depth > 1 ? new Size3(depth, 12, 11) : new Size3(1, 32, 29);
    BlindSpotBatches batches = batches(mask, image, patch, heldOut);
    for (int step = 0; step < 5; step++) {
      HostBatch host = batches.batch(step);
      Batch sent = Objects.requireNonNull(batches.uncovered(step));
      try (Scope scope = Scope.open()) {
        TrainingBatch made = sent.upload(Device.cpu());
        assertThat(made.input().shape()).isEqualTo(host.input().shape());
        assertThat(made.input().toArray()).containsExactly(host.input().values());
        assertThat(made.target().toArray()).containsExactly(host.target().values());
        assertThat(made.weight().toArray()).containsExactly(host.weight().values());
      }
      assertThat(sent.size()).isEqualTo(host.size());
      assertThat(sent.isCounted()).isEqualTo(host.isCounted());
      assertThat(sent.host().input().values()).containsExactly(host.input().values());
    }
  }

  @Test
  void batchesInWhichNothingCountsAreKnown() {
    // One window that covers nearly all there is to draw from.
    Size3 image = new Size3(1, 33, 32);
    BlindSpotBatches batches =
        batches(new StratifiedMask(0.3, Replacement.MEDIAN, 2), image, new Size3(1, 32, 32), 0.5);
    boolean[] seen = new boolean[2];
    for (int step = 0; step < 40; step++) {
      Batch sent = Objects.requireNonNull(batches.uncovered(step));
      assertThat(sent.isCounted()).isEqualTo(batches.batch(step).isCounted());
      seen[sent.isCounted() ? 1 : 0] = true;
    }
    assertThat(seen).containsOnly(true);
  }

  @Test
  void hostHidesWhatDevicesCannot() {
    Size3 patch = new Size3(1, 32, 32);
    Size3 image = new Size3(1, 80, 90);
    for (MaskStrategy mask :
        List.<MaskStrategy>of(
            MASK::hide,
            new StratifiedMask(6, Replacement.NORMAL_FITTED, 2),
            new StratifiedMask(6, Replacement.MEDIAN, 2, Pattern.horizontal(3)))) {
      assertThat(batches(mask, image, patch, 0).uncovered(0)).isNull();
    }
    // Smaller images are extended after they are hidden in.
    assertThat(batches(MASK, new Size3(1, 30, 90), patch, 0).uncovered(0)).isNull();
    assertThat(batches(MASK, image, patch, 0).shipped(0)).isInstanceOf(HostBatch.class);
  }

  @Test
  void trainingsAreThoseOfPixelsThatTheHostHides() throws IOException {
    Image noisy = Noise.gaussian(50).apply(Specimen.CELLS.image(96, 96, 1), 1);
    AtomicInteger hidden = new AtomicInteger();
    try (Device device = Device.on("replaying", replaying(Device.cpu(1).backend(), hidden))) {
      Noise2VoidTrainer trainer = SmallTraining.steps(12);
      trainer = trainer.withTraining(OPTIONS.withBudget(Budget.steps(12)).withDevice(device));
      String onHost = Digest.of(trainer.withMask(MASK::hide).train(noisy), noisy);
      assertThat(hidden).hasValue(0);
      assertThat(Digest.of(trainer.train(noisy), noisy)).isEqualTo(onHost);
      assertThat(hidden).hasValue(12);
    }
  }

  /** A backend that says that it records steps, and counts what it draws. */
  private static Backend replaying(Backend real, AtomicInteger draws) {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("replays")) {
                return true;
              }
              draws.addAndGet(method.getName().equals("random") ? 1 : 0);
              return method.invoke(real, arguments);
            });
  }
}
