package org.limpid.benchmarks.quality.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** A fixed number of threads. What tasks give must not depend on who runs them, or when. */
public final class Workers implements AutoCloseable {

  private final int threads;
  private final ExecutorService executor;

  /** Starts threads. */
  public Workers(int threads) {
    this.threads = threads;
    this.executor = Executors.newFixedThreadPool(threads);
  }

  int threads() {
    return threads;
  }

  /** Runs a task for each index below a count, and returns when all are done. */
  void each(int count, IntConsumer task) {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < Math.min(threads, count); i++) {
      running.add(
          executor.submit(
              () -> {
                int index;
                while ((index = next.getAndIncrement()) < count) {
                  task.accept(index);
                }
              }));
    }
    for (Future<?> future : running) {
      await(future);
    }
  }

  private static void await(Future<?> future) {
    try {
      future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
