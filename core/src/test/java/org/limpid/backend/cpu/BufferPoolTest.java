package org.limpid.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.limpid.backend.MemoryUse;
import org.limpid.backend.OutOfMemoryException;
import org.limpid.backend.Storage;

class BufferPoolTest {

  private final BufferPool pool = new BufferPool();

  @Test
  void classesWasteAtMostAnEighth() {
    int last = 0;
    for (int n = 1; n < 1 << 20; n++) {
      int length = BufferPool.classLength(n);
      assertThat(length).isBetween(Math.max(n, last), n <= 128 ? n + 15 : n + n / 8);
      assertThat(BufferPool.classLength(length)).isEqualTo(length);
      last = length;
    }
    assertThat(BufferPool.classLength(0)).isPositive();
    assertThat(BufferPool.classLength(BufferPool.MAX_ELEMENTS)).isEqualTo(BufferPool.MAX_ELEMENTS);
    assertThat(BufferPool.classLength((1 << 30) + 1)).isEqualTo((1 << 30) + (1 << 27));
  }

  @Test
  void aReleasedBlockIsUsedAgain() {
    CpuStorage first = pool.allocate(1000);
    pool.release(first);
    assertThat(pool.use()).isEqualTo(new MemoryUse(0, 4096));
    CpuStorage second = pool.allocate(990);
    assertThat(second.array).isSameAs(first.array);
    assertThat(second.elements()).isEqualTo(990);
    assertThat(pool.use()).isEqualTo(new MemoryUse(4096, 0));
  }

  @Test
  void releasingTwiceIsRefused() {
    CpuStorage block = pool.allocate(10);
    pool.release(block);
    assertThatThrownBy(() -> pool.release(block))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("release: block of 10 elements was released before");
    // The array may belong to another block by now: that one is not touched.
    CpuStorage next = pool.allocate(10);
    assertThatThrownBy(() -> pool.release(block)).isInstanceOf(IllegalStateException.class);
    pool.release(next);
    assertThat(pool.use().liveBytes()).isZero();
  }

  @Test
  void aSliceCannotBeReleased() {
    CpuStorage block = pool.allocate(10);
    CpuStorage whole = (CpuStorage) block.slice(0, 10);
    assertThatThrownBy(() -> pool.release(whole))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a slice of 10 elements");
  }

  @Test
  void whatIsReleasedCannotBeUsed() {
    CpuStorage block = pool.allocate(10);
    Storage slice = block.slice(2, 3);
    assertThat(CpuStorage.of("op", "x", slice, 3).offset).isEqualTo(2);
    pool.release(block);
    assertThatThrownBy(() -> CpuStorage.of("op", "x", slice, 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("op: x was released (3 elements)");
  }

  @Test
  void operandsOfOtherKindsOrLengthsAreRefused() {
    Storage foreign =
        new Storage() {
          @Override
          public long elements() {
            return 3;
          }

          @Override
          public Storage slice(long offset, long elements) {
            return this;
          }
        };
    assertThatThrownBy(() -> CpuStorage.of("op", "x", foreign, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("op: x is a ")
        .hasMessageContaining("expected: memory of the CPU backend");
    assertThatThrownBy(() -> CpuStorage.of("op", "x", pool.allocate(4), 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("op: x has 4 elements (expected: 3)");
  }

  @Test
  void idleMemoryOfOddSizesStaysBounded() {
    long most = 0;
    for (int i = 0; i < 3000; i++) {
      pool.release(pool.allocate((1 << 20) + i * 4001L));
      most = Math.max(most, pool.use().pooledBytes());
    }
    // The largest block has 13 million elements; every size once would be 100 times the bound.
    assertThat(most).isLessThanOrEqualTo(2L * 60 * (1 << 20) + (64 << 20));
  }

  @Test
  void theLeastRecentlyUsedGoesFirst() {
    long quarter = 4 << 20;
    CpuStorage old = pool.allocate(quarter);
    pool.release(old);
    List<CpuStorage> blocks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      blocks.add(pool.allocate(quarter + (i + 1) * quarter / 8));
      pool.release(blocks.get(i));
    }
    assertThat(pool.allocate(quarter).array).isNotSameAs(old.array);
    CpuStorage newest = blocks.get(7);
    assertThat(pool.allocate(newest.length).array).isSameAs(newest.array);
  }

  @Test
  void tooMuchIsRefusedWithWhatIsFree() {
    long elements = Math.min(BufferPool.MAX_ELEMENTS, Runtime.getRuntime().maxMemory() / 4 + 1);
    pool.release(pool.allocate(1000));
    assertThatThrownBy(() -> pool.allocate(elements))
        .isInstanceOf(OutOfMemoryException.class)
        .hasMessageMatching(
            "allocate: \\d+ MiB asked, but about \\d+ MiB of \\d+ MiB heap are free\\. .*-Xmx.*");
    assertThat(pool.use()).isEqualTo(new MemoryUse(0, 0));
  }

  @Test
  void moreThanAnArrayHoldsIsRefused() {
    assertThatThrownBy(() -> pool.allocate(3_000_000_000L))
        .isInstanceOf(OutOfMemoryException.class)
        .hasMessageStartingWith("allocate: 3000000000 elements (expected: <= 2147483639");
    assertThatThrownBy(() -> pool.allocate(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("allocate: -1 elements (expected: >= 0)");
  }

  @Test
  void aClosedPoolRefuses() {
    CpuStorage live = pool.allocate(10);
    pool.close();
    assertThatThrownBy(() -> pool.allocate(10))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    pool.release(live);
    assertThat(pool.use()).isEqualTo(new MemoryUse(0, 0));
  }

  @Test
  void scratchComesFromThePool() {
    try (Scratch scratch = new Scratch(pool, 2, 3, 100)) {
      Set<float[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
      for (int worker = 0; worker < 2; worker++) {
        for (int i = 0; i < 3; i++) {
          arrays.add(scratch.of(worker, i));
          assertThat(scratch.of(worker, i).length).isGreaterThanOrEqualTo(100);
        }
      }
      assertThat(arrays).hasSize(6);
      assertThat(pool.use().liveBytes()).isEqualTo(6 * 112 * 4);
    }
    assertThat(pool.use().liveBytes()).isZero();
  }

  @Test
  void blocksOfSeveralThreadsAreDistinct() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (int t = 0; t < 6; t++) {
        int mark = t;
        futures.add(threads.submit(() -> useAtRandom(mark)));
      }
      for (Future<?> future : futures) {
        future.get();
      }
      assertThat(pool.use().liveBytes()).isZero();
    } finally {
      threads.shutdown();
    }
  }

  private void useAtRandom(int mark) {
    Random random = new Random(mark);
    List<CpuStorage> held = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      if (held.size() > 5 || (random.nextBoolean() && !held.isEmpty())) {
        CpuStorage block = held.remove(random.nextInt(held.size()));
        assertThat(block.array[0]).isEqualTo(mark);
        pool.release(block);
      } else {
        CpuStorage block = pool.allocate(1 + random.nextInt(60));
        block.array[0] = mark;
        held.add(block);
      }
    }
    held.forEach(pool::release);
  }
}
