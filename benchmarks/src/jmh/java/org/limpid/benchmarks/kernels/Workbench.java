package org.limpid.benchmarks.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.limpid.backend.Backend;
import org.limpid.backend.ReferenceBackend;
import org.limpid.backend.Storage;
import org.limpid.benchmarks.Numbers;

/**
 * Arguments of one kernel on one backend. Made in the same order on another backend, they hold the
 * same numbers.
 */
final class Workbench implements AutoCloseable {

  /** How far answers may be from the reference's, as a share of the largest value. */
  private static final double TOLERANCE = 1e-4;

  private final Backend backend;
  private final List<Storage> blocks = new ArrayList<>();
  private final List<Storage> written = new ArrayList<>();

  Workbench(Backend backend) {
    this.backend = backend;
  }

  /** Where the arguments live. */
  Backend backend() {
    return backend;
  }

  /** Whether what runs here says what is right. */
  boolean isReference() {
    return backend instanceof ReferenceBackend;
  }

  /** An argument that is read: values from -1 to 1. */
  Storage input(long elements) {
    return block(Numbers.uniform(elements, blocks.size()));
  }

  /** An argument that is read: values from 0 to 1. */
  Storage positive(long elements) {
    float[] values = Numbers.uniform(elements, blocks.size());
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i]);
    }
    return block(values);
  }

  /** An argument that is written, or read and written; holds zeros. */
  Storage output(long elements) {
    Storage block = block(new float[Math.toIntExact(elements)]);
    written.add(block);
    return block;
  }

  private Storage block(float[] values) {
    Storage block = backend.allocate(values.length);
    backend.upload(values, block);
    blocks.add(block);
    return block;
  }

  /**
   * Runs a kernel once on a backend and on the reference.
   *
   * @param kernel lays out its arguments and gives what calls it
   * @throws IllegalStateException if the answers differ
   */
  static void check(String name, Backend backend, Function<Workbench, Runnable> kernel) {
    try (Workbench ours = new Workbench(backend);
        Workbench reference = new Workbench(new ReferenceBackend())) {
      kernel.apply(ours).run();
      kernel.apply(reference).run();
      for (int i = 0; i < reference.written.size(); i++) {
        double difference = Numbers.difference(reference.values(i), ours.values(i));
        // Written so that NaN fails too.
        if (!(difference <= TOLERANCE)) {
          throw new IllegalStateException(
              name
                  + ": output "
                  + i
                  + " is off by "
                  + difference
                  + " of the reference's largest value (expected: at most "
                  + TOLERANCE
                  + ")");
        }
      }
    }
  }

  private float[] values(int output) {
    Storage block = written.get(output);
    float[] values = new float[Math.toIntExact(block.elements())];
    backend.download(block, values);
    return values;
  }

  @Override
  public void close() {
    blocks.forEach(backend::release);
  }
}
