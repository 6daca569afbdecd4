package org.limpid.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import org.limpid.autograd.Tape;
import org.limpid.backend.DeviceOptions;
import org.limpid.backend.Precision;
import org.limpid.nn.Loss;
import org.limpid.nn.Pass;
import org.limpid.nn.net.UNet;
import org.limpid.nn.net.UNetOptions;
import org.limpid.nn.optim.Adam;
import org.limpid.nn.optim.AdamOptions;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * Compares the losses of one short training on the processor and on a device, for a machine that
 * has a GPU: {@code tools/gpu}. Prints a JSON object; ends with 1 if they differ by more than they
 * may, or do not fall.
 */
public final class DeviceLosses {

  /** After more, what rounding alone makes of a difference would be measured. */
  private static final int STEPS = 12;

  private static final Shape BATCH = Shape.of(4, 32, 32, 1);

  private DeviceLosses() {}

  /**
   * Compares.
   *
   * @param arguments name of the device, precision and engine
   */
  public static void main(String[] arguments) {
    Precision precision = Precision.named(arguments[1]);
    DeviceOptions options = DeviceOptions.DEFAULT.withPrecision(precision).withEngine(arguments[2]);
    double[] losses;
    try (Device device = Device.of(arguments[0], options)) {
      losses = train(device);
    }
    double[] expected = train(Device.cpu());
    double largest = 0;
    for (int i = 0; i < STEPS; i++) {
      double difference = Math.abs(losses[i] - expected[i]);
      // NaN stays.
      largest = difference <= largest ? largest : difference;
    }
    double atMost = tolerance(precision);
    System.out.printf(
        Locale.ROOT,
        "{\"what\": \"losses\", \"steps\": %d, \"largest difference\": %s, \"at most\": %s,"
            + " \"device\": %s, \"processor\": %s}%n",
        STEPS,
        largest,
        atMost,
        Arrays.toString(losses),
        Arrays.toString(expected));
    if (!(largest <= atMost) || !(losses[STEPS - 1] < losses[0])) {
      System.exit(1);
    }
  }

  /** What decision 17 states for losses of about 1, as they are here. */
  private static double tolerance(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> 2e-5;
      case TF32 -> 1e-3;
      case BFLOAT16 -> 1e-2;
    };
  }

  /** Losses of each step; batches and first weights are the same on every device. */
  static double[] train(Device device) {
    // As many filters as tensor cores take at once, or more.
    UNetOptions options = UNetOptions.DEFAULT.withFilters(8);
    UNet network = new UNet(options, device, new RandomKey(1, 0, 0));
    Adam adam = new Adam(network, AdamOptions.DEFAULT.withLearningRate(4e-4f));
    double[] losses = new double[STEPS];
    for (int step = 0; step < STEPS; step++) {
      float[] noisy = noisy(2 * step);
      float[] again = noisy(2 * step + 1);
      float[] all = new float[again.length];
      Arrays.fill(all, 1);
      try (Scope scope = Scope.open();
          Tape tape = Tape.open()) {
        Tensor x = Tensor.of(device, BATCH, noisy);
        Tensor y = network.forward(x, Pass.training(new RandomKey(1, 1, step)));
        Tensor loss =
            Loss.MEAN_SQUARED_ERROR.evaluate(
                y, Tensor.of(device, BATCH, again), Tensor.of(device, BATCH, all));
        adam.step(tape.gradients(loss));
        losses[step] = loss.item();
      }
    }
    return losses;
  }

  /** Waves of about 1 under noise. */
  private static float[] noisy(int seed) {
    float[] values = Numbers.uniform(BATCH.size(), seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5f * values[i] + (float) (1.3 * Math.sin(0.4 * (i % 32)));
    }
    return values;
  }
}
