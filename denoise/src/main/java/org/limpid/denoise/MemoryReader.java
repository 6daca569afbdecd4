package org.limpid.denoise;

import org.jspecify.annotations.Nullable;

/**
 * Samples that lie in memory.
 *
 * @param samples {@code [T, Z, Y, X, C]}
 * @param alpha {@code [T, Z, Y, X]}, null if all is opaque
 */
record MemoryReader(
    float[] samples, float @Nullable [] alpha, int depth, int height, int width, int channels)
    implements RegionReader {

  @Override
  public void read(
      int frame, int slice, int y, int x, int rows, int columns, float[] target, int offset) {
    copy(samples, channels, frame * depth + slice, y, x, rows, columns, target, offset);
  }

  @Override
  public boolean hasAlpha() {
    return alpha != null;
  }

  @Override
  public void readAlpha(
      int frame, int slice, int y, int x, int rows, int columns, float[] target, int offset) {
    if (alpha == null) {
      throw new IllegalStateException("readAlpha: there is no opacity");
    }
    copy(alpha, 1, frame * depth + slice, y, x, rows, columns, target, offset);
  }

  private void copy(
      float[] from,
      int values,
      int plane,
      int y,
      int x,
      int rows,
      int columns,
      float[] target,
      int offset) {
    int length = columns * values;
    for (int row = 0; row < rows; row++) {
      int at = ((plane * height + y + row) * width + x) * values;
      System.arraycopy(from, at, target, offset + row * length, length);
    }
  }
}
