package org.limpid.tensor;

/** What a convolution does at the border. */
public enum Padding {
  /**
   * Zeros around the input, so that stride 1 keeps its extents; a stride divides them, rounded up.
   */
  SAME,
  /** No border: only windows that lie inside the input. */
  VALID
}
