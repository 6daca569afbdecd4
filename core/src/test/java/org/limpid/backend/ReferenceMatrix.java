package org.limpid.backend;

/** Matrix product in three loops, in double precision. */
final class ReferenceMatrix implements MatrixKernels {

  @Override
  public void multiply(
      int rows,
      int inner,
      int columns,
      Storage a,
      boolean transposeA,
      Storage b,
      boolean transposeB,
      Storage y) {
    ReferenceStorage left = ReferenceStorage.of(a);
    ReferenceStorage right = ReferenceStorage.of(b);
    for (long r = 0; r < rows; r++) {
      for (long c = 0; c < columns; c++) {
        double sum = 0;
        for (long i = 0; i < inner; i++) {
          double p = left.get(transposeA ? i * rows + r : r * inner + i);
          double q = right.get(transposeB ? c * inner + i : i * columns + c);
          sum += p * q;
        }
        ReferenceStorage.of(y).set(r * columns + c, sum);
      }
    }
  }
}
