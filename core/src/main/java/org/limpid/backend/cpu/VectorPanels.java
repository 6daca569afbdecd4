package org.limpid.backend.cpu;

/**
 * Panels as blocks of 32 columns, {@code [block, panel, row, 32]}. Rows are a constant apart, and
 * so are the panels of a block, whatever the numbers of channels and rows: C2 turns that into fixed
 * displacements and checks an index once for all of them. What stands in columns beyond the last is
 * undefined.
 *
 * @param data all panels, from {@link CacheLine#FIRST} on
 * @param depth columns of a panel
 * @param panels how many there are
 */
record VectorPanels(float[] data, int depth, int panels) {

  /** Rows of a panel at most. */
  static final int MOST_ROWS = 128;

  /** Elements from one panel of a block to the next. */
  static final int STRIDE = MOST_ROWS * VectorProduct.BLOCK + VectorProduct.GAP;

  /** Elements that panels take. */
  static int length(int depth, int panels) {
    int blocks = (depth + VectorProduct.BLOCK - 1) / VectorProduct.BLOCK;
    return CacheLine.room(blocks * panels * STRIDE);
  }

  /** Index of an element. */
  int index(int panel, int row, int column) {
    int block = column / VectorProduct.BLOCK;
    return CacheLine.FIRST
        + (block * panels + panel) * STRIDE
        + row * VectorProduct.BLOCK
        + column % VectorProduct.BLOCK;
  }
}
