package org.limpid.backend.cpu;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An object for each worker of a run, taken when a worker first asks. */
final class PerWorker<T> implements AutoCloseable {

  private final Supplier<T> taker;
  private final Consumer<T> giver;
  private final List<@Nullable T> taken;

  /**
   * Takes nothing yet.
   *
   * @param workers how many there can be, {@link WorkerPool#workers()}
   * @param taker what gives an object; called by workers at the same time
   * @param giver what gives it back
   */
  PerWorker(int workers, Supplier<T> taker, Consumer<T> giver) {
    this.taker = taker;
    this.giver = giver;
    this.taken = new ArrayList<>(Collections.nCopies(workers, null));
  }

  /** Panels of one size for each worker. */
  static <P> PerWorker<P> panels(
      PanelKernels<P> kernels, WorkerPool workers, int panels, int depth) {
    return new PerWorker<>(workers.workers(), () -> kernels.take(panels, depth), kernels::give);
  }

  /** The object of a worker; call it on that worker only. */
  T of(int worker) {
    T own = taken.get(worker);
    if (own == null) {
      own = taker.get();
      taken.set(worker, own);
    }
    return own;
  }

  /** Gives all back; the run must be over. */
  @Override
  public void close() {
    for (T own : taken) {
      if (own != null) {
        giver.accept(own);
      }
    }
  }
}
