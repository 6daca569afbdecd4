package org.limpid.denoise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.limpid.tensor.Shape;

class PrefetchTest {

  private static HostBatch numbered(int step) {
    HostArray array = new HostArray(Shape.of(1), new float[] {step});
    return new HostBatch(array, array, array);
  }

  @Test
  void deliversBatchesInOrderFromTheFirstStepOn() {
    try (Prefetch prefetch = new Prefetch(PrefetchTest::numbered, 7)) {
      for (int step = 7; step < 50; step++) {
        assertThat(prefetch.next().input().values()).containsExactly(step);
      }
    }
  }

  @Test
  void makesOnlyAFewAhead() {
    AtomicInteger made = new AtomicInteger();
    try (Prefetch prefetch =
        new Prefetch(
            step -> {
              made.incrementAndGet();
              return numbered(step);
            },
            0)) {
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
    try (Prefetch prefetch = new Prefetch(failing, 0)) {
      prefetch.next();
      prefetch.next();
      assertThatThrownBy(prefetch::next)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("mask: too small");
    }
  }

  @Test
  void endsItsThread() {
    long before = threads();
    Prefetch prefetch = new Prefetch(PrefetchTest::numbered, 0);
    assertThat(threads()).isEqualTo(before + 1);
    prefetch.close();
    assertThat(threads()).isEqualTo(before);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("limpid-batches"))
        .count();
  }
}
