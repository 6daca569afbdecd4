package org.limpid.cuda;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.limpid.backend.MemoryUse;
import org.limpid.tensor.DeviceException;

/**
 * Device memory, kept for use again: asking the driver takes long and may wait for the whole
 * device. A released block may be handed out while kernels still read it, since all work of the
 * backend is on one stream and so comes after them. Thread-safe.
 */
final class CudaMemory {

  private static final int LEAST_BYTES = 512;

  private final Gpu gpu;
  private final Runnable flush;

  /**
   * Free blocks by their size in bytes. The one with the lowest address is handed out first: then
   * the same steps get the same blocks, and what was recorded of one holds for the next.
   */
  private final TreeMap<Long, TreeSet<Long>> free = new TreeMap<>();

  /** Sizes of blocks in use, by address. */
  private final Map<Long, Long> used = new HashMap<>();

  private long liveBytes;
  private long pooledBytes;

  /**
   * An empty pool.
   *
   * @param flush puts on the stream what was held back, since freeing waits for the stream only
   */
  CudaMemory(Gpu gpu, Runnable flush) {
    this.gpu = gpu;
    this.flush = flush;
  }

  synchronized CudaStorage allocate(long elements) {
    if (elements < 0 || elements > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "allocate: " + elements + " elements (expected: 0 to " + Integer.MAX_VALUE + ")");
    }
    long bytes = rounded(Float.BYTES * elements);
    TreeSet<Long> ready = free.get(bytes);
    long address;
    if (ready != null && !ready.isEmpty()) {
      address = ready.first();
      ready.remove(address);
      pooledBytes -= bytes;
    } else {
      address = gpu.allocate(bytes);
      if (address == 0 && pooledBytes > 0) {
        trim();
        address = gpu.allocate(bytes);
      }
      if (address == 0) {
        throw outOfMemory(bytes, gpu.freeBytes(), liveBytes);
      }
    }
    used.put(address, bytes);
    liveBytes += bytes;
    return CudaStorage.block(address, (int) elements, this);
  }

  /** Says what was asked for and what there is. */
  static DeviceException outOfMemory(long asked, long free, long live) {
    return DeviceException.outOfMemory(
        "cuda: no memory for "
            + asked
            + " bytes ("
            + free
            + " are free, "
            + live
            + " are in use here). Use smaller batches or tiles, or the device cpu");
  }

  /**
   * Sizes that few blocks differ in, at most an eighth too large, so that a block fits again: three
   * bits behind the leading one are kept.
   */
  static long rounded(long bytes) {
    if (bytes <= LEAST_BYTES) {
      return LEAST_BYTES;
    }
    long unit = Math.max(LEAST_BYTES, Long.highestOneBit(bytes - 1) >> 3);
    return (bytes + unit - 1) / unit * unit;
  }

  synchronized void release(CudaStorage block) {
    block.markReleased();
    Long bytes = used.remove(block.address);
    if (bytes == null) {
      throw new IllegalStateException("release: a block of a closed device");
    }
    liveBytes -= bytes;
    pooledBytes += bytes;
    free.computeIfAbsent(bytes, size -> new TreeSet<>()).add(block.address);
  }

  /** Gives all free blocks back to the device. */
  private void trim() {
    flush.run();
    for (Iterator<TreeSet<Long>> sizes = free.values().iterator(); sizes.hasNext(); ) {
      sizes.next().forEach(gpu::free);
      sizes.remove();
    }
    pooledBytes = 0;
  }

  synchronized MemoryUse use() {
    return new MemoryUse(liveBytes, pooledBytes);
  }

  /** Gives everything back, what is in use too. */
  synchronized void close() {
    trim();
    used.keySet().forEach(gpu::free);
    used.clear();
    liveBytes = 0;
  }
}
