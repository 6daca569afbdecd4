package org.limpid.backend.cpu;

import java.util.Arrays;
import org.limpid.backend.Grid;
import org.limpid.backend.Size3;

/**
 * Moves pixels between channels-last images and {@link PlainPanels}: first finds where the pixels
 * of all rows are, then moves a few channels at a time.
 */
final class PlainPixels {

  /** Channels that are moved together: each visit to a pixel may be a cache miss. */
  static final int GROUP = 4;

  private static final int OUTSIDE = -1;

  private PlainPixels() {}

  /** See {@link PanelKernels#readPatches}. */
  static void read(
      Sweep sweep, float[] x, int from, int first, int count, PlainPanels a, PlainScratch scratch) {
    int[] index = scratch.indices[0];
    int channels = sweep.source().channels();
    for (int tap = 0; tap < sweep.taps(); tap++) {
      findSources(sweep, tap, from, first, count, scratch.run, index);
      for (int c = 0; c < channels; c += GROUP) {
        int group = Math.min(GROUP, channels - c);
        gather(x, index, c, group, 0, count, a.columns(), tap * channels + c, 1);
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
      PlainScratch scratch) {
    int[] index = scratch.indices[0];
    findTargets(sweep, to, first, count, scratch.run, index);
    int channels = sweep.target().channels();
    for (int k = 0; k < channels; k += GROUP) {
      int group = Math.min(GROUP, channels - k);
      scatter(m.columns(), k, 1, epilogue, index, k, group, count, y);
    }
  }

  private static void findSources(
      Sweep sweep, int tap, int from, int first, int count, PixelRun run, int[] index) {
    Grid in = sweep.source();
    int tapWidth = tap % sweep.width().taps();
    int tapHeight = tap / sweep.width().taps() % sweep.height().taps();
    int tapDepth = tap / sweep.width().taps() / sweep.height().taps();
    for (int begin = 0; begin < count; ) {
      run.moveTo(sweep, first + begin, count - begin);
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

  private static void findTargets(
      Sweep sweep, int to, int first, int count, PixelRun run, int[] index) {
    Grid out = sweep.target();
    for (int begin = 0; begin < count; ) {
      run.moveTo(sweep, first + begin, count - begin);
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
   * Finds the pixels that tiles are written to.
   *
   * @param slice of the activation
   * @param part where they lie
   * @param edge pixels of a tile along an edge
   * @param indices gets a row for each pixel of a tile. Modified.
   */
  static void findTargets(TileRange range, int slice, ChannelPart part, int edge, int[][] indices) {
    Tiles tiles = range.tiles();
    Grid grid = part.grid();
    int factor = part.factor().height();
    for (int i = 0; i < range.count(); i++) {
      int tile = range.first() + i;
      int image = tiles.image(tile);
      int top = tiles.row(tile) / factor;
      int left = tiles.column(tile) / factor;
      for (int r = 0; r < edge; r++) {
        int line = top + r < grid.height() ? part.index(image, slice, top + r, left) : OUTSIDE;
        for (int s = 0; s < edge; s++) {
          boolean isInside = line != OUTSIDE && left + s < grid.width();
          indices[r * edge + s][i] = isInside ? line + s * grid.channels() : OUTSIDE;
        }
      }
    }
  }

  /**
   * Finds the pixels of tiles that are read, as often as they are repeated.
   *
   * @param slice of the activation
   * @param part where they lie
   * @param reach pixels of a tile along an edge
   * @param above rows of a tile above its first target row, may be negative
   * @param before columns of a tile before its first target column, may be negative
   * @param indices gets a row for each pixel of a tile. Modified.
   */
  static void findTiles(
      TileRange range,
      int slice,
      ChannelPart part,
      int reach,
      int above,
      int before,
      int[][] indices) {
    Tiles tiles = range.tiles();
    Size3 factor = part.factor();
    int height = part.grid().height() * factor.height();
    int width = part.grid().width() * factor.width();
    int channels = part.grid().channels();
    for (int i = 0; i < range.count(); i++) {
      int tile = range.first() + i;
      int image = tiles.image(tile);
      int top = tiles.row(tile) - above;
      int left = tiles.column(tile) - before;
      for (int r = 0; r < reach; r++) {
        int h = top + r;
        boolean isInside = h >= 0 && h < height;
        int line =
            isInside ? part.index(image, slice / factor.depth(), h / factor.height(), 0) : OUTSIDE;
        for (int s = 0; s < reach; s++) {
          int w = left + s;
          int own = factor.width() == 1 ? w : w / factor.width();
          indices[r * reach + s][i] =
              isInside && w >= 0 && w < width ? line + own * channels : OUTSIDE;
        }
      }
    }
  }

  /**
   * {@code column[i] = x[index[i] + c]}, or zero outside, for {@code from ≤ i < end} and each
   * channel of a group.
   *
   * @param c the first channel
   * @param group how many, at most {@link #GROUP}
   * @param to which column the first of them goes to; the others follow, {@code step} apart
   */
  static void gather(
      float[] x,
      int[] index,
      int c,
      int group,
      int from,
      int end,
      float[][] columns,
      int to,
      int step) {
    if (group == GROUP) {
      gatherGroup(
          x,
          index,
          c,
          from,
          end,
          columns[to],
          columns[to + step],
          columns[to + 2 * step],
          columns[to + 3 * step]);
    } else {
      for (int i = 0; i < group; i++) {
        gatherOne(x, index, c + i, from, end, columns[to + i * step]);
      }
    }
  }

  private static void gatherGroup(
      float[] x,
      int[] index,
      int c,
      int from,
      int to,
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3) {
    for (int i = from; i < to; i++) {
      int at = index[i];
      if (at == OUTSIDE) {
        c0[i] = 0;
        c1[i] = 0;
        c2[i] = 0;
        c3[i] = 0;
      } else {
        c0[i] = x[at + c];
        c1[i] = x[at + c + 1];
        c2[i] = x[at + c + 2];
        c3[i] = x[at + c + 3];
      }
    }
  }

  private static void gatherOne(float[] x, int[] index, int c, int from, int to, float[] column) {
    for (int i = from; i < to; i++) {
      int at = index[i];
      column[i] = at == OUTSIDE ? 0 : x[at + c];
    }
  }

  /**
   * {@code y[index[i] + k] = epilogue(column[i])}, unless outside, for each channel of a group.
   *
   * @param from which column holds the first of them; the others follow, {@code step} apart
   * @param k the first channel
   * @param group how many, at most {@link #GROUP}
   */
  static void scatter(
      float[][] columns,
      int from,
      int step,
      Epilogue epilogue,
      int[] index,
      int k,
      int group,
      int count,
      float[] y) {
    if (group == GROUP) {
      scatterGroup(
          columns[from],
          columns[from + step],
          columns[from + 2 * step],
          columns[from + 3 * step],
          epilogue,
          index,
          k,
          count,
          y);
    } else {
      for (int i = 0; i < group; i++) {
        scatterOne(columns[from + i * step], epilogue, index, k + i, count, y);
      }
    }
  }

  private static void scatterGroup(
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3,
      Epilogue epilogue,
      int[] index,
      int k,
      int count,
      float[] y) {
    float b0 = epilogue.bias()[k];
    float b1 = epilogue.bias()[k + 1];
    float b2 = epilogue.bias()[k + 2];
    float b3 = epilogue.bias()[k + 3];
    float floor = epilogue.floor();
    for (int i = 0; i < count; i++) {
      int at = index[i];
      if (at != OUTSIDE) {
        y[at + k] = Math.max(c0[i] + b0, floor);
        y[at + k + 1] = Math.max(c1[i] + b1, floor);
        y[at + k + 2] = Math.max(c2[i] + b2, floor);
        y[at + k + 3] = Math.max(c3[i] + b3, floor);
      }
    }
  }

  private static void scatterOne(
      float[] column, Epilogue epilogue, int[] index, int k, int count, float[] y) {
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
