package org.limpid.denoise.similar;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.limpid.tensor.Device;

/**
 * The calling thread and those that help it. What tasks give must not depend on who does them, or
 * when.
 *
 * @param threads how many in all
 * @param executor where helpers come from; what it refuses or leaves waiting, the caller does
 */
record Crew(int threads, Executor executor) {

  /** The threads that a device may use. */
  static Crew of(Device device) {
    return new Crew(device.threads(), device.executor());
  }

  /** Runs a task for each index below a count, and returns when all are done. */
  void each(int count, IntConsumer task) {
    Work work = new Work(count, task);
    try {
      for (int i = 1; i < Math.min(threads, count); i++) {
        executor.execute(work::help);
      }
    } catch (RejectedExecutionException e) {
      // Then with fewer.
    }
    work.run();
    work.await();
  }

  /** Tasks that are taken one by one. */
  private static final class Work {

    private final int count;
    private final IntConsumer task;
    private final AtomicInteger next = new AtomicInteger();
    private int helpers;
    private boolean isOver;
    private @Nullable Throwable failure;

    Work(int count, IntConsumer task) {
      this.count = count;
      this.task = task;
    }

    void run() {
      try {
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
          task.accept(i);
        }
      } catch (RuntimeException | Error e) {
        next.set(count);
        fail(e);
      }
    }

    private synchronized void fail(Throwable e) {
      failure = e;
    }

    void help() {
      if (begin()) {
        run();
        end();
      }
    }

    /** A helper that comes when all is done is not waited for. */
    private synchronized boolean begin() {
      helpers += isOver ? 0 : 1;
      return !isOver;
    }

    private synchronized void end() {
      helpers--;
      notifyAll();
    }

    synchronized void await() {
      isOver = true;
      boolean interrupted = false;
      while (helpers > 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }
}
