package org.limpid.backend;

import org.junit.jupiter.api.Test;

/** What every backend's parameter updates do. */
interface OptimizerContract extends KernelContract {

  /** Lengths of the parameters. */
  int[] LENGTHS = {1, 2, 3, 5, 17, 31, 33, 64, 65, 20_011};

  @Test
  default void adamMatchesReference() {
    for (int n : LENGTHS) {
      for (long step : new long[] {1, 2, 10, 1000, 5_000_000_000L}) {
        for (float decay : new float[] {0, 0.01f}) {
          OptimizerKernels.AdamStep settings =
              new OptimizerKernels.AdamStep(0.01f, 0.9f, 0.999f, 1e-8f, decay, step);
          compare(
              "optimizer.adam of " + n + " elements, " + settings,
              n,
              run ->
                  run.backend
                      .optimizer()
                      .adam(
                          settings,
                          run.input(n),
                          run.inout(run.draw(n, -1, 1)),
                          run.inout(run.draw(n, -1, 1)),
                          run.inout(run.draw(n, 0.01, 1))));
        }
      }
    }
  }

  @Test
  default void adamStartsFromZeroMoments() {
    OptimizerKernels.AdamStep first =
        new OptimizerKernels.AdamStep(0.01f, 0.9f, 0.999f, 1e-8f, 0, 1);
    compare(
        "optimizer.adam, first step with tiny and zero gradients",
        0,
        run ->
            run.backend
                .optimizer()
                .adam(
                    first,
                    run.input(new float[] {1, -1, 1e-6f, -1e-6f, 0, 1e-12f, 1e4f}),
                    run.inout(run.draw(7, -1, 1)),
                    run.inout(new float[7]),
                    run.inout(new float[7])));
  }

  @Test
  default void sgdMatchesReference() {
    for (int n : LENGTHS) {
      for (float momentum : new float[] {0, 0.9f}) {
        for (float decay : new float[] {0, 0.05f}) {
          compare(
              "optimizer.sgd of "
                  + n
                  + " elements, momentum "
                  + momentum
                  + ", weightDecay "
                  + decay,
              n,
              run ->
                  run.backend
                      .optimizer()
                      .sgd(
                          0.1f,
                          momentum,
                          decay,
                          run.input(n),
                          run.inout(run.draw(n, -1, 1)),
                          run.inout(run.draw(n, -1, 1))));
        }
      }
    }
  }

  @Test
  default void averageMatchesReference() {
    for (int n : LENGTHS) {
      compare(
          "optimizer.average of " + n + " elements",
          n,
          run ->
              run.backend.optimizer().average(0.99f, run.input(n), run.inout(run.draw(n, -1, 1))));
    }
  }
}
