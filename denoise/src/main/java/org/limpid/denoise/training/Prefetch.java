package org.limpid.denoise.training;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Makes the batches of the next steps on a thread of its own while the training thread works on
 * this one. What a batch holds depends on its step only, never on timing.
 */
final class Prefetch implements AutoCloseable {

  private static final int AHEAD = 2;

  /** A batch, or what went wrong in making it. */
  private record Delivery(@Nullable HostBatch batch, @Nullable Throwable failure) {}

  private final BlockingQueue<Delivery> queue = new ArrayBlockingQueue<>(AHEAD);
  private final BatchSource source;
  private final Thread thread;

  /** Starts with the batch of a step. */
  Prefetch(BatchSource source, int firstStep) {
    this.source = source;
    this.thread = new Thread(() -> produce(firstStep), "limpid-batches");
    thread.setDaemon(true);
    thread.start();
  }

  private void produce(int firstStep) {
    try {
      for (int step = firstStep; !Thread.currentThread().isInterrupted(); step++) {
        queue.put(new Delivery(source.batch(step), null));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      deliver(e);
    }
  }

  private void deliver(Throwable failure) {
    try {
      queue.put(new Delivery(null, failure));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The batch of the next step; waits for it.
   *
   * @throws RuntimeException or {@link Error} as thrown by the source
   */
  HostBatch next() {
    Delivery delivery;
    try {
      delivery = queue.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("train: interrupted while waiting for a batch", e);
    }
    if (delivery.failure() instanceof Error error) {
      throw error;
    }
    if (delivery.failure() instanceof RuntimeException exception) {
      throw exception;
    }
    if (delivery.batch() == null) {
      throw new IllegalStateException("train: no batch", delivery.failure());
    }
    return delivery.batch();
  }

  /** Ends the thread and waits for it. */
  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
