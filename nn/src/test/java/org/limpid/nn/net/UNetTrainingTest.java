package org.limpid.nn.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.limpid.autograd.Tape;
import org.limpid.nn.Loss;
import org.limpid.nn.Parameters;
import org.limpid.nn.Pass;
import org.limpid.nn.optim.Adam;
import org.limpid.nn.optim.AdamOptions;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

class UNetTrainingTest {

  private static final RandomKey KEY = new RandomKey(11, 1, 0);
  private static final UNetOptions TINY =
      UNetOptions.DEFAULT.withFilters(4).withBatchNorm(true).withDropout(0.1f);

  /** Trains a network to smooth noise, one step a call. */
  private static final class Training implements AutoCloseable {

    private static final Shape BATCH = Shape.of(2, 16, 16, 1);

    private final Device device;
    private final UNet net;
    private final Adam adam;
    private int step;

    Training(Device device, UNetOptions options) {
      this.device = device;
      net = new UNet(options, device, KEY);
      adam = new Adam(net, AdamOptions.DEFAULT.withLearningRate(1e-2f));
    }

    float step() {
      float[] clean = new float[512];
      float[] noisy = new float[512];
      var random = KEY.child(1).generator();
      for (int i = 0; i < 512; i++) {
        clean[i] = (float) StrictMath.sin(i % 16 * 0.7) + (i / 16 % 16 < 8 ? 1 : -1);
        noisy[i] = clean[i] + 0.5f * (float) random.nextGaussian();
      }
      try (Tape tape = Tape.open()) {
        Tensor x = Tensor.of(device, BATCH, noisy);
        Tensor target = Tensor.of(device, BATCH, clean);
        Tensor weight = Tensor.full(device, BATCH, 1);
        Tensor y = net.forward(x, Pass.training(KEY.at(step++)));
        Tensor loss = Loss.MEAN_SQUARED_ERROR.evaluate(y, target, weight);
        adam.step(tape.gradients(loss));
        return loss.item();
      }
    }

    @Override
    public void close() {
      adam.close();
      Parameters.of(net).close();
    }
  }

  @Test
  void trainingReducesTheLoss() {
    for (boolean batchNorm : new boolean[] {false, true}) {
      UNetOptions options = TINY.withBatchNorm(batchNorm).withDropout(0);
      try (Training training = new Training(Device.cpu(), options)) {
        float first = training.step();
        float last = first;
        for (int i = 0; i < 80; i++) {
          last = training.step();
        }
        assertThat(last).isLessThan(first / 4);
      }
    }
  }

  @Test
  void sameSeedGivesTheSameBitsForAnyNumberOfThreads() {
    float[][] results = new float[3][];
    for (int i = 0; i < 3; i++) {
      try (Device device = Device.cpu(1 << i);
          Training training = new Training(device, TINY)) {
        for (int step = 0; step < 4; step++) {
          training.step();
        }
        Tensor x = Tensor.full(device, Shape.of(1, 32, 32, 1), 0.5f);
        results[i] = training.net.forward(x, Pass.inference()).toArray();
      }
    }
    assertThat(results[1]).isEqualTo(results[0]);
    assertThat(results[2]).isEqualTo(results[0]);
  }

  @Test
  void memoryStaysConstant() {
    for (int threads : new int[] {1, 2}) {
      try (Device device = Device.cpu(threads);
          Training training = new Training(device, TINY)) {
        training.step();
        training.step();
        long live = device.memory().liveBytes();
        long pooled = device.memory().pooledBytes();
        for (int i = 0; i < 48; i++) {
          training.step();
          assertThat(device.memory().liveBytes()).isEqualTo(live);
        }
        // A second worker takes scratch memory when it first gets work, which may be late.
        if (threads == 1) {
          assertThat(device.memory().pooledBytes()).isEqualTo(pooled);
        }
      }
    }
  }

  @Test
  void closingFreesEverything() {
    try (Device device = Device.cpu(1)) {
      try (Training training = new Training(device, TINY)) {
        training.step();
        assertThat(device.memory().liveBytes()).isPositive();
      }
      assertThat(device.memory().liveBytes()).isZero();
    }
  }
}
