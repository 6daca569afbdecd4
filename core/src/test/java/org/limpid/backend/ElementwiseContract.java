package org.limpid.backend;

import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What every backend's arithmetic on elements does. */
interface ElementwiseContract extends KernelContract {

  /** Lengths: none at all, the awkward ones, and enough for several threads. */
  private static int[] lengths() {
    int[] lengths = Arrays.copyOf(SIZES, SIZES.length + 3);
    lengths[SIZES.length] = 0;
    lengths[SIZES.length + 1] = 1000;
    lengths[SIZES.length + 2] = 100_003;
    return lengths;
  }

  private ElementwiseKernels kernels(KernelRun run) {
    return run.backend.elementwise();
  }

  private void forLengths(String what, Consumer<SizedRun> call) {
    for (int n : lengths()) {
      compare(what + " of " + n + " elements", n, run -> call.accept(new SizedRun(run, n)));
    }
  }

  /** A run on arguments of one length. */
  record SizedRun(KernelRun run, int n) {}

  @Test
  default void binaryMatchesReference() {
    for (ElementwiseKernels.Binary op : ElementwiseKernels.Binary.values()) {
      forLengths(
          "elementwise.binary " + op,
          sized -> {
            KernelRun run = sized.run;
            Storage a = run.input(sized.n);
            boolean divides = op == ElementwiseKernels.Binary.DIVIDE;
            Storage b = run.input(run.draw(sized.n, divides ? 0.5 : -1, 1));
            kernels(run).binary(op, a, b, run.output(sized.n));
          });
    }
  }

  @Test
  default void binaryWorksInPlace() {
    for (ElementwiseKernels.Binary op : ElementwiseKernels.Binary.values()) {
      forLengths(
          "elementwise.binary in place " + op,
          sized -> {
            KernelRun run = sized.run;
            Storage first = run.inout(run.draw(sized.n, -1, 1));
            kernels(run).binary(op, first, run.input(run.draw(sized.n, 0.5, 1)), first);
            Storage second = run.inout(run.draw(sized.n, 0.5, 1));
            kernels(run).binary(op, run.input(sized.n), second, second);
            Storage both = run.inout(run.draw(sized.n, 0.5, 1));
            kernels(run).binary(op, both, both, both);
          });
    }
  }

  @Test
  default void unaryMatchesReference() {
    for (ElementwiseKernels.Unary op : ElementwiseKernels.Unary.values()) {
      boolean positive = op == ElementwiseKernels.Unary.LOG || op == ElementwiseKernels.Unary.SQRT;
      forLengths(
          "elementwise.unary " + op,
          sized -> {
            KernelRun run = sized.run;
            float[] values = run.draw(sized.n, positive ? 0.01 : -10, 10);
            Storage x = run.input(values);
            kernels(run).unary(op, x, run.output(sized.n));
            Storage inPlace = run.inout(values);
            kernels(run).unary(op, inPlace, inPlace);
          });
    }
  }

  @Test
  default void unaryIsAccurateRelativeToItsResult() {
    forLengths(
        "elementwise.unary EXP of negative numbers",
        sized -> {
          KernelRun run = sized.run;
          Storage x = run.input(run.draw(sized.n, -20, -5));
          kernels(run).unary(ElementwiseKernels.Unary.EXP, x, run.output(sized.n, 1, 1e-9));
        });
  }

  @Test
  default void affineFillAndCopyMatchReference() {
    forLengths(
        "elementwise.affine, fill, copy",
        sized -> {
          KernelRun run = sized.run;
          Storage x = run.input(sized.n);
          kernels(run).affine(x, -1.75f, 0.3f, run.output(sized.n));
          Storage inPlace = run.inout(run.draw(sized.n, -1, 1));
          kernels(run).affine(inPlace, 2.5f, 0, inPlace);
          kernels(run).fill(0.7f, run.exactOutput(sized.n));
          kernels(run).copy(x, run.exactOutput(sized.n));
        });
  }

  @Test
  default void activationsMatchReference() {
    for (Activation activation : ACTIVATIONS) {
      forLengths(
          "elementwise.activation " + activation,
          sized -> {
            KernelRun run = sized.run;
            float[] values = run.draw(sized.n, -6, 6);
            kernels(run).activation(activation, run.input(values), run.output(sized.n));
            Storage inPlace = run.inout(values);
            kernels(run).activation(activation, inPlace, inPlace);
          });
    }
  }

  @Test
  default void activationBackwardMatchesReference() {
    for (Activation activation : ACTIVATIONS) {
      forLengths(
          "elementwise.activationBackward " + activation,
          sized -> {
            KernelRun run = sized.run;
            float[] values = run.draw(sized.n, -6, 6);
            for (int i = 0; i < values.length; i++) {
              // Every fifth exactly at the kink.
              double x = i % 5 == 4 ? 0 : values[i];
              values[i] = (float) ReferenceElementwise.apply(activation, x);
            }
            Storage y = run.input(values);
            kernels(run).activationBackward(activation, y, run.input(sized.n), run.output(sized.n));
            Storage inPlace = run.inout(run.draw(sized.n, -1, 1));
            kernels(run).activationBackward(activation, y, inPlace, inPlace);
          });
    }
  }

  @Test
  default void extremeValuesMatchReference() {
    float huge = Float.MAX_VALUE;
    float infinite = Float.POSITIVE_INFINITY;
    float[] special = {
      0, -0f, 1e-30f, -1e-30f, 1e-4f, -1e-4f, 20, -20, 90, -90, 120, -120, 1e30f, -1e30f, huge,
      -huge, infinite, -infinite, Float.NaN
    };
    for (Activation activation : ACTIVATIONS) {
      compare(
          "elementwise.activation of extreme values " + activation,
          0,
          run ->
              kernels(run).activation(activation, run.input(special), run.output(special.length)));
    }
    for (ElementwiseKernels.Unary op : ElementwiseKernels.Unary.values()) {
      compare(
          "elementwise.unary of extreme values " + op,
          0,
          run -> kernels(run).unary(op, run.input(special), run.output(special.length)));
    }
    float[] opposite = special.clone();
    for (int i = 0; i < special.length; i++) {
      opposite[i] = special[(i * 7 + 3) % special.length];
    }
    for (ElementwiseKernels.Binary op : ElementwiseKernels.Binary.values()) {
      compare(
          "elementwise.binary of extreme values " + op,
          0,
          run ->
              kernels(run)
                  .binary(op, run.input(special), run.input(opposite), run.output(special.length)));
    }
  }
}
