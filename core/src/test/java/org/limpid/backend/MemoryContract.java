package org.limpid.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** How every backend's memory behaves. */
interface MemoryContract extends KernelContract {

  @Test
  default void uploadedValuesComeBack() {
    for (int n : new int[] {0, 1, 3, 64, 65, 100_003}) {
      float[] values = new float[n];
      for (int i = 0; i < n; i++) {
        values[i] = i - 0.5f;
      }
      float[] expected = values.clone();
      Storage block = backend().allocate(n);
      assertThat(block.elements()).isEqualTo(n);
      backend().upload(values, block);
      Arrays.fill(values, -1);
      float[] back = new float[n];
      backend().download(block, back);
      assertThat(back).containsExactly(expected);
      backend().release(block);
    }
  }

  @Test
  default void slicesShareMemory() {
    Storage block = backend().allocate(10);
    backend().upload(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, block);
    Storage middle = block.slice(2, 6);
    Storage inner = middle.slice(1, 3);
    assertThat(inner.elements()).isEqualTo(3);
    float[] read = new float[2];
    backend().download(inner, read);
    assertThat(read).containsExactly(3, 4);
    backend().upload(new float[] {-3, -4}, inner);
    float[] all = new float[10];
    backend().download(block, all);
    assertThat(all).containsExactly(0, 1, 2, -3, -4, 5, 6, 7, 8, 9);
    assertThat(block.slice(10, 0).elements()).isZero();
    backend().release(block);
  }

  @Test
  default void sliceMustFit() {
    Storage block = backend().allocate(10);
    Storage slice = block.slice(4, 4);
    assertThatThrownBy(() -> block.slice(-1, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> block.slice(8, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> slice.slice(0, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> slice.slice(2, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> slice.slice(2, Long.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
    backend().release(block);
  }

  @Test
  default void liveBytesFollowAllocationAndRelease() {
    long before = backend().memory().liveBytes();
    Storage block = backend().allocate(1000);
    assertThat(backend().memory().liveBytes()).isGreaterThanOrEqualTo(before + 4000);
    backend().release(block);
    assertThat(backend().memory().liveBytes()).isEqualTo(before);
  }

  @Test
  default void releasedMemoryIsUsedAgain() {
    Storage first = backend().allocate(5000);
    long held = heldBytes();
    backend().release(first);
    for (int i = 0; i < 10; i++) {
      Storage one = backend().allocate(5000);
      assertThat(heldBytes()).isLessThanOrEqualTo(held);
      backend().release(one);
    }
  }

  private long heldBytes() {
    return backend().memory().liveBytes() + backend().memory().pooledBytes();
  }

  @Test
  default void synchronizeReturns() {
    backend().synchronize();
    assertThat(backend().description()).isNotBlank();
  }
}
