package org.limpid.backend;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.limpid.testing.Cases;

/** What every backend's pooling and upsampling do. */
interface ResamplingContract extends KernelContract {

  @Test
  default void poolingOfAwkwardExtentsMatchesReference() {
    for (int i = 0; i < SIZES.length; i++) {
      int width = SIZES[(i * 4 + 2) % SIZES.length];
      for (int channels : CHANNELS) {
        Grid input = new Grid(1 + i % 2, 1, SIZES[i], width, channels);
        Size3 two = new Size3(1, 2, 2);
        comparePooling(WindowGeometry.same(input, channels, two, two), i);
        comparePooling(WindowGeometry.same(input, channels, new Size3(1, 3, 3), Size3.ONE), i);
        if (fits(two, input)) {
          WindowGeometry everywhere = WindowGeometry.valid(input, channels, two, Size3.ONE);
          comparePooling(everywhere, i);
          // The border of a mean of neighbours: more outputs than inputs.
          comparePooling(
              new WindowGeometry(everywhere.output(), input, two, Size3.ONE, new Size3(0, 1, 1)),
              i);
        }
      }
    }
  }

  @Test
  default void poolingOfAnyGeometryMatchesReference() {
    Cases.forAll(
        100,
        2000,
        random -> {
          Grid input = anyGrid(random, 9);
          Size3 window = anySize(random, 3);
          Size3 stride = anySize(random, 3);
          WindowGeometry g =
              fits(window, input) && random.nextBoolean()
                  ? WindowGeometry.valid(input, input.channels(), window, stride)
                  : WindowGeometry.same(input, input.channels(), window, stride);
          comparePooling(g, random.nextLong());
        });
  }

  @Test
  default void maxPoolTellsNotANumber() {
    WindowGeometry g =
        WindowGeometry.same(new Grid(1, 1, 4, 6, 1), 1, new Size3(1, 2, 2), new Size3(1, 2, 2));
    compare(
        "resampling.maxPool of NaN",
        0,
        run -> {
          float[] x = run.draw(24, -1, 1);
          x[0] = Float.NaN;
          x[9] = Float.NaN;
          run.backend.resampling().maxPool(g, run.input(x), run.exactOutput(6));
        });
  }

  @Test
  default void upsamplingMatchesReference() {
    Size3[] factors = {
      Size3.ONE, new Size3(1, 2, 2), new Size3(1, 1, 3), new Size3(1, 4, 2), new Size3(2, 2, 2)
    };
    for (int i = 0; i < SIZES.length; i++) {
      for (int channels : CHANNELS) {
        // Few columns, since the reference takes time with the square of the extents.
        Grid input = new Grid(1 + i % 2, 1 + i % 3, SIZES[i], 1 + i % 4, channels);
        compareUpsampling(input, factors[i % factors.length], i);
        Grid turned = new Grid(1, 1, 1 + i % 4, SIZES[i], channels);
        compareUpsampling(turned, new Size3(1, 2, 2), i);
      }
    }
  }

  @Test
  default void upsamplingOfAnyGeometryMatchesReference() {
    Cases.forAll(
        60,
        3000,
        random -> compareUpsampling(anyGrid(random, 6), anySize(random, 4), random.nextLong()));
  }

  private static Grid anyGrid(RandomGenerator random, int largest) {
    return new Grid(
        1 + random.nextInt(2),
        random.nextBoolean() ? 1 : 1 + random.nextInt(5),
        1 + random.nextInt(largest),
        1 + random.nextInt(largest),
        Cases.oneOf(random, CHANNELS));
  }

  private static Size3 anySize(RandomGenerator random, int largest) {
    return new Size3(
        1 + random.nextInt(largest), 1 + random.nextInt(largest), 1 + random.nextInt(largest));
  }

  private static boolean fits(Size3 window, Grid input) {
    return window.depth() <= input.depth()
        && window.height() <= input.height()
        && window.width() <= input.width();
  }

  private void comparePooling(WindowGeometry g, long seed) {
    long in = g.input().elements();
    long out = g.output().elements();
    double overlaps = g.window().volume();
    compare(
        "resampling.maxPool and its gradient " + g,
        seed,
        run -> {
          float[] values = run.draw(in, -1, 1);
          for (int i = 0; i < values.length; i++) {
            // Few different values, so that the largest of a window is often there twice.
            values[i] = Math.round(values[i] * 3);
          }
          Storage x = run.input(values);
          Storage y = run.exactOutput(out);
          run.backend.resampling().maxPool(g, x, y);
          run.backend
              .resampling()
              .maxPoolBackward(g, x, y, run.input(out), run.output(in, overlaps, 1));
        });
    if (backend().resampling().addsMaxPoolGradient()) {
      compareAddedGradient(g, seed);
    }
    compare(
        "resampling.averagePool and its gradient " + g,
        seed,
        run -> {
          run.backend
              .resampling()
              .averagePool(g, run.input(in), run.output(out, g.window().volume(), 1));
          run.backend
              .resampling()
              .averagePoolBackward(g, run.input(out), run.output(in, overlaps, 1));
        });
  }

  /** What the reference does not have in one piece: gradient and sum. */
  private void compareAddedGradient(WindowGeometry g, long seed) {
    long in = g.input().elements();
    long out = g.output().elements();
    compare(
        "resampling.addMaxPoolGradient " + g,
        seed,
        run -> {
          ResamplingKernels kernels = run.backend.resampling();
          Storage x = run.input(in);
          Storage y = run.exactOutput(out);
          kernels.maxPool(g, x, y);
          Storage gradY = run.input(out);
          Storage sum = run.inout(run.draw(in, -1, 1));
          if (kernels.addsMaxPoolGradient()) {
            kernels.addMaxPoolGradient(g, x, y, gradY, sum);
          } else {
            Storage gradX = run.backend.allocate(in);
            kernels.maxPoolBackward(g, x, y, gradY, gradX);
            run.backend.elementwise().binary(ElementwiseKernels.Binary.ADD, sum, gradX, sum);
            run.backend.release(gradX);
          }
        });
  }

  private void compareUpsampling(Grid input, Size3 factor, long seed) {
    long in = input.elements();
    long out = in * factor.volume();
    for (ResamplingKernels.Interpolation interpolation : ResamplingKernels.Interpolation.values()) {
      boolean exact = interpolation == ResamplingKernels.Interpolation.NEAREST;
      compare(
          "resampling.upsample and its gradient " + interpolation + " " + input + " " + factor,
          seed,
          run -> {
            Storage y = exact ? run.exactOutput(out) : run.output(out);
            run.backend.resampling().upsample(input, factor, interpolation, run.input(in), y);
            Storage gradX = run.output(in, 8.0 * factor.volume(), 1);
            run.backend
                .resampling()
                .upsampleBackward(input, factor, interpolation, run.input(out), gradX);
          });
    }
  }
}
