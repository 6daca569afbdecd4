package org.limpid.backend;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What every backend's sums, matrix products and losses do. */
interface SumContract extends KernelContract {

  @Test
  default void sumAndRepeatMatchReference() {
    for (int length : SIZES) {
      for (int[] rest : new int[][] {{1, 1}, {1, 3}, {2, 1}, {3, 32}, {31, 2}, {5, 65}}) {
        AxisGeometry axis = new AxisGeometry(rest[0], length, rest[1]);
        long all = axis.outer() * length * axis.inner();
        long some = axis.outer() * axis.inner();
        compare(
            "reduction.sum " + axis,
            length,
            run -> run.backend.reduction().sum(axis, run.input(all), run.output(some, length, 1)));
        compare(
            "reduction.repeat " + axis,
            length,
            run -> run.backend.reduction().repeat(axis, run.input(some), run.exactOutput(all)));
      }
    }
  }

  @Test
  default void sumOverNothingIsZero() {
    AxisGeometry axis = new AxisGeometry(2, 0, 3);
    compare(
        "reduction.sum " + axis,
        0,
        run -> run.backend.reduction().sum(axis, run.input(0), run.exactOutput(6)));
  }

  @Test
  default void sumOfManyKeepsSmallNumbersBesideLargeOnes() {
    // One number is so large that adding 1 to it changes nothing in float32; a million ones must
    // still count.
    for (int[] shape : new int[][] {{1, 1_000_000, 1}, {2, 300_000, 1}, {1, 100_000, 3}}) {
      AxisGeometry axis = new AxisGeometry(shape[0], shape[1], shape[2]);
      int all = shape[0] * shape[1] * shape[2];
      compare(
          "reduction.sum with one large number " + axis,
          all,
          run -> {
            float[] x = run.draw(all, 0.9, 1.1);
            x[all / 3] = 1e8f;
            run.backend
                .reduction()
                .sum(axis, run.input(x), run.output((long) shape[0] * shape[2], 0, 1e8));
          });
    }
  }

  @Test
  default void matrixProductMatchesReference() {
    int[][] sizes = {
      {1, 1, 1},
      {1, 5, 1},
      {2, 3, 5},
      {17, 1, 3},
      {3, 31, 17},
      {33, 17, 31},
      {64, 65, 32},
      {65, 64, 33},
      {1, 65, 64},
      {64, 2, 1},
      {5, 2000, 3}
    };
    for (int[] size : sizes) {
      for (int transposes = 0; transposes < 4; transposes++) {
        boolean transposeA = transposes % 2 == 1;
        boolean transposeB = transposes / 2 == 1;
        int rows = size[0];
        int inner = size[1];
        int columns = size[2];
        compare(
            String.format(
                "matrix.multiply [%d, %d] by [%d, %d], transposeA %s, transposeB %s",
                rows, inner, inner, columns, transposeA, transposeB),
            transposes,
            run ->
                run.backend
                    .matrix()
                    .multiply(
                        rows,
                        inner,
                        columns,
                        run.input((long) rows * inner),
                        transposeA,
                        run.input((long) inner * columns),
                        transposeB,
                        run.output((long) rows * columns, inner, 1)));
      }
    }
  }

  @Test
  default void weightedMeanMatchesReference() {
    for (LossKernels.Penalty penalty : LossKernels.Penalty.values()) {
      for (int n : new int[] {1, 2, 3, 5, 17, 31, 33, 64, 65, 1000, 100_003}) {
        compare(
            "loss.weightedMean " + penalty + " of " + n + " elements",
            n,
            run -> {
              float[] prediction = run.draw(n, -1, 1);
              float[] target = run.draw(n, -1, 1);
              float[] weight = run.draw(n, 0, 2);
              for (int i = 0; i < n; i++) {
                if (i % 7 == 3) {
                  target[i] = prediction[i];
                }
                if (i % 3 == 1) {
                  weight[i] = 0;
                }
              }
              callLoss(run, penalty, prediction, target, weight);
            });
      }
    }
  }

  @Test
  default void weightedMeanOfNothingIsZero() {
    for (LossKernels.Penalty penalty : LossKernels.Penalty.values()) {
      compare(
          "loss.weightedMean " + penalty + " with all weights zero",
          0,
          run -> callLoss(run, penalty, run.draw(33, -1, 1), run.draw(33, -1, 1), new float[33]));
    }
  }

  @Test
  default void weightedMeanOfManyKeepsSmallErrorsBesideLargeOnes() {
    int n = 500_000;
    compare(
        "loss.weightedMean ABSOLUTE with one large error",
        n,
        run -> {
          float[] target = run.draw(n, -1.1, -0.9);
          target[n / 3] = -1e8f;
          float[] weight = new float[n];
          Arrays.fill(weight, 1);
          callLoss(run, LossKernels.Penalty.ABSOLUTE, new float[n], target, weight);
        });
  }

  private static void callLoss(
      KernelRun run,
      LossKernels.Penalty penalty,
      float[] prediction,
      float[] target,
      float[] weight) {
    double weights = 0;
    for (float w : weight) {
      weights += w;
    }
    double scale = weights == 0 ? 1 : 4 / weights;
    run.backend
        .loss()
        .weightedMean(
            penalty,
            run.input(prediction),
            run.input(target),
            run.input(weight),
            run.output(1),
            run.output(prediction.length, 1, scale));
  }
}
