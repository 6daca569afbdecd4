package org.limpid.cuda;

/** Dense matrix products in float32 that somebody else's library puts on a stream. */
interface MatrixLibrary {

  /** For messages and for users who choose it. */
  String name();

  /**
   * Puts {@code y = A · B} on the stream, as {@link org.limpid.backend.MatrixKernels} says.
   *
   * @throws LibraryException if the library refuses
   */
  void multiply(MatrixShape shape, long a, long b, long y);
}
