package org.limpid.backend;

import static org.limpid.testing.Cases.oneOf;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.limpid.testing.Cases;

/**
 * What every backend's convolution does.
 *
 * <p>The file is long as forward, both gradients and their joined forms share shapes and data.
 */
interface ConvolutionContract extends KernelContract {

  /** Products that one random case may take, so that the slow reference stays quick enough. */
  double MOST_PRODUCTS = 2e6;

  @Test
  default void convolutionOfAwkwardExtentsMatchesReference() {
    for (int i = 0; i < SIZES.length; i++) {
      int height = SIZES[i];
      int width = SIZES[(i * 4 + 2) % SIZES.length];
      for (int window : new int[] {1, 3}) {
        int[][] channelPairs = {{1, 1}, {1, 32}, {32, 1}, {2, 3}, {3, 2}};
        for (int[] channels : channelPairs) {
          Grid input = new Grid(1, 1, height, width, channels[0]);
          compareAll(same(input, channels[1], new Size3(1, window, window), 1), i);
        }
      }
    }
  }

  @Test
  default void convolutionOfFullVectorsMatchesReference() {
    compareAll(same(new Grid(1, 1, 17, 33, 32), 32, new Size3(1, 3, 3), 1), 1);
    compareAll(same(new Grid(2, 1, 16, 16, 64), 32, new Size3(1, 3, 3), 1), 2);
    compareAll(same(new Grid(1, 1, 58, 47, 33), 32, new Size3(1, 3, 3), 1), 3);
    compareAll(same(new Grid(1, 1, 9, 14, 48), 96, new Size3(1, 3, 3), 1), 3);
    compareAll(same(new Grid(1, 1, 31, 17, 32), 32, new Size3(1, 5, 5), 2), 4);
    compareAll(same(new Grid(2, 1, 33, 31, 32), 64, new Size3(1, 1, 1), 1), 5);
    compareAll(same(new Grid(1, 3, 9, 10, 32), 32, new Size3(3, 3, 3), 1), 6);
    compareAll(same(new Grid(1, 5, 17, 3, 1), 32, new Size3(3, 3, 3), 1), 7);
    compareAll(same(new Grid(1, 1, 64, 65, 1), 32, new Size3(1, 5, 5), 1), 8);
    compareAll(same(new Grid(1, 1, 65, 64, 32), 32, new Size3(1, 3, 3), 1), 10);
    compareAll(same(new Grid(1, 1, 65, 64, 32), 3, new Size3(1, 3, 3), 1), 9);
  }

  @Test
  default void convolutionWithoutBorderMatchesReference() {
    for (int height : new int[] {3, 5, 17, 33}) {
      for (int stride : new int[] {1, 2, 3}) {
        Grid flat = new Grid(2, 1, height, 9, 3);
        Size3 steps = new Size3(1, stride, stride);
        compareAll(WindowGeometry.valid(flat, 2, new Size3(1, 3, 3), steps), height);
        Grid deep = new Grid(1, 4, height, 5, 2);
        compareAll(WindowGeometry.valid(deep, 3, new Size3(2, 3, 3), Size3.ONE), height);
      }
    }
  }

  @Test
  default void convolutionOfAnyGeometryMatchesReference() {
    Cases.forAll(
        250,
        1000,
        random -> {
          WindowGeometry g = any(random);
          compareAll(g, random.nextLong());
        });
  }

  @Test
  default void bothGradientsOfAConvolutionMatchReference() {
    compareBoth(same(new Grid(1, 1, 5, 7, 3), 8, new Size3(1, 3, 3), 2));
    compareBoth(same(new Grid(1, 1, 6, 9, 16), 8, new Size3(1, 3, 3), 1));
    compareBoth(same(new Grid(2, 1, 70, 66, 17), 9, new Size3(1, 3, 3), 1));
    compareBoth(same(new Grid(1, 2, 91, 93, 8), 16, new Size3(1, 3, 3), 1));
    compareBoth(same(new Grid(1, 3, 91, 93, 8), 8, new Size3(3, 3, 3), 1));
    compareBoth(WindowGeometry.valid(new Grid(2, 1, 72, 67, 8), 16, new Size3(1, 3, 3), Size3.ONE));
  }

  private void compareBoth(WindowGeometry g) {
    int channels = g.output().channels();
    long weights = (long) g.window().volume() * g.input().channels() * channels;
    compare(
        "convolution.backward " + g,
        channels,
        run -> {
          Storage x = run.input(g.input().elements());
          Storage weight = run.input(weights);
          Storage gradY = run.input(g.output().elements());
          double terms = 1.0 * g.window().volume() * channels;
          Storage gradX = run.output(g.input().elements(), terms, roundings(g.input()));
          Storage gradWeight =
              run.output(weights, g.output().pixels(), isLarge(g.output()) ? 2 : 1);
          Storage gradBias = run.output(channels, g.output().pixels(), 1);
          run.backend
              .convolution()
              .backward(
                  g,
                  List.of(new ConvolutionKernels.Part(g.input(), x)),
                  weight,
                  gradY,
                  List.of(new ConvolutionKernels.Part(g.input(), gradX)),
                  gradWeight,
                  gradBias);
        });
  }

  @Test
  default void convolutionGradientsOverManyPixelsArePrecise() {
    WindowGeometry g = same(new Grid(2, 1, 300, 301, 1), 1, new Size3(1, 1, 1), 1);
    compare(
        "convolution.backwardWeight with products of one sign " + g,
        1,
        run -> {
          long n = g.input().elements();
          Storage x = run.input(run.draw(n, 0.5, 1.5));
          Storage gradY = run.input(run.draw(n, 0.5, 1.5));
          Storage gradWeight = run.output(1, 0, 10.0 * n);
          Storage gradBias = run.output(1, 0, 10.0 * n);
          run.backend.convolution().backwardWeight(g, x, gradY, gradWeight, gradBias);
        });
  }

  @Test
  default void convolutionOfPartsMatchesReference() {
    Size3 two = new Size3(1, 2, 2);
    compareJoined(new Grid(2, 1, 5, 6, 8), two, 12, 16, Activation.RELU);
    compareJoined(new Grid(1, 1, 4, 9, 16), two, 16, 20, Activation.ELU);
    compareJoined(new Grid(1, 1, 7, 3, 5), Size3.ONE, 6, 70, Activation.leakyRelu(0.1f));
    compareJoined(new Grid(1, 2, 3, 4, 7), new Size3(2, 2, 2), 3, 9, Activation.IDENTITY);
    compareJoined(new Grid(1, 3, 2, 5, 4), two, 4, 8, Activation.SOFTPLUS);
    compareJoined(new Grid(1, 1, 3, 2, 32), new Size3(1, 4, 2), 32, 32, Activation.RELU);
    compareJoined(new Grid(2, 1, 35, 34, 16), two, 16, 8, Activation.RELU);
    compareJoined(new Grid(1, 1, 29, 24, 16), two, 16, 8, Activation.RELU);
  }

  /** An enlarged part, and one of full extents: as such where the backend can, else carried out. */
  private void compareJoined(
      Grid small, Size3 factor, int channels, int out, Activation activation) {
    Grid large =
        small.withSpace(
            new Size3(
                small.depth() * factor.depth(),
                small.height() * factor.height(),
                small.width() * factor.width()));
    Grid skip = large.withChannels(channels);
    int all = small.channels() + channels;
    Size3 window = new Size3(large.depth() > 1 ? 3 : 1, 3, 3);
    WindowGeometry g = WindowGeometry.same(large.withChannels(all), out, window, Size3.ONE);
    List<Grid> grids = List.of(small, skip);
    long weights = (long) window.volume() * all * out;
    double terms = 1.0 * window.volume() * all;
    double scale = roundings(large);
    compare(
        "convolution.forwardJoined " + g,
        all,
        run -> {
          ConvolutionKernels.Part first =
              new ConvolutionKernels.Part(small, run.input(small.elements()));
          ConvolutionKernels.Part second =
              new ConvolutionKernels.Part(skip, run.input(skip.elements()));
          Storage weight = run.input(weights);
          Storage bias = run.input(out);
          Storage y = run.output(g.output().elements(), terms, scale);
          Storage sums = run.output(g.output().elements(), terms, scale);
          Storage mean = run.output(out, terms, 1);
          Storage variance = run.output(out, terms, 10);
          ConvolutionKernels kernels = run.backend.convolution();
          if (kernels.joins(g, grids)) {
            kernels.forwardJoined(g, List.of(first, second), weight, bias, activation, y);
          } else {
            Joining.of(run.backend, factor, first, second)
                .use(x -> kernels.forward(g, x, weight, bias, activation, y));
          }
          if (kernels.measures(g, grids)) {
            kernels.forwardMeasured(g, List.of(first, second), weight, bias, sums, mean, variance);
          } else {
            Joining.of(run.backend, factor, first, second)
                .use(x -> kernels.forward(g, x, weight, bias, Activation.IDENTITY, sums));
            run.backend.normalization().statistics(g.output().pixels(), out, sums, mean, variance);
          }
        });
    compare(
        "convolution.backwardJoined " + g,
        all,
        run -> {
          ConvolutionKernels.Part first =
              new ConvolutionKernels.Part(small, run.input(small.elements()));
          ConvolutionKernels.Part second =
              new ConvolutionKernels.Part(skip, run.input(skip.elements()));
          Storage weight = run.input(weights);
          Storage gradY = run.input(g.output().elements());
          double summed = factor.volume() * scale;
          Storage gradFirst = run.output(small.elements(), 1.0 * window.volume() * out, summed);
          Storage gradSecond = run.output(skip.elements(), 1.0 * window.volume() * out, scale);
          Storage gradWeight =
              run.output(weights, g.output().pixels(), isLarge(g.output()) ? 2 : 1);
          Storage gradBias = run.output(out, g.output().pixels(), 1);
          ConvolutionKernels kernels = run.backend.convolution();
          if (kernels.joins(g, grids)) {
            Grid written =
                kernels.sumsRepeatedPixels()
                    ? small.withSpace(new Size3(large.depth(), small.height(), small.width()))
                    : large;
            summed(
                run.backend,
                small,
                written,
                gradWritten ->
                    kernels.backward(
                        g,
                        List.of(first, second),
                        weight,
                        gradY,
                        List.of(
                            new ConvolutionKernels.Part(written, gradWritten),
                            new ConvolutionKernels.Part(skip, gradSecond)),
                        gradWeight,
                        gradBias),
                gradFirst);
          } else {
            Joining joining = Joining.of(run.backend, factor, first, second);
            joining.use(x -> kernels.backwardWeight(g, x, gradY, gradWeight, gradBias));
            summed(
                run.backend,
                small,
                large,
                gradWritten ->
                    joining.split(
                        gradX -> kernels.backwardInput(g, weight, gradY, gradX),
                        gradWritten,
                        gradSecond),
                gradFirst);
          }
        });
  }

  /** Sums up over repeated pixels what a function writes. */
  private static void summed(
      Backend backend, Grid small, Grid written, Consumer<Storage> function, Storage sum) {
    Storage large = backend.allocate(written.elements());
    function.accept(large);
    Size3 factor =
        new Size3(
            written.depth() / small.depth(),
            written.height() / small.height(),
            written.width() / small.width());
    backend
        .resampling()
        .upsampleBackward(small, factor, ResamplingKernels.Interpolation.NEAREST, large, sum);
    backend.release(large);
  }

  /** An enlargement and a concatenation, carried out. */
  record Joining(
      Backend backend,
      Size3 factor,
      ConvolutionKernels.Part first,
      ConvolutionKernels.Part second) {

    static Joining of(
        Backend backend,
        Size3 factor,
        ConvolutionKernels.Part first,
        ConvolutionKernels.Part second) {
      return new Joining(backend, factor, first, second);
    }

    private int before() {
      return first.grid().channels();
    }

    private int behind() {
      return second.grid().channels();
    }

    private long pixels() {
      return second.grid().pixels();
    }

    void use(Consumer<Storage> function) {
      Storage large = backend.allocate(pixels() * before());
      Storage x = backend.allocate(pixels() * (before() + behind()));
      backend
          .resampling()
          .upsample(
              first.grid(),
              factor,
              ResamplingKernels.Interpolation.NEAREST,
              first.storage(),
              large);
      LayoutKernels layout = backend.layout();
      int all = before() + behind();
      layout.copyChannels(pixels(), large, before(), 0, x, all, 0, before());
      layout.copyChannels(pixels(), second.storage(), behind(), 0, x, all, before(), behind());
      function.accept(x);
      backend.release(large);
      backend.release(x);
    }

    /** What a function writes, channel by channel into two. */
    void split(Consumer<Storage> function, Storage one, Storage other) {
      int all = before() + behind();
      Storage x = backend.allocate(pixels() * all);
      function.accept(x);
      LayoutKernels layout = backend.layout();
      layout.copyChannels(pixels(), x, all, 0, one, before(), 0, before());
      layout.copyChannels(pixels(), x, all, before(), other, behind(), 0, behind());
      backend.release(x);
    }
  }

  @Test
  default void statisticsOfAConvolutionMatchReference() {
    compareMeasured(same(new Grid(2, 1, 17, 13, 1), 32, new Size3(1, 3, 3), 1), 0);
    compareMeasured(same(new Grid(1, 3, 7, 9, 2), 33, new Size3(3, 3, 3), 1), 0);
    compareMeasured(same(new Grid(2, 1, 19, 11, 8), 12, new Size3(1, 3, 3), 2), 0);
    compareMeasured(same(new Grid(1, 1, 16, 31, 12), 72, new Size3(1, 3, 3), 1), 0);
    compareMeasured(same(new Grid(1, 1, 1, 1, 5), 6, new Size3(1, 3, 3), 1), 0);
    // Far from zero, as behind a camera's offset.
    compareMeasured(same(new Grid(2, 1, 40, 30, 5), 6, new Size3(1, 1, 1), 1), 1000);
    compareMeasured(same(new Grid(2, 1, 40, 30, 1), 20, new Size3(1, 1, 1), 1), 1000);
  }

  private void compareMeasured(WindowGeometry g, double offset) {
    int channels = g.output().channels();
    long weights = (long) g.window().volume() * g.input().channels() * channels;
    double terms = 1.0 * g.window().volume() * g.input().channels();
    double scale = Math.max(1, offset);
    compare(
        "convolution.forwardMeasured " + g,
        channels,
        run -> {
          Storage x = run.input(g.input().elements());
          Storage weight = run.input(weights);
          Storage bias = run.input(run.draw(channels, offset - 1, offset + 1));
          Storage y = run.output(g.output().elements(), terms, scale);
          Storage mean = run.output(channels, terms, scale);
          Storage variance = run.output(channels, terms, scale * 10);
          ConvolutionKernels kernels = run.backend.convolution();
          if (kernels.measures(g, List.of(g.input()))) {
            kernels.forwardMeasured(
                g,
                List.of(new ConvolutionKernels.Part(g.input(), x)),
                weight,
                bias,
                y,
                mean,
                variance);
          } else {
            kernels.forward(g, x, weight, bias, Activation.IDENTITY, y);
            run.backend
                .normalization()
                .statistics(g.output().pixels(), channels, y, mean, variance);
          }
        });
  }

  @Test
  default void gradientsBeforeActivationsMatchReference() {
    for (int i = 0; i < SIZES.length; i++) {
      for (int channels : CHANNELS) {
        Grid output = new Grid(1 + i % 2, 1 + i % 3, SIZES[i], 1 + 7 * i, channels);
        compareActivation(ACTIVATIONS.get(i % ACTIVATIONS.size()), output, i);
        compareActivation(Activation.RELU, output, i + 100);
      }
    }
    compareActivation(Activation.RELU, new Grid(2, 1, 150, 130, 5), 1);
  }

  private void compareActivation(Activation activation, Grid output, long seed) {
    int channels = output.channels();
    if (!backend().convolution().sumsActivation()) {
      return;
    }
    compare(
        "convolution.backwardActivation " + activation + " " + output,
        seed,
        run -> {
          Storage y = run.output(output.elements());
          run.backend.elementwise().activation(activation, run.input(output.elements()), y);
          Storage gradY = run.input(output.elements());
          Storage inPlace = run.inout(run.draw(output.elements(), -1, 1));
          Storage gradSum = run.output(output.elements());
          Storage gradBias = run.output(channels, output.pixels(), 1);
          Storage sameBias = run.output(channels, output.pixels(), 1);
          ConvolutionKernels kernels = run.backend.convolution();
          if (kernels.sumsActivation()) {
            kernels.backwardActivation(output, activation, y, gradY, gradSum, gradBias);
            kernels.backwardActivation(output, activation, y, inPlace, inPlace, sameBias);
          } else {
            AxisGeometry pixels = new AxisGeometry(1, (int) output.pixels(), channels);
            run.backend.elementwise().activationBackward(activation, y, gradY, gradSum);
            run.backend.reduction().sum(pixels, gradSum, gradBias);
            run.backend.elementwise().activationBackward(activation, y, inPlace, inPlace);
            run.backend.reduction().sum(pixels, inPlace, sameBias);
          }
        });
  }

  /**
   * How much further off than a sum of few products a result may be: the worst of many roundings is
   * further off than of few, and large planes may be convolved in large tiles, whose results are
   * four times as far off.
   */
  private static double roundings(Grid grid) {
    return isLarge(grid) ? 10 : grid.pixels() > 1000 ? 2 : 1;
  }

  private static boolean isLarge(Grid grid) {
    return grid.height() * grid.width() > 2000;
  }

  private static WindowGeometry same(Grid input, int outChannels, Size3 window, int stride) {
    return WindowGeometry.same(input, outChannels, window, new Size3(1, stride, stride));
  }

  /** Any geometry: windows may lie partly or wholly outside, or not reach the last inputs. */
  private static WindowGeometry any(RandomGenerator random) {
    while (true) {
      boolean flat = random.nextInt(3) > 0;
      Grid input =
          new Grid(
              1 + random.nextInt(2),
              flat ? 1 : 1 + random.nextInt(6),
              1 + random.nextInt(20),
              1 + random.nextInt(20),
              oneOf(random, 1, 2, 3, 5, 8, 16, 17, 32, 33));
      Size3 window =
          new Size3(flat ? 1 : 1 + random.nextInt(3), 1 + random.nextInt(5), 1 + random.nextInt(5));
      Size3 stride =
          new Size3(flat ? 1 : 1 + random.nextInt(2), 1 + random.nextInt(3), 1 + random.nextInt(3));
      Size3 padding = new Size3(flat ? 0 : random.nextInt(3), random.nextInt(5), random.nextInt(5));
      Grid output =
          new Grid(
              input.batch(),
              flat ? 1 : outputs(random, input.depth(), stride.depth()),
              outputs(random, input.height(), stride.height()),
              outputs(random, input.width(), stride.width()),
              oneOf(random, 1, 2, 3, 5, 8, 16, 17, 32, 33));
      WindowGeometry g = new WindowGeometry(input, output, window, stride, padding);
      if (products(g) < MOST_PRODUCTS) {
        return g;
      }
    }
  }

  private static int outputs(RandomGenerator random, int inputs, int stride) {
    return Math.max(1, inputs / stride + random.nextInt(4) - 2);
  }

  private static double products(WindowGeometry g) {
    return (double) g.output().elements() * g.window().volume() * g.input().channels();
  }

  private void compareAll(WindowGeometry g, long seed) {
    Random random = new Random(seed);
    Activation activation = ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size()));
    boolean biased = random.nextBoolean();
    int channels = g.output().channels();
    long weights = (long) g.window().volume() * g.input().channels() * channels;
    int taps = g.window().volume();
    compare(
        "convolution.forward " + g + " " + activation + (biased ? " with bias" : " without bias"),
        seed,
        run -> {
          Storage x = run.input(g.input().elements());
          Storage weight = run.input(weights);
          Storage bias = biased ? run.input(channels) : null;
          double terms = 1.0 * taps * g.input().channels();
          Storage y = run.output(g.output().elements(), terms, roundings(g.output()));
          run.backend.convolution().forward(g, x, weight, bias, activation, y);
        });
    compare(
        "convolution.backwardInput " + g,
        seed,
        run -> {
          Storage weight = run.input(weights);
          Storage gradY = run.input(g.output().elements());
          double terms = 1.0 * taps * channels;
          Storage gradX = run.output(g.input().elements(), terms, roundings(g.input()));
          run.backend.convolution().backwardInput(g, weight, gradY, gradX);
        });
    compare(
        "convolution.backwardWeight " + g + (biased ? " with bias" : " without bias"),
        seed,
        run -> {
          Storage x = run.input(g.input().elements());
          Storage gradY = run.input(g.output().elements());
          long pixels = g.output().pixels();
          Storage gradWeight = run.output(weights, pixels, isLarge(g.output()) ? 2 : 1);
          Storage gradBias = biased ? run.output(channels, pixels, 1) : null;
          run.backend.convolution().backwardWeight(g, x, gradY, gradWeight, gradBias);
        });
  }
}
