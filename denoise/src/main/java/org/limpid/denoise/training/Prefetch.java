package org.limpid.denoise.training;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the batches of the next steps beside the training thread while that works on this one. What
 * a batch holds depends on its step only, never on timing. As long as the executor has no thread
 * for it, the training thread makes its batches itself.
 */
final class Prefetch implements AutoCloseable {

  private static final int AHEAD = 2;

  /** A batch, or what went wrong in making it. */
  private record Delivery(@Nullable Batch batch, @Nullable Throwable failure) {

    Batch unpacked() {
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
      if (batch == null) {
        throw new IllegalStateException("train: no batch", failure);
      }
      return batch;
    }
  }

  private final BatchSource source;
  private final Queue<Delivery> ready = new ArrayDeque<>();
  private int nextStep;
  private boolean isProducing;
  private boolean isClosed;

  /** Starts with the batch of a step. */
  Prefetch(BatchSource source, int firstStep, Executor executor) {
    this.source = source;
    this.nextStep = firstStep;
    try {
      executor.execute(this::produce);
    } catch (RejectedExecutionException e) {
      // Then without it.
    }
  }

  private void produce() {
    if (!begin()) {
      return;
    }
    try {
      for (int step = awaitRoom(); step >= 0; step = awaitRoom()) {
        deliver(made(step));
      }
    } finally {
      end();
    }
  }

  private synchronized boolean begin() {
    isProducing = !isClosed;
    return isProducing;
  }

  /** The step to make a batch for, or -1 if there is nothing more to do. */
  private synchronized int awaitRoom() {
    try {
      while (!isClosed && ready.size() == AHEAD) {
        wait();
      }
    } catch (InterruptedException e) {
      // The owner of the thread wants it back.
      Thread.currentThread().interrupt();
      return -1;
    }
    return isClosed ? -1 : nextStep++;
  }

  private Delivery made(int step) {
    try {
      return new Delivery(source.shipped(step), null);
    } catch (Throwable e) {
      return new Delivery(null, e);
    }
  }

  private synchronized void deliver(Delivery delivery) {
    ready.add(delivery);
    notifyAll();
  }

  private synchronized void end() {
    isProducing = false;
    notifyAll();
  }

  /**
   * The batch of the next step; waits for it.
   *
   * @throws RuntimeException or {@link Error} as thrown by the source
   * @throws IllegalStateException if the thread is interrupted, which stays noted
   */
  synchronized Batch next() {
    try {
      // Where batches are always there before they are asked for, nobody would ever wait and
      // notice.
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      while (ready.isEmpty() && isProducing) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("train: interrupted while waiting for a batch", e);
    }
    Delivery delivery = ready.poll();
    notifyAll();
    return (delivery == null ? made(nextStep++) : delivery).unpacked();
  }

  /** Makes no more, and waits for the batch that is under way. */
  @Override
  public synchronized void close() {
    isClosed = true;
    notifyAll();
    boolean interrupted = false;
    while (isProducing) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
