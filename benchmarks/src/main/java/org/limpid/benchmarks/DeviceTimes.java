package org.limpid.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.limpid.autograd.Tape;
import org.limpid.backend.Activation;
import org.limpid.backend.Backend;
import org.limpid.backend.DeviceOptions;
import org.limpid.backend.Fill;
import org.limpid.backend.Grid;
import org.limpid.backend.Precision;
import org.limpid.backend.RandomKernels;
import org.limpid.backend.ResamplingKernels;
import org.limpid.backend.Size3;
import org.limpid.backend.SpotGeometry;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;
import org.limpid.nn.Loss;
import org.limpid.nn.Pass;
import org.limpid.nn.net.UNet;
import org.limpid.nn.net.UNetOptions;
import org.limpid.nn.optim.Adam;
import org.limpid.nn.optim.AdamOptions;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Padding;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * Times the convolutions of Noise2Void's U-Net, what it hides, and its whole training step on a
 * device, for a machine that has a GPU: {@code tools/gpu}. Prints a JSON object a line. What is
 * timed computes the right thing if the device's contract test says so, which the script runs
 * before.
 */
public final class DeviceTimes {

  private static final int REPEATS = 20;
  private static final int ROUNDS = 5;

  private final Device device;
  private final PrintStream out;

  private DeviceTimes(Device device, PrintStream out) {
    this.device = device;
    this.out = out;
  }

  /**
   * Runs all.
   *
   * @param arguments name of the device, precision, engine and images of a batch
   */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    DeviceOptions options =
        DeviceOptions.DEFAULT.withPrecision(Precision.named(arguments[1])).withEngine(arguments[2]);
    try (Device device = Device.of(arguments[0], options)) {
      int batch = Integer.parseInt(arguments[3]);
      DeviceTimes times = new DeviceTimes(device, out);
      out.printf("{\"device\": \"%s\", \"batch\": %d}%n", device.description(), batch);
      int[][] layers = {
        {64, 1, 32},
        {64, 32, 32},
        {32, 32, 64},
        {32, 64, 64},
        {16, 64, 128},
        {16, 128, 64},
        {32, 128, 64},
        {32, 64, 32},
        {64, 64, 32}
      };
      for (int[] layer : layers) {
        times.convolution(batch, layer[0], 3, layer[1], layer[2]);
      }
      times.convolution(batch, 64, 1, 32, 1);
      times.hidden(batch, Fill.MEDIAN, 6, 2);
      times.hidden(batch, Fill.OTHER, 1.5, 5);
      times.sent(batch);
      times.joined(batch);
      times.normalized(batch);
      new PassTimes(device.backend(), times::pass).run(batch);
      times.step("training step", UNetOptions.DEFAULT.withBatchNorm(false), batch);
      times.step(
          "training step with batch normalisation", UNetOptions.DEFAULT.withBatchNorm(true), batch);
    }
  }

  private void convolution(int batch, int extent, int window, int from, int to) {
    Grid input = new Grid(batch, 1, extent, extent, from);
    WindowGeometry g = WindowGeometry.same(input, to, new Size3(1, window, window), Size3.ONE);
    Backend backend = device.backend();
    Storage x = draw(input.elements(), 1);
    Storage y = draw(g.output().elements(), 2);
    int taps = window * window;
    Storage weight = draw((long) taps * from * to, 3);
    Storage bias = draw(to, 4);
    double products = 2.0 * g.output().elements() * taps * from;
    String layer =
        String.format("%dx%d window %dx%d %d to %d", extent, extent, window, window, from, to);
    time(
        "forward " + layer,
        products,
        () -> backend.convolution().forward(g, x, weight, bias, Activation.RELU, y));
    time(
        "backward input " + layer,
        products,
        () -> backend.convolution().backwardInput(g, weight, y, x));
    time(
        "backward weight " + layer,
        products,
        () -> backend.convolution().backwardWeight(g, x, y, weight, bias));
    for (Storage block : new Storage[] {x, y, weight, bias}) {
      backend.release(block);
    }
  }

  /** A batch from the host, of which three are sent where the host hides pixels. */
  private void sent(int batch) {
    float[] values = Numbers.uniform(batch * 64L * 64, 4);
    Storage image = draw(values.length, 1);
    time("sending an image 64x64", 0, () -> device.backend().upload(values, image));
    device.backend().release(image);
  }

  /** What Noise2Void hides in a batch. */
  private void hidden(int batch, Fill fill, double percent, int radius) {
    Grid grid = new Grid(batch, 1, 64, 64, 1);
    SpotGeometry spots = new SpotGeometry(grid, Math.sqrt(100 / percent), radius, fill);
    RandomKernels random = device.backend().random();
    RandomKey key = new RandomKey(1, 2, 3);
    int pixels = Math.toIntExact(grid.pixels());
    BitSet all = new BitSet();
    all.set(0, pixels);
    Storage counted = device.backend().allocate(spots.masks());
    device.backend().upload(SpotGeometry.mask(all, pixels), counted);
    Storage[] images = {draw(pixels, 1), draw(pixels, 2), draw(pixels, 3)};
    time(
        "hiding 64x64, " + percent + " %, " + fill.name().toLowerCase(Locale.ROOT),
        0,
        () -> random.hide(spots, key, counted, images[0], images[1], images[2]));
    List.of(images).forEach(device.backend()::release);
    device.backend().release(counted);
  }

  /** The convolution after the highest skip connection, in one and as what it stands for. */
  private void joined(int batch) {
    Tensor small = tensor(Shape.of(batch, 32, 32, 32), 1);
    Tensor skip = tensor(Shape.of(batch, 64, 64, 32), 2);
    Tensor weight = tensor(Shape.of(3, 3, 64, 32), 3);
    time(
        "forward of parts 64x64 32 and 32 to 32",
        0,
        () -> Tensor.convJoined(List.of(small, skip), weight, null, Activation.RELU).close());
    time(
        "the same carried out",
        0,
        () -> {
          try (Scope scope = Scope.open()) {
            Tensor large = small.upsample(ResamplingKernels.Interpolation.NEAREST, 2);
            Tensor.concat(large, skip).conv(weight, null, Padding.SAME, Activation.RELU);
          }
        });
    List.of(small, skip, weight).forEach(Tensor::close);
  }

  /** A convolution and its batch normalisation, in one and one after the other. */
  private void normalized(int batch) {
    Tensor x = tensor(Shape.of(batch, 64, 64, 32), 1);
    Tensor weight = tensor(Shape.of(3, 3, 32, 32), 2);
    Tensor gain = tensor(Shape.of(32), 3);
    time(
        "forward and batch normalisation 64x64 32 to 32",
        0,
        () -> {
          try (Scope scope = Scope.open()) {
            Tensor.convBatchNorm(List.of(x), weight, null, gain, gain, 1e-5f, Activation.RELU);
          }
        });
    time(
        "the same one after the other",
        0,
        () -> {
          try (Scope scope = Scope.open()) {
            x.conv(weight, null, Padding.SAME, Activation.IDENTITY)
                .batchNorm(gain, gain, 1e-5f, Activation.RELU);
          }
        });
    List.of(x, weight, gain).forEach(Tensor::close);
  }

  private Tensor tensor(Shape shape, long seed) {
    return Tensor.of(device, shape, Numbers.uniform(shape.size(), seed));
  }

  private Storage draw(long elements, long seed) {
    Storage block = device.backend().allocate(elements);
    device.backend().upload(Numbers.uniform(elements, seed), block);
    return block;
  }

  /** Depth 2, 32 filters, patches of 64 x 64. */
  private void step(String what, UNetOptions options, int batch) {
    Shape shape = Shape.of(batch, 64, 64, 1);
    UNet network = new UNet(options, device, new RandomKey(1, 0, 0));
    Adam adam = new Adam(network, AdamOptions.DEFAULT.withLearningRate(4e-4f));
    float[] input = Numbers.uniform(shape.size(), 2);
    float[] target = Numbers.uniform(shape.size(), 3);
    float[] weight = Numbers.sparseOnes(shape.size(), 4);
    Tensor[] batchThere = {
      Tensor.of(device, shape, input),
      Tensor.of(device, shape, target),
      Tensor.of(device, shape, weight)
    };
    time(what, 0, () -> step(network, adam, batchThere));
    time(
        what + ", a new batch from the host",
        0,
        () -> {
          try (Scope scope = Scope.open()) {
            step(
                network,
                adam,
                Tensor.of(device, shape, input),
                Tensor.of(device, shape, target),
                Tensor.of(device, shape, weight));
          }
        });
  }

  private static void step(UNet network, Adam adam, Tensor... batch) {
    try (Tape tape = Tape.open()) {
      Tensor y = network.forward(batch[0], Pass.training(new RandomKey(0, 0, 0)));
      Tensor loss = Loss.MEAN_SQUARED_ERROR.evaluate(y, batch[1], batch[2]);
      adam.step(tape.gradients(loss));
    }
  }

  private void pass(String what, double bytes, Runnable call) {
    time(what, 0, bytes, call);
  }

  private void time(String what, double products, Runnable call) {
    time(what, products, 0, call);
  }

  /** Median of several rounds, each of many calls. */
  private void time(String what, double products, double bytes, Runnable call) {
    // Work that is recorded is met twice before it is replayed.
    for (int i = 0; i < 3; i++) {
      call.run();
    }
    device.synchronize();
    double[] milliseconds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < REPEATS; i++) {
        call.run();
      }
      device.synchronize();
      milliseconds[round] = (System.nanoTime() - start) / 1e6 / REPEATS;
    }
    Arrays.sort(milliseconds);
    double median = milliseconds[ROUNDS / 2];
    out.printf(
        Locale.ROOT,
        "{\"what\": \"%s\", \"ms\": %.4f, \"least\": %.4f, \"most\": %.4f, \"tflops\": %.2f,"
            + " \"gbs\": %.1f}%n",
        what,
        median,
        milliseconds[0],
        milliseconds[ROUNDS - 1],
        products / median / 1e9,
        bytes / median / 1e6);
  }
}
