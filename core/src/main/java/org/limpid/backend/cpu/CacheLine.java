package org.limpid.backend.cpu;

/**
 * Where arrays have to begin for vectors of 512 bits not to lie across two cache lines, each of
 * which then costs two accesses: 8 % of a training step.
 *
 * <p>Java does not tell addresses. But with {@code -XX:ObjectAlignmentInBytes=64}, as the launcher
 * says, every array begins at a line, with a header of 16 bytes; and G1, the usual collector, puts
 * arrays of more than half a region at the start of one. Otherwise lines begin anywhere, and
 * nothing is lost.
 */
final class CacheLine {

  /** Index of the element with which a line begins. */
  static final int FIRST = 12;

  /** Elements of 2 MiB: half of a region of G1 where the heap is of 4 to 8 GiB. */
  static final int LONG = 1 << 19;

  private CacheLine() {}

  /** A length with room for so many elements from {@link #FIRST} on. */
  static int room(int elements) {
    return Math.max(LONG, FIRST + elements);
  }
}
