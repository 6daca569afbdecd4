package org.limpid.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerPoolTest {

  @Test
  void everyChunkIsDoneOnce() {
    try (WorkerPool pool = new WorkerPool(8)) {
      for (int round = 0; round < 2000; round++) {
        int chunks = round % 40;
        AtomicIntegerArray done = new AtomicIntegerArray(chunks);
        pool.run(chunks, (chunk, worker) -> done.incrementAndGet(chunk));
        for (int chunk = 0; chunk < chunks; chunk++) {
          assertThat(done.get(chunk)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void rangesCoverItemsOnce() {
    try (WorkerPool pool = new WorkerPool(4)) {
      for (int items : new int[] {0, 1, 6, 7, 8, 700, 701}) {
        AtomicIntegerArray done = new AtomicIntegerArray(items);
        pool.split(
            items,
            7,
            (from, to, worker) -> {
              assertThat(to - from).isBetween(1, 7);
              for (int i = from; i < to; i++) {
                done.incrementAndGet(i);
              }
            });
        for (int i = 0; i < items; i++) {
          assertThat(done.get(i)).isEqualTo(1);
        }
      }
      pool.split(
          Integer.MAX_VALUE,
          1 << 30,
          (from, to, worker) -> assertThat(to).isGreaterThan(from).isPositive());
    }
  }

  @Test
  void severalThreadsTakePart() throws Exception {
    try (WorkerPool pool = new WorkerPool(4)) {
      CountDownLatch together = new CountDownLatch(4);
      Set<String> names = ConcurrentHashMap.newKeySet();
      pool.run(
          4,
          (chunk, worker) -> {
            names.add(Thread.currentThread().getName());
            together.countDown();
            await(together);
          });
      assertThat(names)
          .containsExactlyInAnyOrder(
              Thread.currentThread().getName(), "limpid-cpu-1", "limpid-cpu-2", "limpid-cpu-3");
    }
  }

  @Test
  void noWorkerHasTwoChunksAtATime() {
    try (WorkerPool pool = new WorkerPool(5)) {
      AtomicIntegerArray busy = new AtomicIntegerArray(5);
      AtomicBoolean clash = new AtomicBoolean();
      pool.run(
          5000,
          (chunk, worker) -> {
            if (busy.incrementAndGet(worker) != 1) {
              clash.set(true);
            }
            busy.decrementAndGet(worker);
          });
      assertThat(clash).isFalse();
    }
  }

  @Test
  void oneThreadIsTheCaller() {
    try (WorkerPool pool = new WorkerPool(1)) {
      Thread caller = Thread.currentThread();
      pool.run(
          100,
          (chunk, worker) -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            assertThat(worker).isZero();
          });
      assertThat(pool.workers()).isEqualTo(1);
    }
  }

  @Test
  void whatAChunkThrowsIsThrownAsItIs() {
    try (WorkerPool pool = new WorkerPool(4)) {
      for (int round = 0; round < 300; round++) {
        IllegalStateException exception = new IllegalStateException("chunk");
        int culprit = round % 20;
        assertThatThrownBy(
                () ->
                    pool.run(
                        20,
                        (chunk, worker) -> {
                          if (chunk == culprit) {
                            throw exception;
                          }
                        }))
            .isSameAs(exception);
      }
      AssertionError error = new AssertionError("chunk");
      assertThatThrownBy(
              () ->
                  pool.run(
                      2,
                      (chunk, worker) -> {
                        throw error;
                      }))
          .isSameAs(error);
      AtomicInteger done = new AtomicInteger();
      pool.run(20, (chunk, worker) -> done.incrementAndGet());
      assertThat(done).hasValue(20);
    }
  }

  @Test
  void noChunkRunsAfterAFailureWasThrown() {
    try (WorkerPool pool = new WorkerPool(4)) {
      for (int round = 0; round < 300; round++) {
        AtomicInteger running = new AtomicInteger();
        assertThatThrownBy(
                () ->
                    pool.run(
                        50,
                        (chunk, worker) -> {
                          running.incrementAndGet();
                          try {
                            if (chunk == 3) {
                              throw new IllegalStateException();
                            }
                            Thread.yield();
                          } finally {
                            running.decrementAndGet();
                          }
                        }))
            .isInstanceOf(IllegalStateException.class);
        assertThat(running).hasValue(0);
      }
    }
  }

  @Test
  void chunksMayRunTasksThemselves() {
    try (WorkerPool pool = new WorkerPool(4)) {
      AtomicInteger done = new AtomicInteger();
      pool.run(
          20,
          (chunk, worker) ->
              pool.run(
                  20,
                  (inner, innerWorker) ->
                      pool.run(3, (deepest, deepestWorker) -> done.incrementAndGet())));
      assertThat(done).hasValue(20 * 20 * 3);
    }
  }

  @Test
  void severalCallersMakeProgress() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(6);
    try (WorkerPool pool = new WorkerPool(4)) {
      List<Future<Integer>> sums = new ArrayList<>();
      for (int caller = 0; caller < 6; caller++) {
        sums.add(
            callers.submit(
                () -> {
                  AtomicInteger done = new AtomicInteger();
                  for (int round = 0; round < 500; round++) {
                    pool.run(13, (chunk, worker) -> done.incrementAndGet());
                  }
                  return done.get();
                }));
      }
      for (Future<Integer> sum : sums) {
        assertThat(sum.get(30, TimeUnit.SECONDS)).isEqualTo(500 * 13);
      }
    } finally {
      callers.shutdown();
    }
  }

  @Test
  void aCallerIsNotHeldUpByAnotherOne() throws Exception {
    ExecutorService callers = Executors.newSingleThreadExecutor();
    try (WorkerPool pool = new WorkerPool(2)) {
      CountDownLatch blocked = new CountDownLatch(2);
      CountDownLatch free = new CountDownLatch(1);
      Future<?> slow =
          callers.submit(
              () ->
                  pool.run(
                      2,
                      (chunk, worker) -> {
                        blocked.countDown();
                        await(free);
                      }));
      await(blocked);
      AtomicInteger done = new AtomicInteger();
      pool.run(10, (chunk, worker) -> done.incrementAndGet());
      assertThat(done).hasValue(10);
      assertThat(slow.isDone()).isFalse();
      free.countDown();
      slow.get();
    } finally {
      callers.shutdown();
    }
  }

  @Test
  void anInterruptOutlivesARun() {
    try (WorkerPool pool = new WorkerPool(2)) {
      Thread.currentThread().interrupt();
      AtomicInteger done = new AtomicInteger();
      pool.run(
          2,
          (chunk, worker) -> {
            for (int i = 0; i < 1000; i++) {
              Thread.onSpinWait();
            }
            done.incrementAndGet();
          });
      assertThat(Thread.interrupted()).isTrue();
      assertThat(done).hasValue(2);
    }
  }

  @Test
  void idleThreadsEndAndComeBack() throws Exception {
    try (WorkerPool pool = new WorkerPool(2, 1_000_000)) {
      for (int round = 0; round < 20; round++) {
        CountDownLatch together = new CountDownLatch(2);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        pool.run(
            2,
            (chunk, worker) -> {
              threads.add(Thread.currentThread());
              together.countDown();
              await(together);
            });
        threads.remove(Thread.currentThread());
        assertThat(threads).hasSize(1);
        Thread helper = threads.iterator().next();
        assertThat(helper.isDaemon()).isTrue();
        helper.join(10_000);
        assertThat(helper.isAlive()).isFalse();
      }
    }
  }

  @Test
  void closingEndsThreads() throws Exception {
    WorkerPool pool = new WorkerPool(3);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch together = new CountDownLatch(3);
    pool.run(
        3,
        (chunk, worker) -> {
          threads.add(Thread.currentThread());
          together.countDown();
          await(together);
        });
    pool.close();
    pool.close();
    threads.remove(Thread.currentThread());
    for (Thread thread : threads) {
      thread.join(10_000);
      assertThat(thread.isAlive()).isFalse();
    }
    assertThatThrownBy(() -> pool.run(1, (chunk, worker) -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void anExecutorLendsItsThreadsAndGetsThemBack() throws Exception {
    ExecutorService threadsToLend = Executors.newCachedThreadPool();
    AtomicInteger lent = new AtomicInteger();
    AtomicInteger mostLent = new AtomicInteger();
    Executor lender =
        task ->
            threadsToLend.execute(
                () -> {
                  mostLent.accumulateAndGet(lent.incrementAndGet(), Math::max);
                  task.run();
                  lent.decrementAndGet();
                });
    try (WorkerPool pool = new WorkerPool(3, lender)) {
      for (int round = 0; round < 3; round++) {
        CountDownLatch together = new CountDownLatch(3);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        pool.run(
            3,
            (chunk, worker) -> {
              threads.add(Thread.currentThread());
              together.countDown();
              await(together);
            });
        assertThat(threads).hasSize(3).noneMatch(t -> t.getName().startsWith("limpid"));
        for (int i = 0; i < 10_000 && lent.get() > 0; i++) {
          Thread.sleep(1);
        }
        assertThat(lent).hasValue(0);
      }
      assertThat(mostLent).hasValue(2);
    } finally {
      threadsToLend.shutdown();
    }
  }

  @Test
  void whatAnExecutorDoesNotDoTheCallerDoes() {
    Executor refusing =
        task -> {
          throw new RejectedExecutionException();
        };
    Queue<Runnable> waiting = new ArrayDeque<>();
    for (Executor executor : List.<Executor>of(refusing, waiting::add, Runnable::run)) {
      try (WorkerPool pool = new WorkerPool(3, executor)) {
        for (int round = 0; round < 5; round++) {
          AtomicInteger done = new AtomicInteger();
          pool.run(20, (chunk, worker) -> pool.run(2, (a, b) -> done.incrementAndGet()));
          assertThat(done).hasValue(40);
        }
      }
    }
    assertThat(waiting).hasSize(2);
    waiting.forEach(Runnable::run);
  }

  @Test
  void whatAnExecutorThrowsIsThrownAndLeavesThePoolUsable() {
    AtomicBoolean isBroken = new AtomicBoolean(true);
    Executor executor =
        task -> {
          if (isBroken.get()) {
            throw new IllegalStateException("executor");
          }
          task.run();
        };
    try (WorkerPool pool = new WorkerPool(2, executor)) {
      assertThatThrownBy(() -> pool.run(4, (chunk, worker) -> {})).hasMessage("executor");
      isBroken.set(false);
      AtomicInteger done = new AtomicInteger();
      pool.run(4, (chunk, worker) -> done.incrementAndGet());
      assertThat(done).hasValue(4);
    }
  }

  @Test
  void thereIsAtLeastOneThread() {
    assertThatThrownBy(() -> new WorkerPool(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads: 0 (expected: >= 1)");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
