package org.limpid.denoise.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of text whose columns stand below each other. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a row; it may have fewer columns than others. */
  void add(String... cells) {
    rows.add(List.of(cells));
  }

  /** Adds a line that keeps its width to itself. */
  void addLine(String line) {
    rows.add(List.of(line));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        boolean last = column == row.size() - 1;
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(last ? 0 : width(column) - cell.length() + 2));
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  private int width(int column) {
    int width = 0;
    for (List<String> row : rows) {
      if (column < row.size() - 1) {
        width = Math.max(width, row.get(column).length());
      }
    }
    return width;
  }
}
