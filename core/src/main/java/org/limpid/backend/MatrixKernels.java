package org.limpid.backend;

/** Dense matrix product. */
public interface MatrixKernels {

  /**
   * {@code y = A·B}, where A is {@code a} or its transpose and B is {@code b} or its transpose.
   *
   * @param rows rows of A and y
   * @param inner columns of A, rows of B
   * @param columns columns of B and y
   * @param a {@code [rows, inner]}, or {@code [inner, rows]} if {@code transposeA}
   * @param transposeA whether A is the transpose of {@code a}
   * @param b {@code [inner, columns]}, or {@code [columns, inner]} if {@code transposeB}
   * @param transposeB whether B is the transpose of {@code b}
   * @param y {@code [rows, columns]}. Modified; none of the inputs.
   */
  void multiply(
      int rows,
      int inner,
      int columns,
      Storage a,
      boolean transposeA,
      Storage b,
      boolean transposeB,
      Storage y);
}
