package org.limpid.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share the chunks of a task with the caller.
 *
 * <p>The caller always takes part, so a run makes progress even if every thread is busy elsewhere,
 * and several callers may run at the same time. A chunk that runs a task itself does it alone.
 * Helpers start when first needed, wait a moment actively (the next kernel is usually microseconds
 * away), then sleep, and end after some idle time, so that an unused pool holds nothing alive. Each
 * is a daemon thread, or a task of an executor that was given; there it ends sooner, since others
 * may wait for its thread.
 */
final class WorkerPool implements AutoCloseable {

  /**
   * Longer than what comes between two kernels of a step; with 30 µs sparse steps took 5 % more.
   */
  private static final long SPIN_NANOS = 200_000;

  private static final long IDLE_NANOS = 5_000_000_000L;
  private static final long LENT_IDLE_NANOS = 10_000_000L;
  private static final Job[] NO_JOBS = {};

  private final @Nullable Helper[] helpers;
  private final long idleNanos;
  private final Executor executor;
  private volatile Job[] jobs = NO_JOBS;
  private volatile boolean isComplete;
  private volatile boolean isClosed;

  /**
   * A pool of this many workers, at least 1, with threads of its own; the caller is one of them.
   */
  WorkerPool(int workers) {
    this(workers, IDLE_NANOS);
  }

  WorkerPool(int workers, long idleNanos) {
    this(workers, idleNanos, WorkerPool::startThread);
  }

  /** The same, on threads of an executor. What it refuses, the caller does. */
  WorkerPool(int workers, Executor executor) {
    this(workers, LENT_IDLE_NANOS, executor);
  }

  private WorkerPool(int workers, long idleNanos, Executor executor) {
    if (workers < 1) {
      throw new IllegalArgumentException("threads: " + workers + " (expected: >= 1)");
    }
    this.helpers = new @Nullable Helper[workers - 1];
    this.idleNanos = idleNanos;
    this.executor = executor;
  }

  private static void startThread(Runnable helper) {
    // Neither thread locals nor the class loader of whoever comes first are held by it.
    Thread thread = new Thread(null, helper, helper.toString(), 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    thread.start();
  }

  /** How many workers a run can have. */
  int workers() {
    return helpers.length + 1;
  }

  /**
   * Does every chunk once and returns when all are done; what they wrote is visible to the caller.
   *
   * @param chunks how many there are; must depend on the shape of the work only
   * @param task what to do. What it throws first is thrown here; chunks not begun by then are left.
   */
  void run(int chunks, ChunkTask task) {
    if (isClosed) {
      throw new IllegalStateException("the CPU backend is closed");
    }
    if (chunks <= 1 || helpers.length == 0 || isHelping(Thread.currentThread())) {
      for (int chunk = 0; chunk < chunks; chunk++) {
        task.run(chunk, 0);
      }
      return;
    }
    Job job = new Job(chunks, task);
    try {
      publish(job);
      job.work(0);
    } finally {
      withdraw(job);
      job.awaitHelpers();
    }
    job.rethrow();
  }

  /**
   * Splits items into ranges and does each.
   *
   * @param items how many there are
   * @param grain items in a range (the last may have fewer); must depend on the shape only
   * @param task what to do with a range
   */
  void split(int items, int grain, RangeTask task) {
    if (items <= grain) {
      run(Math.min(items, 1), (chunk, worker) -> task.run(0, items, worker));
      return;
    }
    int chunks = (int) (((long) items + grain - 1) / grain);
    run(
        chunks,
        (chunk, worker) -> {
          int from = chunk * grain;
          task.run(from, Math.min(items - from, grain) + from, worker);
        });
  }

  /** Ends all threads; a run that is under way is finished first. */
  @Override
  public synchronized void close() {
    isClosed = true;
    for (Helper helper : helpers) {
      if (helper != null) {
        helper.wake();
      }
    }
  }

  private boolean isHelping(Thread thread) {
    for (Helper helper : helpers) {
      if (helper != null && helper.thread == thread) {
        return true;
      }
    }
    return false;
  }

  private void publish(Job job) {
    List<Helper> missing = List.of();
    synchronized (this) {
      Job[] more = new Job[jobs.length + 1];
      System.arraycopy(jobs, 0, more, 0, jobs.length);
      more[jobs.length] = job;
      jobs = more;
      if (!isComplete) {
        missing = addMissing();
      }
    }
    // Not under the lock: an executor may run a task at once, on this thread.
    missing.forEach(this::start);
    int wanted = job.chunks - 1;
    for (int i = 0; i < helpers.length && wanted > 0; i++) {
      Helper helper = helpers[i];
      if (helper != null && helper.isParked) {
        helper.wake();
        wanted--;
      }
    }
  }

  private synchronized void withdraw(Job job) {
    if (jobs.length == 1) {
      jobs = NO_JOBS;
      return;
    }
    Job[] fewer = new Job[jobs.length - 1];
    int count = 0;
    for (Job other : jobs) {
      if (other != job) {
        fewer[count++] = other;
      }
    }
    jobs = fewer;
  }

  private List<Helper> addMissing() {
    List<Helper> missing = new ArrayList<>();
    for (int i = 0; i < helpers.length; i++) {
      if (helpers[i] == null) {
        helpers[i] = new Helper(i + 1);
        missing.add(helpers[i]);
      }
    }
    isComplete = true;
    return missing;
  }

  private void start(Helper helper) {
    try {
      executor.execute(helper);
    } catch (RejectedExecutionException e) {
      // The caller does its share; the next run asks again.
      forget(helper);
    } catch (RuntimeException | Error e) {
      forget(helper);
      throw e;
    }
  }

  private synchronized void forget(Helper helper) {
    helpers[helper.worker - 1] = null;
    isComplete = false;
  }

  /** Lets a helper end, unless work has come in the meantime. */
  private synchronized boolean retire(Helper helper) {
    if (hasWork() && !isClosed) {
      return false;
    }
    forget(helper);
    return true;
  }

  private boolean hasWork() {
    for (Job job : jobs) {
      if (job.hasChunks()) {
        return true;
      }
    }
    return false;
  }

  /** Takes part in every run it can, as one worker. */
  private final class Helper implements Runnable {

    private final int worker;
    private volatile @Nullable Thread thread;
    private volatile boolean isParked;

    Helper(int worker) {
      this.worker = worker;
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      try {
        helpUntilIdle();
      } finally {
        thread = null;
      }
    }

    /** Ends a sleep, if it sleeps. */
    void wake() {
      LockSupport.unpark(thread);
    }

    private void helpUntilIdle() {
      long idleSince = System.nanoTime();
      while (true) {
        if (joinOne()) {
          idleSince = System.nanoTime();
          continue;
        }
        long idle = System.nanoTime() - idleSince;
        if (isClosed || idle > idleNanos) {
          if (retire(this)) {
            return;
          }
          idleSince = System.nanoTime();
        } else if (idle < SPIN_NANOS) {
          Thread.onSpinWait();
        } else {
          park(idleNanos - idle + 1);
        }
      }
    }

    /**
     * Works on a job that has chunks left; callers at the same time get different helpers first.
     */
    private boolean joinOne() {
      Job[] open = jobs;
      for (int i = 0; i < open.length; i++) {
        Job job = open[(i + worker) % open.length];
        if (job.hasChunks()) {
          job.help(worker);
          return true;
        }
      }
      return false;
    }

    private void park(long nanos) {
      isParked = true;
      // Looks again after the flag is up, so that a caller who saw it down is not missed.
      if (!hasWork() && !isClosed) {
        LockSupport.parkNanos(WorkerPool.this, nanos);
      }
      isParked = false;
    }

    /** The name of its thread. */
    @Override
    public String toString() {
      return "limpid-cpu-" + worker;
    }
  }
}
