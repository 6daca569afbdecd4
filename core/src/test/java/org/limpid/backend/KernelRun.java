package org.limpid.backend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * One call of a kernel on one backend. What the call reads and writes is made here, in the order of
 * asking and from a seed, so that the same call on another backend gets the same numbers.
 *
 * <p>Every argument is a slice of a larger block, at a random offset, between guards that are NaN:
 * writing outside is seen, and so is reading outside.
 */
final class KernelRun implements AutoCloseable {

  /** Elements behind every argument, more than any vector register or warp holds. */
  private static final int TAIL = 40;

  /** Backend under test, or the reference. */
  final Backend backend;

  private final Random random;
  private final List<Argument> arguments = new ArrayList<>();

  /**
   * A block given to the kernel.
   *
   * @param block whole block with guards
   * @param offset where the argument starts
   * @param before contents of the argument before the call
   * @param written whether the kernel may write it
   * @param absolute largest error that is allowed where the expected value is 0; negative if none
   *     is
   */
  private record Argument(
      Storage block, int offset, float[] before, boolean written, double absolute) {}

  private KernelRun(Backend backend, long seed) {
    this.backend = backend;
    this.random = new Random(seed);
  }

  /** Calls a kernel. */
  static KernelRun of(Backend backend, long seed, Consumer<KernelRun> call) {
    KernelRun run = new KernelRun(backend, seed);
    call.accept(run);
    return run;
  }

  /** An input, uniform in {@code [-1, 1)}. */
  Storage input(long elements) {
    return input(draw(elements, -1, 1));
  }

  /** An input with given values. */
  Storage input(float[] values) {
    return argument(values, false, 0);
  }

  /** Numbers that are uniform between two bounds. */
  float[] draw(long elements, double low, double high) {
    float[] values = new float[(int) elements];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (low + (high - low) * random.nextDouble());
    }
    return values;
  }

  /** An output of undefined contents, each element computed from a few numbers of magnitude 1. */
  Storage output(long elements) {
    return output(elements, 1, 1);
  }

  /**
   * An output whose elements are sums, and what error is allowed: 1e-6 and 3e-7 for every term.
   *
   * @param elements length
   * @param terms how many products are summed
   * @param scale magnitude of one term
   */
  Storage output(long elements, double terms, double scale) {
    return argument(undefined(elements), true, scale * (1e-6 + 3e-7 * terms));
  }

  /** An output that must equal the expected value, rounded to float32, exactly. */
  Storage exactOutput(long elements) {
    return argument(undefined(elements), true, -1);
  }

  /** An argument that is read and written. */
  Storage inout(float[] values) {
    return argument(values, true, 1e-6);
  }

  private static float[] undefined(long elements) {
    float[] values = new float[(int) elements];
    Arrays.fill(values, Float.NaN);
    return values;
  }

  private Storage argument(float[] values, boolean written, double absolute) {
    // Half of the arguments start a block, as whole tensors do; the others lie anywhere.
    int offset = random.nextBoolean() ? 0 : 1 + random.nextInt(9);
    float[] all = undefined(offset + values.length + TAIL);
    System.arraycopy(values, 0, all, offset, values.length);
    Storage block = backend.allocate(all.length);
    backend.upload(all, block);
    arguments.add(new Argument(block, offset, values.clone(), written, absolute));
    return block.slice(offset, values.length);
  }

  /** What the kernel wrote, argument by argument, after checking that it wrote nothing else. */
  List<float[]> outputs() {
    List<float[]> outputs = new ArrayList<>();
    for (int a = 0; a < arguments.size(); a++) {
      Argument argument = arguments.get(a);
      float[] all = new float[(int) argument.block.elements()];
      backend.download(argument.block, all);
      int end = argument.offset + argument.before.length;
      float[] after = Arrays.copyOfRange(all, argument.offset, end);
      for (int i = 0; i < all.length; i++) {
        if ((i < argument.offset || i >= end) && !Float.isNaN(all[i])) {
          throw new AssertionError(
              "argument "
                  + a
                  + ": element "
                  + (i - argument.offset)
                  + " of "
                  + argument.before.length
                  + " was written");
        }
      }
      if (argument.written) {
        outputs.add(after);
      } else if (!Arrays.equals(after, argument.before)) {
        throw new AssertionError("argument " + a + " is an input but was modified");
      }
    }
    return outputs;
  }

  /**
   * Compares what another backend wrote with what the reference, here, wrote.
   *
   * @param actual outputs of the other backend
   * @param slack factor on the errors allowed
   * @throws AssertionError that lists the first mismatches
   */
  void check(List<float[]> actual, double slack) {
    int output = 0;
    for (Argument argument : arguments) {
      if (argument.written) {
        ReferenceStorage block = ReferenceStorage.of(argument.block);
        float[] values = actual.get(output);
        double[] expected =
            Arrays.copyOfRange(block.toArray(), argument.offset, argument.offset + values.length);
        Mismatches.check("output " + output, expected, values, argument.absolute * slack);
        output++;
      }
    }
  }

  /** Frees the arguments. */
  @Override
  public void close() {
    arguments.forEach(argument -> backend.release(argument.block));
  }
}
