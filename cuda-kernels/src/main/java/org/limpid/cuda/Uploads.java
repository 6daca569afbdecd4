package org.limpid.cuda;

import java.nio.ByteBuffer;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Copies from the host while the device computes: into memory that the device reads by itself, from
 * there on a stream of its own into a block that waits, and from there, once the computing stream
 * has come so far, to where it belongs.
 */
final class Uploads {

  private static final int SLOTS = 4;
  private static final int LEAST_BYTES = 1 << 12;
  private static final int MOST_BYTES = 1 << 21;

  private final Gpu gpu;
  private final GpuStream computing;
  private final GpuStream copying;
  private final @Nullable Slot[] slots = new @Nullable Slot[SLOTS];
  private int next;

  /**
   * A way from the host to the device.
   *
   * @param bytes of either memory
   * @param block device memory
   * @param arrived behind the copy into the block
   * @param used behind the copy out of the block
   */
  private record Slot(GpuHost host, int bytes, long block, GpuEvent arrived, GpuEvent used) {}

  Uploads(Gpu gpu, GpuStream computing) {
    this.gpu = gpu;
    this.computing = computing;
    copying = gpu.newStream();
  }

  /** Copies floats; the source may change afterwards. */
  void upload(float[] source, long target) {
    copy(
        source.length,
        target,
        (buffer, from) ->
            buffer.asFloatBuffer().put(source, from, buffer.remaining() / Float.BYTES));
  }

  /** Copies whole numbers, likewise. */
  void upload(int[] source, long target) {
    copy(
        source.length,
        target,
        (buffer, from) ->
            buffer.asIntBuffer().put(source, from, buffer.remaining() / Integer.BYTES));
  }

  private synchronized void copy(int words, long target, ObjIntConsumer<ByteBuffer> filler) {
    int done = 0;
    while (done < words) {
      Slot slot = slot(Math.min((long) MOST_BYTES, Float.BYTES * (long) (words - done)));
      int count = Math.min(words - done, slot.bytes / Float.BYTES);
      int bytes = Float.BYTES * count;
      ByteBuffer buffer = slot.host.buffer();
      filler.accept(buffer.limit(bytes), done);
      long to = target + Float.BYTES * (long) done;
      if (slot.block == 0) {
        // No room to wait in: the computing stream copies it all the way.
        gpu.upload(slot.host, bytes, to, computing);
        gpu.record(slot.arrived, computing);
      } else {
        gpu.await(copying, slot.used);
        gpu.upload(slot.host, bytes, slot.block, copying);
        gpu.record(slot.arrived, copying);
        gpu.await(computing, slot.arrived);
        gpu.copy(slot.block, to, bytes, computing);
        gpu.record(slot.used, computing);
      }
      done += count;
    }
  }

  /** The next way, free on the host's side, for as many bytes if there is memory. */
  private Slot slot(long bytes) {
    Slot slot = slots[next];
    if (slot != null) {
      gpu.synchronize(slot.arrived);
    }
    if (slot == null || slot.bytes < bytes) {
      if (slot != null) {
        free(slot);
      }
      int size = LEAST_BYTES;
      while (size < bytes) {
        size *= 2;
      }
      GpuEvent arrived = gpu.newEvent();
      GpuEvent used = gpu.newEvent();
      slot = new Slot(gpu.newHost(size), size, gpu.allocate(size), arrived, used);
      gpu.record(arrived, copying);
      gpu.record(used, computing);
      slots[next] = slot;
    }
    next = (next + 1) % SLOTS;
    return slot;
  }

  private void free(Slot slot) {
    gpu.synchronize(computing);
    if (slot.block != 0) {
      gpu.free(slot.block);
    }
    gpu.free(slot.host);
  }

  synchronized void close() {
    for (Slot slot : slots) {
      if (slot != null) {
        free(slot);
      }
    }
  }
}
