package org.limpid.benchmarks.peers;

import java.util.List;
import org.limpid.nn.net.UNetOptions;
import org.limpid.tensor.Shape;

/**
 * One line of the comparison.
 *
 * @param name short, for tables and for choosing by a regular expression
 * @param peer who does the same
 * @param opener makes it ready for a number of threads
 */
record Work(String name, String peer, Opener opener) {

  /** Makes a contest. */
  @FunctionalInterface
  interface Opener {
    Contest open(int threads);
  }

  private static final String TORCH = "libtorch";
  private static final UNetOptions NOISE2VOID = UNetOptions.DEFAULT;
  private static final UNetOptions NORMALIZED = NOISE2VOID.withBatchNorm(true);
  private static final UNetOptions VOLUME = NOISE2VOID.withDimensions(3).withFilters(16);

  /** All of them. */
  static final List<Work> ALL =
      List.of(
          training("n2v-train-16", NOISE2VOID, Shape.of(16, 64, 64, 1)),
          training("n2v-train-64", NOISE2VOID, Shape.of(64, 64, 64, 1)),
          sparse("n2v-sparse-train-16", Shape.of(16, 64, 64, 1)),
          sparse("n2v-sparse-train-64", Shape.of(64, 64, 64, 1)),
          training("n2v-bn-train-16", NORMALIZED, Shape.of(16, 64, 64, 1)),
          training("n2v-bn-train-64", NORMALIZED, Shape.of(64, 64, 64, 1)),
          new Work(
              "n2v-infer-1024",
              TORCH,
              threads -> new InferenceContest(NOISE2VOID, Shape.of(1, 1024, 1024, 1), threads)),
          new Work(
              "n2v-infer-1024",
              "ONNX Runtime",
              threads -> new OnnxContest(NOISE2VOID, Shape.of(1, 1024, 1024, 1), threads)),
          forward(32, 64),
          forward(64, 32),
          forward(128, 16),
          weightGradient(32, 64),
          weightGradient(64, 32),
          weightGradient(128, 16),
          training("3d-train-2", VOLUME, Shape.of(2, 32, 64, 64, 1)));

  private static Work training(String name, UNetOptions options, Shape shape) {
    return new Work(name, TORCH, threads -> new TrainingContest(options, shape, false, threads));
  }

  private static Work sparse(String name, Shape shape) {
    return new Work(name, TORCH, threads -> new TrainingContest(NOISE2VOID, shape, true, threads));
  }

  private static Work forward(int channels, int extent) {
    return new Work(
        "conv3x3-forward-" + channels,
        TORCH,
        threads -> new ConvolutionContest(channels, extent, threads));
  }

  private static Work weightGradient(int channels, int extent) {
    return new Work(
        "conv3x3-weight-gradient-" + channels,
        TORCH,
        threads -> new WeightGradientContest(channels, extent, threads));
  }
}
