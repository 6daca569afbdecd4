package org.limpid.backend.cpu;

/**
 * Runs loops over operands of one length, element by element.
 *
 * <p>C2 vectorises a loop over several arrays only if all are read and written at the same index.
 * Operands with unequal offsets are therefore copied, a cache-sized piece at a time, to where they
 * have equal ones.
 */
final class Elements {

  /** Elements of a chunk: enough to pay for its hand-out, few enough to keep every worker busy. */
  static final int CHUNK = 1 << 15;

  private static final int PIECE = 1 << 11;

  private final WorkerPool workers;
  private final BufferPool memory;

  Elements(WorkerPool workers, BufferPool memory) {
    this.workers = workers;
    this.memory = memory;
  }

  /** A counted loop that reads and writes its arrays at the index of the loop only. */
  @FunctionalInterface
  interface Loop {

    /** Runs for {@code from ≤ i < to}. */
    void run(float[][] arrays, int from, int to);
  }

  /**
   * Runs a loop over whole operands.
   *
   * @param loop gets the operands' arrays in their order
   * @param written how many operands, the last ones, the loop writes; it may read them too
   * @param operands of equal length; the same one may be given twice
   */
  void run(Loop loop, int written, CpuStorage... operands) {
    int offset = operands[0].offset;
    boolean isAligned = true;
    for (CpuStorage operand : operands) {
      isAligned &= operand.offset == offset;
    }
    if (isAligned) {
      float[][] arrays = new float[operands.length][];
      for (int i = 0; i < operands.length; i++) {
        arrays[i] = operands[i].array;
      }
      workers.split(
          operands[0].length,
          CHUNK,
          (from, to, worker) -> loop.run(arrays, offset + from, offset + to));
    } else {
      runInPieces(loop, written, operands);
    }
  }

  private void runInPieces(Loop loop, int written, CpuStorage[] operands) {
    int count = operands.length;
    try (Scratch scratch = new Scratch(memory, workers.workers(), count, PIECE)) {
      workers.split(
          operands[0].length,
          CHUNK,
          (from, to, worker) -> {
            float[][] arrays = scratch.all(worker);
            for (int at = from; at < to; at += PIECE) {
              int length = Math.min(to - at, PIECE);
              for (int i = 0; i < count; i++) {
                System.arraycopy(operands[i].array, operands[i].offset + at, arrays[i], 0, length);
              }
              loop.run(arrays, 0, length);
              for (int i = count - written; i < count; i++) {
                System.arraycopy(arrays[i], 0, operands[i].array, operands[i].offset + at, length);
              }
            }
          });
    }
  }
}
