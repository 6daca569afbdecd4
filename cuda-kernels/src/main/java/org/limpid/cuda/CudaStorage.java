package org.limpid.cuda;

import java.util.concurrent.atomic.AtomicBoolean;
import org.limpid.backend.Storage;

/** A range of device memory. A block is a whole allocation; slices share it. */
final class CudaStorage implements Storage {

  final long address;
  final int length;
  private final CudaMemory owner;

  /** Whether the block was given back; shared with its slices. */
  private final AtomicBoolean released;

  private final boolean isBlock;

  private CudaStorage(
      long address, int length, CudaMemory owner, AtomicBoolean released, boolean isBlock) {
    this.address = address;
    this.length = length;
    this.owner = owner;
    this.released = released;
    this.isBlock = isBlock;
  }

  static CudaStorage block(long address, int length, CudaMemory owner) {
    return new CudaStorage(address, length, owner, new AtomicBoolean(), true);
  }

  /**
   * The operand of a kernel, checked.
   *
   * @param kernel name for messages
   * @param name of the operand for messages
   * @param storage what the caller gave
   * @param owner memory it must be in
   * @throws IllegalArgumentException if it is another device's
   * @throws IllegalStateException if its block was released
   */
  static CudaStorage of(String kernel, String name, Storage storage, CudaMemory owner) {
    if (!(storage instanceof CudaStorage cuda) || cuda.owner != owner) {
      throw new IllegalArgumentException(
          kernel
              + ": "
              + name
              + " is a "
              + storage.getClass().getSimpleName()
              + " (expected: memory of this GPU). Bring it to this device first");
    }
    if (cuda.released.get()) {
      throw new IllegalStateException(
          kernel + ": " + name + " was released (" + cuda.length + " elements)");
    }
    return cuda;
  }

  /** The operand of a kernel that needs so many elements, otherwise checked in the same way. */
  static CudaStorage of(
      String kernel, String name, Storage storage, CudaMemory owner, long elements) {
    CudaStorage cuda = of(kernel, name, storage, owner);
    if (cuda.length != elements) {
      throw new IllegalArgumentException(
          kernel + ": " + name + " has " + cuda.length + " elements (expected: " + elements + ")");
    }
    return cuda;
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
    return new CudaStorage(address + Float.BYTES * from, (int) elements, owner, released, false);
  }

  @Override
  public String toString() {
    return "CudaStorage[" + length + "]";
  }
}
