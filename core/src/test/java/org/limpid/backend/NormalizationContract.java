package org.limpid.backend;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What every backend's batch normalisation does. */
interface NormalizationContract extends KernelContract {

  /** Keras's default: large enough to count. */
  float EPSILON = 1e-3f;

  @Test
  default void statisticsMatchReference() {
    for (int pixels : new int[] {1, 2, 3, 5, 17, 31, 33, 64, 65, 5000}) {
      for (int channels : CHANNELS) {
        compare(
            "normalization.statistics of " + pixels + " pixels, " + channels + " channels",
            pixels,
            run ->
                run.backend
                    .normalization()
                    .statistics(
                        pixels,
                        channels,
                        run.input((long) pixels * channels),
                        run.output(channels),
                        run.output(channels)));
      }
    }
  }

  @Test
  default void varianceIsPreciseFarFromZero() {
    // A camera's offset: deviations of 1 around 1000.
    int pixels = 200_000;
    compare(
        "normalization.statistics around 1000",
        1,
        run ->
            run.backend
                .normalization()
                .statistics(
                    pixels,
                    2,
                    run.input(run.draw(2L * pixels, 998, 1002)),
                    run.output(2, 0, 1),
                    run.output(2, 0, 100)));
  }

  @Test
  default void normalizeMatchesReference() {
    for (int pixels : SIZES) {
      for (int channels : CHANNELS) {
        for (Activation activation : ACTIVATIONS) {
          compare(
              "normalization.normalize of "
                  + pixels
                  + " pixels, "
                  + channels
                  + " channels "
                  + activation,
              pixels,
              run -> {
                long all = (long) pixels * channels;
                Storage mean = run.input(channels);
                Storage variance = run.input(run.draw(channels, 0, 2));
                Storage gain = run.input(channels);
                Storage shift = run.input(channels);
                Storage x = run.input(all);
                Storage y = run.output(all, 1, 60);
                NormalizationKernels kernels = run.backend.normalization();
                kernels.normalize(
                    pixels, channels, EPSILON, activation, x, mean, variance, gain, shift, y);
                kernels.normalize(
                    pixels, channels, EPSILON, activation, y, mean, variance, gain, shift, y);
              });
        }
      }
    }
  }

  @Test
  default void normalizeGradientsMatchReference() {
    for (int pixels : new int[] {1, 2, 3, 17, 33, 65, 3000}) {
      for (int channels : CHANNELS) {
        for (Activation activation : ACTIVATIONS) {
          for (boolean fromBatch : new boolean[] {false, true}) {
            compareBackward(pixels, channels, activation, fromBatch);
          }
        }
      }
    }
  }

  private void compareBackward(int pixels, int channels, Activation activation, boolean fromBatch) {
    int all = pixels * channels;
    compare(
        String.format(
            "normalization.backward of %d pixels, %d channels, %s, fromBatch %s",
            pixels, channels, activation, fromBatch),
        pixels,
        run -> {
          float[] x = run.draw(all, -1, 1);
          float[] gain = run.draw(channels, 0.5, 1.5);
          float[] shift = run.draw(channels, -1, 1);
          float[] mean = run.draw(channels, -0.5, 0.5);
          float[] variance = run.draw(channels, 0.1, 1);
          if (fromBatch) {
            takeStatistics(pixels, channels, x, mean, variance);
          }
          Storage[] given = {
            run.input(x), run.input(mean), run.input(variance), run.input(gain), run.input(shift)
          };
          Storage gradY = run.input(all);
          // 1 / sqrt(epsilon) is the largest factor on a gradient.
          Storage gradX = run.output(all, 6, 50);
          Storage gradGain = run.output(channels, pixels, 15);
          Storage gradShift = run.output(channels, pixels, 5);
          NormalizationKernels kernels = run.backend.normalization();
          // Again in place, unless factors are too large.
          for (Storage gradient : fromBatch ? List.of(gradY) : List.of(gradY, gradX)) {
            kernels.backward(
                pixels,
                channels,
                EPSILON,
                activation,
                fromBatch,
                given[0],
                given[1],
                given[2],
                given[3],
                given[4],
                gradient,
                gradX,
                gradGain,
                gradShift);
          }
        });
  }

  /** Fills mean and variance with those of x. */
  private static void takeStatistics(
      int pixels, int channels, float[] x, float[] mean, float[] variance) {
    Storage center = stored(mean);
    Storage spread = stored(variance);
    REFERENCE.normalization().statistics(pixels, channels, stored(x), center, spread);
    REFERENCE.download(center, mean);
    REFERENCE.download(spread, variance);
  }

  private static Storage stored(float[] values) {
    Storage storage = REFERENCE.allocate(values.length);
    REFERENCE.upload(values, storage);
    return storage;
  }
}
