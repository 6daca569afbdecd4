package org.limpid.cuda;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Device memory for numbers that kernels read in place of arguments. What lies where depends only
 * on what was put before since the last upload, so that equal work finds its numbers at equal
 * places.
 */
final class NumberBlock {

  private static final int WORDS = 4096;

  /** Uploads that may be under way at once. */
  private static final int SLOTS = 8;

  private final Gpu gpu;
  private final GpuStream stream;
  private final int[] words = new int[WORDS];
  private final @Nullable Slot[] slots = new @Nullable Slot[SLOTS];
  private long address;
  private int count;
  private int next;

  /** Host memory that a copy reads, and the mark behind that copy. */
  private record Slot(GpuHost host, GpuEvent read) {}

  NumberBlock(Gpu gpu, GpuStream stream) {
    this.gpu = gpu;
    this.stream = stream;
  }

  boolean hasRoom(int more) {
    return count + more <= WORDS;
  }

  /** The address at which kernels find the numbers. */
  long put(int... some) {
    if (address == 0) {
      address = gpu.allocate(Integer.BYTES * (long) WORDS);
      if (address == 0) {
        throw CudaMemory.outOfMemory(Integer.BYTES * (long) WORDS, gpu.freeBytes(), 0);
      }
    }
    System.arraycopy(some, 0, words, count, some.length);
    count += some.length;
    return address + Integer.BYTES * (long) (count - some.length);
  }

  /** Copies what was put to the device, before what the stream is given next. */
  void upload() {
    if (count == 0) {
      return;
    }
    Slot slot = slots[next];
    if (slot == null) {
      slot = new Slot(gpu.newHost(Integer.BYTES * (long) WORDS), gpu.newEvent());
      slots[next] = slot;
    } else {
      gpu.synchronize(slot.read);
    }
    ByteBuffer buffer = slot.host.buffer();
    buffer.asIntBuffer().put(words, 0, count);
    gpu.upload(slot.host, Integer.BYTES * (long) count, address, stream);
    gpu.record(slot.read, stream);
    next = (next + 1) % SLOTS;
    count = 0;
  }

  void close() {
    if (address != 0) {
      gpu.free(address);
      address = 0;
    }
  }
}
