package org.limpid.backend.cpu;

/**
 * Panels as blocks of 32 columns, {@code [panel, block, row, 32]}: whatever the number of channels,
 * rows are a constant apart, which C2 turns into fixed displacements. What stands in columns beyond
 * the last is undefined.
 *
 * @param data all panels, from {@link CacheLine#FIRST} on
 * @param depth columns of a panel
 * @param rows of a panel, a multiple of {@link VectorProduct#PADDING}
 * @param length elements from one panel to the next
 */
record VectorPanels(float[] data, int depth, int rows, int length) {

  /** Elements from one panel to the next, with a gap as between packed weights. */
  static int length(int depth, int rows) {
    int blocks = (depth + VectorProduct.BLOCK - 1) / VectorProduct.BLOCK;
    return blocks * VectorProduct.BLOCK * rows + VectorProduct.GAP;
  }

  /** Index of an element. */
  int index(int panel, int row, int column) {
    int block = column / VectorProduct.BLOCK;
    return CacheLine.FIRST
        + panel * length
        + (block * rows + row) * VectorProduct.BLOCK
        + column % VectorProduct.BLOCK;
  }
}
