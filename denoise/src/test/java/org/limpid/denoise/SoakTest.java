package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.limpid.backend.MemoryUse;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.tensor.Device;
import org.limpid.testing.Nightly;

/** Long use takes no more memory than short use. */
class SoakTest {

  /** What a virtual machine needs for itself as time goes by. */
  private static final long SLACK_BYTES = 512 << 10;

  /** Memory in use, all that can be collected being gone. */
  private record Level(long heap, MemoryUse pool, int threads) {

    static Level of(Device device) {
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      return new Level(heap, device.memory(), ManagementFactory.getThreadMXBean().getThreadCount());
    }
  }

  @Test
  void stepsTakeNoMemory() {
    int steps = Nightly.times(300, 10_000);
    List<Level> levels = new ArrayList<>();
    try (Device device = Device.cpu(2)) {
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void step(Step step) {
              if (step.step() % (steps / 10) == 0) {
                levels.add(Level.of(device));
              }
            }
          };
      EachTrainer.NOISE2VOID.train(
          EachTrainer.steps(steps).withDevice(device).withValidationInterval(steps / 3),
          listener,
          () -> false);
    }
    assertThat(levels).hasSize(10);
    assertConstant("steps", levels);
  }

  @Test
  void predictionsTakeNoMemory() {
    int predictions = Nightly.times(200, 10_000);
    Image[] images = new Image[7];
    for (int i = 0; i < images.length; i++) {
      images[i] = Noise.gaussian(40).apply(Specimen.MIXED.image(20 + 9 * i, 50 - 3 * i, i), i);
    }
    List<Level> levels = new ArrayList<>();
    try (Device device = Device.cpu(2)) {
      Denoiser denoiser = EachTrainer.NOISE2VOID.train(EachTrainer.steps(5).withDevice(device));
      for (int i = 1; i <= predictions; i++) {
        denoiser.denoise(images[i % images.length]);
        if (i % (predictions / 10) == 0) {
          levels.add(Level.of(device));
        }
      }
    }
    assertConstant("predictions", levels);
  }

  private static void assertConstant(String what, List<Level> levels) {
    Level early = levels.get(levels.size() / 2);
    Level late = levels.get(levels.size() - 1);
    if (Nightly.isOn()) {
      System.out.println("soak, " + what + ": " + levels);
    }
    assertThat(late.pool().liveBytes()).isEqualTo(early.pool().liveBytes());
    // A thread that has had no work yet takes memory for its first.
    assertThat(late.pool().pooledBytes()).isLessThan(early.pool().pooledBytes() * 3 / 2);
    assertThat(late.heap() - late.pool().pooledBytes())
        .isLessThan(early.heap() - early.pool().pooledBytes() + SLACK_BYTES);
    assertThat(late.threads()).isLessThanOrEqualTo(early.threads() + 1);
  }
}
