package org.limpid.backend.cpu;

import java.util.concurrent.atomic.AtomicBoolean;
import org.limpid.backend.Storage;

/**
 * A range of a Java array. A block is a whole allocation; slices share its array, so a kernel reads
 * elements {@code offset} to {@code offset + length - 1} of {@code array}.
 */
final class CpuStorage implements Storage {

  final float[] array;
  final int offset;
  final int length;

  /** Whether the block was given back; shared with its slices. */
  private final AtomicBoolean released;

  private final boolean isBlock;

  private CpuStorage(
      float[] array, int offset, int length, AtomicBoolean released, boolean isBlock) {
    this.array = array;
    this.offset = offset;
    this.length = length;
    this.released = released;
    this.isBlock = isBlock;
  }

  /** A block of the first {@code length} elements of an array. */
  static CpuStorage block(float[] array, int length) {
    return block(array, 0, length);
  }

  /** A block of {@code length} elements of an array, from an index on. */
  static CpuStorage block(float[] array, int offset, int length) {
    return new CpuStorage(array, offset, length, new AtomicBoolean(), true);
  }

  /**
   * The operand of a kernel, checked.
   *
   * @param kernel name for messages
   * @param name of the operand for messages
   * @param storage what the caller gave
   * @param elements length it must have
   * @throws IllegalArgumentException if it is another backend's or has another length
   * @throws IllegalStateException if its block was released
   */
  static CpuStorage of(String kernel, String name, Storage storage, long elements) {
    CpuStorage cpu = of(kernel, name, storage);
    if (cpu.length != elements) {
      throw new IllegalArgumentException(
          kernel + ": " + name + " has " + cpu.length + " elements (expected: " + elements + ")");
    }
    return cpu;
  }

  /** The operand of a kernel that takes any length, otherwise checked in the same way. */
  static CpuStorage of(String kernel, String name, Storage storage) {
    if (!(storage instanceof CpuStorage cpu)) {
      throw new IllegalArgumentException(
          kernel
              + ": "
              + name
              + " is a "
              + storage.getClass().getSimpleName()
              + " (expected: memory of the CPU backend). Bring it to this device first");
    }
    if (cpu.released.get()) {
      throw new IllegalStateException(
          kernel + ": " + name + " was released (" + cpu.length + " elements)");
    }
    return cpu;
  }

  /** Marks the block as given back, once. */
  void markReleased() {
    if (!isBlock) {
      throw new IllegalArgumentException(
          "release: a slice of " + length + " elements (expected: a whole block)");
    }
    if (!released.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "release: block of " + length + " elements was released before");
    }
  }

  /** Index in {@link #array} behind the last element. */
  int end() {
    return offset + length;
  }

  @Override
  public long elements() {
    return length;
  }

  @Override
  public Storage slice(long from, long elements) {
    if (from < 0 || elements < 0 || from > length - elements) {
      throw new IllegalArgumentException(
          "slice: " + elements + " elements from " + from + " do not fit into " + length);
    }
    return new CpuStorage(array, offset + (int) from, (int) elements, released, false);
  }

  @Override
  public String toString() {
    return "CpuStorage[" + offset + ", " + length + "]";
  }
}
