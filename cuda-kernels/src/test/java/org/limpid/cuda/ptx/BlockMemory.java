package org.limpid.cuda.ptx;

import java.util.Arrays;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the threads of a block can reach besides registers. */
final class BlockMemory {

  final GlobalMemory global;
  final byte[] parameters;

  /** Filled with NaN before a block runs. */
  byte[] shared = {};

  /** Groups of copies that each thread has begun, made by the first who asks. */
  private Deque<?> @Nullable [] copies;

  private @Nullable Supplier<? extends Deque<?>> newQueue;

  /** Which threads have not ended yet. */
  final boolean[] isAlive;

  BlockMemory(PtxKernel kernel, GlobalMemory global, int threads) {
    this.global = global;
    parameters = new byte[PtxKernel.roundUp(kernel.parameterBytes, 8)];
    isAlive = new boolean[threads];
  }

  void begin(int sharedBytes) {
    if (shared.length != sharedBytes) {
      shared = new byte[sharedBytes];
    }
    Arrays.fill(shared, (byte) 0xff);
    Arrays.fill(isAlive, true);
    Supplier<? extends Deque<?>> maker = newQueue;
    if (copies != null && maker != null) {
      Arrays.setAll(copies, i -> maker.get());
    }
  }

  /** Queues of copies, one a thread; those that a block leaves behind are dropped. */
  @SuppressWarnings("unchecked")
  <T> Deque<T>[] copies(Supplier<Deque<T>> maker) {
    if (copies == null) {
      copies = new Deque<?>[isAlive.length];
      newQueue = maker;
      Arrays.setAll(copies, i -> maker.get());
    }
    return (Deque<T>[]) copies;
  }

  /** Index of an access to shared memory, checked. */
  int sharedIndex(long address, int width) {
    if (address < 0 || address > shared.length - width) {
      throw new PtxException(
          "shared memory: access of "
              + width
              + " bytes at "
              + address
              + " of "
              + shared.length
              + " is out of bounds");
    }
    if ((address & (width - 1)) != 0) {
      throw new PtxException(
          "shared memory: access of " + width + " bytes at " + address + " is misaligned");
    }
    return (int) address;
  }
}
