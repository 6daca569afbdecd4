package org.limpid.backend.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One run of a {@link WorkerPool}: hands out its chunks and waits for those who took some. */
final class Job {

  /** About a tenth of a millisecond. */
  private static final int SPINS = 1 << 13;

  final int chunks;
  private final ChunkTask task;
  private final Thread caller = Thread.currentThread();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger helpersInside = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  Job(int chunks, ChunkTask task) {
    this.chunks = chunks;
    this.task = task;
  }

  boolean hasChunks() {
    return next.get() < chunks;
  }

  /** Does chunks until none is left. */
  void work(int worker) {
    try {
      for (int chunk = claim(); chunk >= 0; chunk = claim()) {
        task.run(chunk, worker);
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
      next.set(chunks);
    }
  }

  /**
   * Works as a helper. Counting itself in comes before the first claim, so when no chunk is left
   * and nobody is counted in, no chunk is under way.
   */
  void help(int worker) {
    helpersInside.incrementAndGet();
    work(worker);
    if (helpersInside.decrementAndGet() == 0) {
      LockSupport.unpark(caller);
    }
  }

  /** Waits, on the caller, until no helper is at work. */
  void awaitHelpers() {
    boolean wasInterrupted = false;
    int spins = 0;
    while (helpersInside.get() > 0) {
      if (spins++ < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
        wasInterrupted |= Thread.interrupted();
      }
    }
    if (wasInterrupted) {
      caller.interrupt();
    }
  }

  /** Throws what a chunk threw, as it is. */
  void rethrow() {
    Throwable thrown = failure.get();
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown != null) {
      // A chunk can throw nothing checked.
      throw (RuntimeException) thrown;
    }
  }

  private int claim() {
    if (next.get() >= chunks) {
      return -1;
    }
    int chunk = next.getAndIncrement();
    return chunk < chunks ? chunk : -1;
  }
}
