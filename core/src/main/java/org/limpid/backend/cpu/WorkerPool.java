package org.limpid.backend.cpu;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share the chunks of a task with the caller.
 *
 * <p>The caller always takes part, so a run makes progress even if every thread is busy elsewhere,
 * and several callers may run at the same time. A chunk that runs a task itself does it alone.
 * Threads are daemons, start when first needed, wait a moment actively (the next kernel is usually
 * microseconds away), then sleep, and end after some idle seconds, so that an unused pool holds
 * nothing alive.
 */
final class WorkerPool implements AutoCloseable {

  private static final long SPIN_NANOS = 30_000;
  private static final long IDLE_NANOS = 5_000_000_000L;
  private static final Job[] NO_JOBS = {};

  private final @Nullable Helper[] helpers;
  private final long idleNanos;
  private volatile Job[] jobs = NO_JOBS;
  private volatile boolean isComplete;
  private volatile boolean isClosed;

  /** A pool of this many workers, at least 1; the caller is one of them. */
  WorkerPool(int workers) {
    this(workers, IDLE_NANOS);
  }

  WorkerPool(int workers, long idleNanos) {
    if (workers < 1) {
      throw new IllegalArgumentException("threads: " + workers + " (expected: >= 1)");
    }
    this.helpers = new @Nullable Helper[workers - 1];
    this.idleNanos = idleNanos;
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
    if (chunks <= 1 || helpers.length == 0 || Thread.currentThread() instanceof Helper) {
      for (int chunk = 0; chunk < chunks; chunk++) {
        task.run(chunk, 0);
      }
      return;
    }
    Job job = new Job(chunks, task);
    publish(job);
    try {
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
        LockSupport.unpark(helper);
      }
    }
  }

  private void publish(Job job) {
    synchronized (this) {
      Job[] more = new Job[jobs.length + 1];
      System.arraycopy(jobs, 0, more, 0, jobs.length);
      more[jobs.length] = job;
      jobs = more;
      if (!isComplete) {
        startMissing();
      }
    }
    int wanted = job.chunks - 1;
    for (int i = 0; i < helpers.length && wanted > 0; i++) {
      Helper helper = helpers[i];
      if (helper != null && helper.isParked) {
        LockSupport.unpark(helper);
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

  private void startMissing() {
    for (int i = 0; i < helpers.length; i++) {
      if (helpers[i] == null) {
        Helper helper = new Helper(i + 1);
        helpers[i] = helper;
        helper.start();
      }
    }
    isComplete = true;
  }

  /** Lets a helper end, unless work has come in the meantime. */
  private synchronized boolean retire(Helper helper) {
    if (jobs.length > 0 && !isClosed) {
      return false;
    }
    helpers[helper.worker - 1] = null;
    isComplete = false;
    return true;
  }

  /** Takes part in every run it can, as one worker. */
  private final class Helper extends Thread {

    private final int worker;
    private volatile boolean isParked;

    Helper(int worker) {
      super(null, null, "limpid-cpu-" + worker, 0, false);
      this.worker = worker;
      setDaemon(true);
      setContextClassLoader(ClassLoader.getSystemClassLoader());
    }

    @Override
    public void run() {
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

    private boolean hasWork() {
      for (Job job : jobs) {
        if (job.hasChunks()) {
          return true;
        }
      }
      return false;
    }
  }
}
