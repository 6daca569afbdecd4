package org.limpid.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Same inputs, same bits: in every run, and from every thread. */
interface DeterminismContract extends KernelContract {

  /** Calls that sum over enough elements for several threads or blocks to share the work. */
  static Map<String, Consumer<KernelRun>> sums() {
    WindowGeometry g =
        WindowGeometry.same(new Grid(2, 1, 67, 61, 9), 10, new Size3(1, 3, 3), Size3.ONE);
    long in = g.input().elements();
    long out = g.output().elements();
    int weights = 9 * 9 * 10;
    Size3 two = new Size3(1, 2, 2);
    return Map.of(
        "reduction.sum",
        run ->
            run.backend
                .reduction()
                .sum(new AxisGeometry(1, 300_007, 1), run.input(300_007), run.output(1)),
        "matrix.multiply",
        run ->
            run.backend
                .matrix()
                .multiply(
                    67,
                    300,
                    61,
                    run.input(20_100),
                    false,
                    run.input(18_300),
                    true,
                    run.output(4087)),
        "convolution.forward",
        run ->
            run.backend
                .convolution()
                .forward(
                    g,
                    run.input(in),
                    run.input(weights),
                    run.input(10),
                    Activation.ELU,
                    run.output(out)),
        "convolution.backwardInput",
        run ->
            run.backend
                .convolution()
                .backwardInput(g, run.input(weights), run.input(out), run.output(in)),
        "convolution.backwardWeight",
        run ->
            run.backend
                .convolution()
                .backwardWeight(
                    g, run.input(in), run.input(out), run.output(weights), run.output(10)),
        "resampling.upsampleBackward",
        run ->
            run.backend
                .resampling()
                .upsampleBackward(
                    g.input(),
                    two,
                    ResamplingKernels.Interpolation.LINEAR,
                    run.input(in * 4),
                    run.output(in)),
        "normalization.statistics",
        run ->
            run.backend
                .normalization()
                .statistics(100_003, 3, run.input(300_009), run.output(3), run.output(3)),
        "normalization.backward",
        run ->
            run.backend
                .normalization()
                .backward(
                    100_003,
                    3,
                    1e-3f,
                    Activation.RELU,
                    true,
                    run.input(300_009),
                    run.input(3),
                    run.input(run.draw(3, 0.5, 1)),
                    run.input(3),
                    run.input(3),
                    run.input(300_009),
                    run.output(300_009),
                    run.output(3),
                    run.output(3)),
        "loss.weightedMean",
        run ->
            run.backend
                .loss()
                .weightedMean(
                    LossKernels.Penalty.SQUARED,
                    run.input(300_009),
                    run.input(300_009),
                    run.input(run.draw(300_009, 0, 1)),
                    run.output(1),
                    run.output(300_009)));
  }

  /** What a call writes on a backend. */
  static List<float[]> outputs(Backend backend, Consumer<KernelRun> call) {
    try (KernelRun run = KernelRun.of(backend, 1, call)) {
      return run.outputs();
    }
  }

  /** Fails unless both backends write the same bits for every call. */
  static void assertSameBits(Backend one, Backend other) {
    sums()
        .forEach(
            (name, call) ->
                assertThat(outputs(one, call))
                    .as(name)
                    .usingElementComparator(Arrays::compare)
                    .isEqualTo(outputs(other, call)));
  }

  @Test
  default void everyRunGivesSameBits() {
    for (int i = 0; i < 3; i++) {
      assertSameBits(backend(), backend());
    }
  }

  @Test
  default void severalThreadsMayCallAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (Map.Entry<String, Consumer<KernelRun>> entry : sums().entrySet()) {
        List<float[]> expected = outputs(backend(), entry.getValue());
        List<Future<List<float[]>>> futures =
            IntStream.range(0, 4)
                .mapToObj(i -> threads.submit(() -> outputs(backend(), entry.getValue())))
                .toList();
        for (Future<List<float[]>> future : futures) {
          assertThat(future.get())
              .as(entry.getKey())
              .usingElementComparator(Arrays::compare)
              .isEqualTo(expected);
        }
      }
    } finally {
      threads.shutdown();
    }
  }
}
