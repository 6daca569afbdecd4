package org.limpid.backend;

import java.util.List;
import java.util.function.Consumer;

/**
 * What the contracts of all kernel families share: sizes, and the comparison with the reference.
 */
interface KernelContract {

  /** Extents that are awkward for vectors, warps, blocks and tiles. */
  int[] SIZES = {1, 2, 3, 5, 17, 31, 33, 64, 65};

  /** Channel counts: single, odd, and full vectors. */
  int[] CHANNELS = {1, 2, 3, 32};

  /** Every activation. */
  List<Activation> ACTIVATIONS =
      List.of(
          Activation.IDENTITY,
          Activation.RELU,
          Activation.leakyRelu(0.1f),
          Activation.ELU,
          Activation.SIGMOID,
          Activation.SOFTPLUS);

  /** Meaning of every kernel. */
  ReferenceBackend REFERENCE = new ReferenceBackend();

  /** The backend under test. */
  Backend backend();

  /**
   * Factor on the errors allowed: 1, or more for an engine that says it computes less precisely.
   */
  default double slack() {
    return 1;
  }

  /**
   * Makes the same call on the reference and on the backend under test, and compares.
   *
   * @param what kernel and geometry, for the message
   * @param seed of the inputs
   * @param call makes its arguments, then calls the kernel of {@code run.backend}
   */
  default void compare(String what, long seed, Consumer<KernelRun> call) {
    try (KernelRun expected = KernelRun.of(REFERENCE, seed, call);
        KernelRun actual = KernelRun.of(backend(), seed, call)) {
      expected.check(actual.outputs(), slack());
    } catch (AssertionError | RuntimeException failure) {
      throw new AssertionError(
          what + ", seed " + seed + ", on " + backend().description() + ": " + failure.getMessage(),
          failure);
    }
  }
}
