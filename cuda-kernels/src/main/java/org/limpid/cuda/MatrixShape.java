package org.limpid.cuda;

/**
 * A product of row-major matrices, {@code [rows, columns] = [rows, inner] · [inner, columns]}.
 *
 * @param rows of the result
 * @param inner extent that is summed
 * @param columns of the result
 * @param transposeA whether the left one is stored as {@code [inner, rows]}
 * @param transposeB whether the right one is stored as {@code [columns, inner]}
 */
record MatrixShape(int rows, int inner, int columns, boolean transposeA, boolean transposeB) {}
