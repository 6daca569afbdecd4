package org.limpid.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Panels of one size for each worker of a run, taken when a worker first asks. */
final class WorkerPanels<P> implements AutoCloseable {

  private final PanelKernels<P> kernels;
  private final int panels;
  private final int depth;
  private final int rows;
  private final List<@Nullable P> taken;

  WorkerPanels(PanelKernels<P> kernels, int workers, int panels, int depth, int rows) {
    this.kernels = kernels;
    this.panels = panels;
    this.depth = depth;
    this.rows = rows;
    this.taken = new ArrayList<>(workers);
    for (int i = 0; i < workers; i++) {
      taken.add(null);
    }
  }

  /** The panels of a worker; call it on that worker only. */
  P of(int worker) {
    P own = taken.get(worker);
    if (own == null) {
      own = kernels.take(panels, depth, rows);
      taken.set(worker, own);
    }
    return own;
  }

  /** Gives all back; the run must be over. */
  @Override
  public void close() {
    for (P own : taken) {
      if (own != null) {
        kernels.give(own);
      }
    }
  }
}
