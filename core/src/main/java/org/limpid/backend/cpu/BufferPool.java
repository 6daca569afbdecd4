package org.limpid.backend.cpu;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.MemoryUse;
import org.limpid.backend.OutOfMemoryException;

/**
 * Keeps arrays for reuse, so that a loop over steps of the same shapes allocates nothing: a fresh
 * array costs a page fault for every 4 KiB, about ten times what it takes to fill it.
 *
 * <p>Lengths are rounded up to one of eight classes an octave, which wastes at most an eighth. Idle
 * arrays are softly reachable, so an idle pool yields when the program around it needs the heap,
 * and bounded: live and idle bytes together stay below twice the recent peak of live bytes, the
 * least recently used array going first. Thread-safe.
 */
final class BufferPool {

  /** Java's longest array, with the reserve that virtual machines keep. */
  static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

  private static final int SMALLEST = 16;
  private static final long SLACK_BYTES = 64L << 20;

  /** After how many allocations a peak is forgotten; far more than a training step makes. */
  private static final int PEAK_WINDOW = 1 << 14;

  private SoftReference<Shelf> shelf = new SoftReference<>(new Shelf());
  private long liveBytes;
  private long peak;
  private long earlierPeak;
  private int allocations;
  private boolean isClosed;

  /** A block of exactly this many elements with undefined contents. */
  CpuStorage allocate(long elements) {
    if (elements < 0) {
      throw new IllegalArgumentException("allocate: " + elements + " elements (expected: >= 0)");
    }
    if (elements > MAX_ELEMENTS) {
      throw new OutOfMemoryException(
          "allocate: "
              + elements
              + " elements (expected: <= "
              + MAX_ELEMENTS
              + ", Java's longest array). Use smaller tiles, patches or batches");
    }
    boolean isLong = elements >= CacheLine.LONG && elements <= MAX_ELEMENTS - CacheLine.FIRST;
    int first = isLong ? CacheLine.FIRST : 0;
    return CpuStorage.block(take(first + (int) elements), first, (int) elements);
  }

  /** Takes a block back; it must be live and whole. */
  void release(CpuStorage block) {
    block.markReleased();
    give(block.array);
  }

  /** An array of at least this length with undefined contents; {@link #give} it back. */
  float[] take(int elements) {
    int length = classLength(elements);
    synchronized (this) {
      if (isClosed) {
        throw new IllegalStateException("allocate: the CPU backend is closed");
      }
      float[] idle = shelf().take(length);
      if (idle != null) {
        countLive(length);
        return idle;
      }
    }
    float[] array = fresh(length);
    synchronized (this) {
      countLive(length);
    }
    return array;
  }

  /** Gives an array from {@link #take} back. */
  synchronized void give(float[] array) {
    liveBytes -= bytes(array.length);
    if (isClosed) {
      return;
    }
    Shelf idle = shelf();
    idle.put(array);
    long limit = 2 * Math.max(peak, earlierPeak) + SLACK_BYTES;
    while (idle.bytes > 0 && liveBytes + idle.bytes > limit) {
      idle.dropOldest();
    }
  }

  synchronized MemoryUse use() {
    return new MemoryUse(liveBytes, shelf().bytes);
  }

  /** Drops what is idle and refuses further allocations; arrays that are live stay usable. */
  synchronized void close() {
    isClosed = true;
    shelf.clear();
  }

  /** The class a length belongs to: the next multiple of an eighth of the power of two below it. */
  static int classLength(int elements) {
    if (elements <= 8 * SMALLEST) {
      return Math.max(SMALLEST, (elements + SMALLEST - 1) / SMALLEST * SMALLEST);
    }
    long step = Integer.highestOneBit(elements - 1) / 8;
    return (int) Math.min(MAX_ELEMENTS, (elements + step - 1) / step * step);
  }

  private float[] fresh(int length) {
    try {
      return new float[length];
    } catch (OutOfMemoryError first) {
      synchronized (this) {
        shelf.clear();
      }
    }
    try {
      return new float[length];
    } catch (OutOfMemoryError second) {
      Runtime heap = Runtime.getRuntime();
      long free = heap.maxMemory() - heap.totalMemory() + heap.freeMemory();
      throw new OutOfMemoryException(
          "allocate: "
              + mebibytes(bytes(length))
              + " asked, but about "
              + mebibytes(free)
              + " of "
              + mebibytes(heap.maxMemory())
              + " heap are free. Use smaller tiles, patches or batches, or a larger heap (-Xmx)");
    }
  }

  private void countLive(int length) {
    liveBytes += bytes(length);
    if (++allocations == PEAK_WINDOW) {
      allocations = 0;
      earlierPeak = peak;
      peak = liveBytes;
    }
    peak = Math.max(peak, liveBytes);
  }

  private Shelf shelf() {
    Shelf current = shelf.get();
    if (current == null) {
      current = new Shelf();
      shelf = new SoftReference<>(current);
    }
    return current;
  }

  private static long bytes(int length) {
    return (long) Float.BYTES * length;
  }

  private static String mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1 >> 20) + " MiB";
  }

  /** Idle arrays by length, the most recently used first. */
  private static final class Shelf {

    private final Map<Integer, Deque<Idle>> byLength = new HashMap<>();
    private long bytes;
    private long clock;

    float @Nullable [] take(int length) {
      Deque<Idle> idle = byLength.get(length);
      if (idle == null || idle.isEmpty()) {
        return null;
      }
      bytes -= bytes(length);
      return idle.pop().array;
    }

    void put(float[] array) {
      byLength
          .computeIfAbsent(array.length, length -> new ArrayDeque<>())
          .push(new Idle(array, clock++));
      bytes += bytes(array.length);
    }

    void dropOldest() {
      Deque<Idle> oldest = null;
      long age = Long.MAX_VALUE;
      for (Deque<Idle> idle : byLength.values()) {
        if (!idle.isEmpty() && idle.getLast().since < age) {
          age = idle.getLast().since;
          oldest = idle;
        }
      }
      if (oldest != null) {
        bytes -= bytes(oldest.removeLast().array.length);
      }
    }
  }

  private record Idle(float[] array, long since) {}
}
