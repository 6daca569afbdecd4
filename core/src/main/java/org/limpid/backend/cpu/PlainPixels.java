package org.limpid.backend.cpu;

import java.util.Arrays;
import org.limpid.backend.Grid;

/**
 * Moves pixels between channels-last images and {@link PlainPanels}: first finds where the pixels
 * of all rows are, then moves one channel after the other.
 */
final class PlainPixels {

  private static final int OUTSIDE = -1;

  private PlainPixels() {}

  /** See {@link PanelKernels#readPatches}. */
  static void read(
      Sweep sweep, float[] x, int from, int first, int count, PlainPanels a, int[] index) {
    int channels = sweep.source().channels();
    for (int tap = 0; tap < sweep.taps(); tap++) {
      findSources(sweep, tap, from, first, count, index);
      for (int c = 0; c < channels; c++) {
        gather(x, index, c, count, a.column(0, tap * channels + c));
      }
    }
  }

  /** See {@link PanelKernels#writePixels}. */
  static void write(
      Sweep sweep,
      PlainPanels m,
      int first,
      int count,
      Epilogue epilogue,
      float[] y,
      int to,
      int[] index) {
    findTargets(sweep, to, first, count, index);
    for (int k = 0; k < sweep.target().channels(); k++) {
      scatter(m.column(0, k), epilogue, index, k, count, y);
    }
  }

  private static void findSources(
      Sweep sweep, int tap, int from, int first, int count, int[] index) {
    Grid in = sweep.source();
    int tapWidth = tap % sweep.width().taps();
    int tapHeight = tap / sweep.width().taps() % sweep.height().taps();
    int tapDepth = tap / sweep.width().taps() / sweep.height().taps();
    for (int begin = 0; begin < count; ) {
      PixelRun run = PixelRun.at(sweep, first + begin, count - begin);
      int end = begin + run.count();
      int d = sweep.depth().source(run.depth()) + tapDepth;
      int h = sweep.height().source(run.height()) + tapHeight;
      if (d < 0 || d >= in.depth() || h < 0 || h >= in.height()) {
        Arrays.fill(index, begin, end, OUTSIDE);
      } else {
        int line = ((run.image() * in.depth() + d) * in.height() + h) * in.width();
        for (int i = begin; i < end; i++) {
          int w = sweep.width().source(run.width() + i - begin) + tapWidth;
          index[i] = w < 0 || w >= in.width() ? OUTSIDE : from + (line + w) * in.channels();
        }
      }
      begin = end;
    }
  }

  private static void findTargets(Sweep sweep, int to, int first, int count, int[] index) {
    Grid out = sweep.target();
    for (int begin = 0; begin < count; ) {
      PixelRun run = PixelRun.at(sweep, first + begin, count - begin);
      int end = begin + run.count();
      int d = sweep.depth().target(run.depth());
      int h = sweep.height().target(run.height());
      int line = ((run.image() * out.depth() + d) * out.height() + h) * out.width();
      for (int i = begin; i < end; i++) {
        int w = sweep.width().target(run.width() + i - begin);
        index[i] = to + (line + w) * out.channels();
      }
      begin = end;
    }
  }

  /**
   * Finds the pixels of tiles.
   *
   * @param slice of the images
   * @param from index of the images' first element
   * @param grid the images' extents
   * @param reach pixels of a tile along an edge
   * @param above rows of a tile above its first target row, may be negative
   * @param before columns of a tile before its first target column, may be negative
   * @param indices gets a row for each pixel of a tile. Modified.
   */
  static void findTiles(
      TileRange range,
      int slice,
      int from,
      Grid grid,
      int reach,
      int above,
      int before,
      int[][] indices) {
    Tiles tiles = range.tiles();
    for (int i = 0; i < range.count(); i++) {
      int tile = range.first() + i;
      int plane = (tiles.image(tile) * grid.depth() + slice) * grid.height();
      for (int r = 0; r < reach; r++) {
        int h = tiles.row(tile) - above + r;
        boolean isInside = h >= 0 && h < grid.height();
        for (int s = 0; s < reach; s++) {
          int w = tiles.column(tile) - before + s;
          indices[r * reach + s][i] =
              isInside && w >= 0 && w < grid.width()
                  ? from + ((plane + h) * grid.width() + w) * grid.channels()
                  : OUTSIDE;
        }
      }
    }
  }

  /** {@code column[i] = x[index[i] + c]}, or zero outside. */
  static void gather(float[] x, int[] index, int c, int count, float[] column) {
    for (int i = 0; i < count; i++) {
      int at = index[i];
      column[i] = at == OUTSIDE ? 0 : x[at + c];
    }
  }

  /** {@code y[index[i] + k] = epilogue(column[i])}, unless outside. */
  static void scatter(float[] column, Epilogue epilogue, int[] index, int k, int count, float[] y) {
    float bias = epilogue.bias()[k];
    float floor = epilogue.floor();
    for (int i = 0; i < count; i++) {
      int at = index[i];
      if (at != OUTSIDE) {
        y[at + k] = Math.max(column[i] + bias, floor);
      }
    }
  }
}
