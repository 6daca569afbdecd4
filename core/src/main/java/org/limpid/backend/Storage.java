package org.limpid.backend;

/**
 * A block of float32 elements in some backend's memory. Only the backend that made it can read it.
 *
 * <p>Not thread-safe by itself: who writes a block makes sure that nobody else uses it meanwhile.
 */
public interface Storage {

  /** Number of float32 elements. */
  long elements();

  /**
   * A window into this block that shares its memory; it lives no longer than this block. Kernels
   * take windows that start at any element, not only at aligned ones.
   *
   * @param offset first element of the window, at least 0
   * @param elements length of the window; {@code offset + elements} is at most {@link #elements()}
   * @throws IllegalArgumentException if the window does not fit
   */
  Storage slice(long offset, long elements);
}
