package org.limpid.denoise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;

class PrefetchTest {

  private static final Executor THREADS = Device.cpu().executor();

  private static HostBatch numbered(int step) {
    HostArray array = new HostArray(Shape.of(1), new float[] {step});
    return new HostBatch(array, array, array);
  }

  private static BatchSource counted(AtomicInteger made) {
    return step -> {
      made.incrementAndGet();
      return numbered(step);
    };
  }

  @Test
  void deliversBatchesInOrderFromTheFirstStepOn() {
    try (Prefetch prefetch = new Prefetch(PrefetchTest::numbered, 7, THREADS)) {
      for (int step = 7; step < 50; step++) {
        assertThat(prefetch.next().host().input().values()).containsExactly(step);
      }
    }
  }

  @Test
  void makesOnlyAFewAhead() {
    AtomicInteger made = new AtomicInteger();
    try (Prefetch prefetch = new Prefetch(counted(made), 0, THREADS)) {
      for (int step = 0; step < 10; step++) {
        prefetch.next();
        assertThat(made.get()).isLessThanOrEqualTo(step + 5);
      }
    }
  }

  @Test
  void passesFailuresOnToTheTrainingThread() {
    BatchSource failing =
        step -> {
          if (step == 2) {
            throw new IllegalArgumentException("mask: too small");
          }
          return numbered(step);
        };
    try (Prefetch prefetch = new Prefetch(failing, 0, THREADS)) {
      prefetch.next();
      prefetch.next();
      assertThatThrownBy(prefetch::next)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("mask: too small");
    }
  }

  @Test
  void anInterruptIsNoticedThoughBatchesAreReady() {
    AtomicInteger made = new AtomicInteger();
    try (Prefetch prefetch = new Prefetch(counted(made), 0, THREADS)) {
      await(() -> made.get() > 1);
      Thread.currentThread().interrupt();
      assertThatThrownBy(prefetch::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void endsItsTask() {
    for (int round = 0; round < 100; round++) {
      AtomicInteger running = new AtomicInteger();
      Executor counting =
          task ->
              THREADS.execute(
                  () -> {
                    task.run();
                    running.incrementAndGet();
                  });
      Prefetch prefetch = new Prefetch(PrefetchTest::numbered, 0, counting);
      prefetch.close();
      await(() -> running.get() == 1);
    }
  }

  @Test
  void nothingIsMadeAfterItIsClosed() {
    AtomicInteger made = new AtomicInteger();
    Queue<Runnable> waiting = new ArrayDeque<>();
    Prefetch prefetch =
        new Prefetch(
            step -> {
              made.incrementAndGet();
              return numbered(step);
            },
            0,
            waiting::add);
    prefetch.next();
    prefetch.close();
    waiting.remove().run();
    assertThat(made).hasValue(1);
  }

  @Test
  void worksWithoutAThread() {
    Executor refusing =
        task -> {
          throw new RejectedExecutionException();
        };
    for (Executor executor : List.<Executor>of(refusing, task -> {})) {
      try (Prefetch prefetch = new Prefetch(PrefetchTest::numbered, 3, executor)) {
        for (int step = 3; step < 20; step++) {
          assertThat(prefetch.next().host().input().values()).containsExactly(step);
        }
      }
    }
  }

  @Test
  void aThreadThatComesLateOrIsTakenAwayChangesNothing() {
    Queue<Runnable> waiting = new ArrayDeque<>();
    Set<Thread> makers = ConcurrentHashMap.newKeySet();
    BatchSource source =
        step -> {
          makers.add(Thread.currentThread());
          return numbered(step);
        };
    try (Prefetch prefetch = new Prefetch(source, 0, waiting::add)) {
      assertThat(prefetch.next().host().input().values()).containsExactly(0);
      Thread late = new Thread(waiting.remove());
      late.start();
      await(() -> makers.contains(late));
      for (int step = 1; step < 10; step++) {
        assertThat(prefetch.next().host().input().values()).containsExactly(step);
      }
      late.interrupt();
      await(() -> !late.isAlive());
      for (int step = 10; step < 20; step++) {
        assertThat(prefetch.next().host().input().values()).containsExactly(step);
      }
      assertThat(makers).containsExactlyInAnyOrder(late, Thread.currentThread());
    }
  }

  private static void await(BooleanSupplier condition) {
    for (int i = 0; i < 10_000 && !condition.getAsBoolean(); i++) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
