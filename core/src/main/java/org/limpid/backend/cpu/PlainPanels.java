package org.limpid.backend.cpu;

import java.util.Arrays;

/**
 * Panels as an array for each column: C2 vectorises a loop over several arrays only where it uses
 * one index for all. Can be reshaped, so that few of them need to be kept.
 */
final class PlainPanels {

  /** Rows of every panel at most: columns so long that C2 makes loops of the widest vectors. */
  static final int ROWS = 256;

  /**
   * Elements behind a column that make it, with its header, a whole number of cache lines: columns
   * made one after the other then start at the same place in a line, and vectors that fill a line
   * in one do so in all.
   */
  private static final int PADDING = 12;

  private float[][] columns = {};
  private int depth;

  /** Columns from panel to panel. */
  private int stride;

  /** Makes this {@code panels} panels {@code [ROWS, depth]} of undefined contents. */
  void reshape(int panels, int depth) {
    this.depth = depth;
    this.stride = depth;
    int wanted = panels * depth;
    if (columns.length < wanted) {
      float[][] more = new float[wanted][];
      System.arraycopy(columns, 0, more, 0, columns.length);
      for (int i = columns.length; i < wanted; i++) {
        more[i] = new float[ROWS + PADDING];
      }
      columns = more;
    }
  }

  /** The same panels, of which only the first columns count. */
  PlainPanels view(int depth) {
    PlainPanels view = new PlainPanels();
    view.columns = columns;
    view.depth = depth;
    view.stride = stride;
    return view;
  }

  /** Sets all elements to zero. */
  void clear() {
    for (float[] column : columns) {
      Arrays.fill(column, 0);
    }
  }

  /** Columns of a panel. */
  int depth() {
    return depth;
  }

  /** Columns from a panel to the next, in {@link #columns}. */
  int stride() {
    return stride;
  }

  /** One column of a panel, at least {@link #ROWS} long. */
  float[] column(int panel, int channel) {
    return columns[panel * stride + channel];
  }

  /** Puts some neighbouring columns of a panel into an array. */
  void copyColumns(int panel, int from, int count, float[][] target, int to) {
    System.arraycopy(columns, panel * stride + from, target, to, count);
  }

  /** All columns, those of a panel side by side. */
  float[][] columns() {
    return columns;
  }
}
