package org.limpid.backend.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.limpid.backend.Grid;

/**
 * Copies the pixels of tiles that cannot be read or written where they are to vectors side by side,
 * row after row of a tile, and back.
 */
final class VectorAside {

  private static final int LANES = Lanes.COUNT;

  private VectorAside() {}

  /**
   * Copies whole vectors of the pixels inside the image, zero for those behind its borders.
   *
   * @param at the first pixel, which lies inside
   * @param edge pixels of a tile along an edge
   */
  static void copy(Grid grid, float[] x, int at, int top, int left, int edge, float[] aside) {
    int high = Math.min(edge, grid.height() - top);
    int wide = Math.min(edge, grid.width() - left);
    int rowStride = grid.width() * grid.channels();
    Arrays.fill(aside, 0, edge * edge * LANES, 0);
    for (int i = 0; i < high * wide; i++) {
      int r = i / wide;
      int s = i - r * wide;
      FloatVector.fromArray(Lanes.SPECIES, x, at + r * rowStride + s * grid.channels())
          .intoArray(aside, (r * edge + s) * LANES);
    }
  }

  /** Copies {@code edge} x {@code edge} pixels, each to a block of 2 x 2. */
  static void repeat(float[] x, int at, int rowStride, int pixelStride, int edge, float[] aside) {
    for (int i = 0; i < edge * edge; i++) {
      int r = i / edge;
      int s = i - r * edge;
      FloatVector pixel =
          FloatVector.fromArray(Lanes.SPECIES, x, at + r * rowStride + s * pixelStride);
      int j = (4 * r * edge + 2 * s) * LANES;
      pixel.intoArray(aside, j);
      pixel.intoArray(aside, j + LANES);
      pixel.intoArray(aside, j + 2 * edge * LANES);
      pixel.intoArray(aside, j + 2 * edge * LANES + LANES);
    }
  }

  /**
   * Copies some channels of the pixels of a tile, zero outside the image, each pixel to a block of
   * {@code factor} times as many.
   *
   * @param at the first pixel, which may lie outside
   * @param count channels, no more than lanes
   */
  static void copy(
      Grid grid,
      float[] x,
      int at,
      int top,
      int left,
      int reach,
      int factor,
      int count,
      float[] aside) {
    for (int r = 0; r < reach; r++) {
      for (int s = 0; s < reach; s++) {
        int to = (r * reach + s) * LANES;
        if (isInside(grid, top + r / factor, left + s / factor)) {
          int pixel = at + (r / factor * grid.width() + s / factor) * grid.channels();
          System.arraycopy(x, pixel, aside, to, count);
        } else {
          Arrays.fill(aside, to, to + count, 0);
        }
      }
    }
  }

  private static boolean isInside(Grid grid, int h, int w) {
    return h >= 0 && h < grid.height() && w >= 0 && w < grid.width();
  }

  /**
   * Copies channels back to the pixels inside the image.
   *
   * @param at the first pixel, which lies inside
   * @param count channels, whole vectors or fewer
   */
  static void copyBack(
      Grid grid, float[] aside, int top, int left, int edge, int count, float[] y, int at) {
    int high = Math.min(edge, grid.height() - top);
    int wide = Math.min(edge, grid.width() - left);
    int rowStride = grid.width() * grid.channels();
    for (int i = 0; i < high * wide; i++) {
      int r = i / wide;
      int s = i - r * wide;
      int from = (r * edge + s) * LANES;
      int to = at + r * rowStride + s * grid.channels();
      if (count == LANES) {
        FloatVector.fromArray(Lanes.SPECIES, aside, from).intoArray(y, to);
      } else {
        System.arraycopy(aside, from, y, to, count);
      }
    }
  }
}
