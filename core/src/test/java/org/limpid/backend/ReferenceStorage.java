package org.limpid.backend;

import java.util.Arrays;

/**
 * A block of the reference backend, in double precision. Reading outside it, or after its release,
 * throws. Not thread-safe.
 */
public final class ReferenceStorage implements Storage {

  private final Block block;
  private final int offset;
  private final int length;

  /** The memory that a block and its slices share. */
  private static final class Block {
    final double[] values;
    boolean released;

    Block(int length) {
      values = new double[length];
      // Undefined contents: whoever reads before writing shall see it.
      Arrays.fill(values, Double.NaN);
    }
  }

  ReferenceStorage(long elements) {
    this(new Block(Math.toIntExact(elements)), 0, Math.toIntExact(elements));
  }

  private ReferenceStorage(Block block, int offset, int length) {
    this.block = block;
    this.offset = offset;
    this.length = length;
  }

  static ReferenceStorage of(Storage storage) {
    return (ReferenceStorage) storage;
  }

  @Override
  public long elements() {
    return length;
  }

  @Override
  public Storage slice(long from, long elements) {
    if (from < 0 || elements < 0 || elements > length - from) {
      throw new IllegalArgumentException(
          "slice: " + elements + " elements from " + from + " of " + length);
    }
    return new ReferenceStorage(block, offset + (int) from, (int) elements);
  }

  /** Element {@code index}. */
  public double get(long index) {
    return block.values[position(index)];
  }

  /** Replaces element {@code index}. */
  public void set(long index, double value) {
    block.values[position(index)] = value;
  }

  void add(long index, double value) {
    block.values[position(index)] += value;
  }

  void fill(double value) {
    for (int i = 0; i < length; i++) {
      set(i, value);
    }
  }

  /** The elements as a new array. */
  public double[] toArray() {
    double[] copy = new double[length];
    for (int i = 0; i < length; i++) {
      copy[i] = get(i);
    }
    return copy;
  }

  void release() {
    if (block.released || length != block.values.length) {
      throw new IllegalStateException("release: a slice, or a block released before");
    }
    block.released = true;
  }

  private int position(long index) {
    if (block.released) {
      throw new IllegalStateException("storage: used after its release");
    }
    if (index < 0 || index >= length) {
      throw new IndexOutOfBoundsException("storage: element " + index + " of " + length);
    }
    return offset + (int) index;
  }
}
