package org.limpid.backend.cpu;

import java.util.Arrays;
import org.limpid.backend.Grid;

/**
 * Goes through tiles and vectors of channels for {@link VectorTransforms}. Tiles at borders and the
 * last, partial vector of channels are copied aside, except that tiles which reach beyond the
 * source, up to half of all in deep layers, are read where they are.
 */
final class VectorTiles {

  private static final int LANES = Lanes.COUNT;

  private VectorTiles() {}

  /** See {@link PanelKernels#readTiles}. */
  static void readSources(
      TileRange range,
      int slice,
      float[] x,
      int from,
      Span channels,
      VectorPanels v,
      int panel,
      VectorScratch scratch) {
    Tiles tiles = range.tiles();
    Grid grid = tiles.sweep().source();
    int channelCount = grid.channels();
    if (channels.from() == 0) {
      int above = -tiles.sweep().height().sourceStart();
      int before = -tiles.sweep().width().sourceStart();
      scratch.read = ReadAhead.tiles(range, slice, grid, x, from, Tiles.REACH, above, before);
    }
    for (int i = 0; i < range.count(); i++) {
      int tile = range.first() + i;
      int top = tiles.row(tile) + tiles.sweep().height().sourceStart();
      int left = tiles.column(tile) + tiles.sweep().width().sourceStart();
      int plane = (tiles.image(tile) * grid.depth() + slice) * grid.height();
      int at = from + ((plane + top) * grid.width() + left) * channelCount;
      boolean isInside =
          top >= 0
              && left >= 0
              && top + Tiles.REACH <= grid.height()
              && left + Tiles.REACH <= grid.width();
      // None, if no row lies in the image.
      boolean isBeside = top >= grid.height() || top + Tiles.REACH <= 0;
      int firstColumn = isBeside ? 0 : Math.max(0, Math.min(Tiles.REACH, -left));
      int lastColumn = isBeside ? 0 : Math.min(Tiles.REACH, grid.width() - left);
      if (!isInside) {
        findRows(grid, from, plane, top, left, scratch);
      }
      for (int c = channels.from(); c < channels.to(); c += LANES) {
        if (c + LANES > channelCount) {
          copyAside(grid, x, at + c, top, left, Tiles.REACH, channelCount - c, scratch.aside);
          VectorTransforms.sourceColumns(
              scratch.aside, 0, Tiles.REACH * LANES, LANES, scratch.between);
        } else if (isInside) {
          VectorTransforms.sourceColumns(
              x, at + c, grid.width() * channelCount, channelCount, scratch.between);
        } else {
          VectorTransforms.sourceColumns(
              x,
              scratch.rowAt,
              c,
              scratch.rowFactor,
              firstColumn,
              lastColumn,
              channelCount,
              scratch.between);
        }
        VectorTransforms.sourceRows(scratch.between, v.data(), v.index(panel, i, c), v.length());
      }
    }
  }

  /** Where the rows of a tile begin; of a row outside, where another one does, times 0. */
  private static void findRows(
      Grid grid, int from, int plane, int top, int left, VectorScratch scratch) {
    for (int r = 0; r < Tiles.REACH; r++) {
      int h = top + r;
      int inside = Math.max(0, Math.min(h, grid.height() - 1));
      scratch.rowFactor[r] = h == inside ? 1 : 0;
      scratch.rowAt[r] = from + ((plane + inside) * grid.width() + left) * grid.channels();
    }
  }

  /** See {@link PanelKernels#writeTiles}. */
  static void writeTargets(
      TileRange range,
      int slice,
      VectorPanels m,
      Epilogue epilogue,
      float[] y,
      int to,
      VectorScratch scratch) {
    Tiles tiles = range.tiles();
    Grid grid = tiles.sweep().target();
    int channelCount = grid.channels();
    scratch.read = ReadAhead.tiles(range, slice, grid, y, to, Tiles.SIZE, 0, 0);
    for (int i = 0; i < range.count(); i++) {
      int tile = range.first() + i;
      int top = tiles.row(tile);
      int left = tiles.column(tile);
      int plane = (tiles.image(tile) * grid.depth() + slice) * grid.height();
      int at = to + ((plane + top) * grid.width() + left) * channelCount;
      boolean isInside = top + Tiles.SIZE <= grid.height() && left + Tiles.SIZE <= grid.width();
      for (int k = 0; k < channelCount; k += LANES) {
        VectorTransforms.targetColumns(m.data(), m.index(0, i, k), m.length(), scratch.between);
        boolean isWhole = isInside && k + LANES <= channelCount;
        VectorTransforms.targetRows(
            scratch.between,
            epilogue.bias(),
            k,
            epilogue.floor(),
            isWhole ? y : scratch.aside,
            isWhole ? at + k : 0,
            isWhole ? grid.width() * channelCount : Tiles.SIZE * LANES,
            isWhole ? channelCount : LANES);
        if (!isWhole) {
          int count = Math.min(LANES, channelCount - k);
          copyBack(grid, scratch.aside, top, left, count, y, at + k);
        }
      }
    }
  }

  /** See {@link PanelKernels#readTargetTiles}. */
  static void readTargets(
      TileRange range,
      int slice,
      float[] y,
      int from,
      Span channels,
      VectorPanels d,
      VectorScratch scratch) {
    Tiles tiles = range.tiles();
    Grid grid = tiles.sweep().target();
    int channelCount = grid.channels();
    if (channels.from() == 0) {
      scratch.read = ReadAhead.tiles(range, slice, grid, y, from, Tiles.SIZE, 0, 0);
    }
    for (int i = 0; i < range.count(); i++) {
      int tile = range.first() + i;
      int top = tiles.row(tile);
      int left = tiles.column(tile);
      int plane = (tiles.image(tile) * grid.depth() + slice) * grid.height();
      int at = from + ((plane + top) * grid.width() + left) * channelCount;
      boolean isInside = top + Tiles.SIZE <= grid.height() && left + Tiles.SIZE <= grid.width();
      for (int k = channels.from(); k < channels.to(); k += LANES) {
        boolean isWhole = isInside && k + LANES <= channelCount;
        if (!isWhole) {
          int count = Math.min(LANES, channelCount - k);
          copyAside(grid, y, at + k, top, left, Tiles.SIZE, count, scratch.aside);
        }
        VectorTransforms.adjointColumns(
            isWhole ? y : scratch.aside,
            isWhole ? at + k : 0,
            isWhole ? grid.width() * channelCount : Tiles.SIZE * LANES,
            isWhole ? channelCount : LANES,
            scratch.between);
        VectorTransforms.adjointRows(scratch.between, d.data(), d.index(0, i, k), d.length());
      }
    }
  }

  /** Copies the pixels of a tile, zero outside the image, each to a vector of its own. */
  private static void copyAside(
      Grid grid, float[] x, int at, int top, int left, int reach, int count, float[] aside) {
    for (int r = 0; r < reach; r++) {
      for (int s = 0; s < reach; s++) {
        int to = (r * reach + s) * LANES;
        if (isInside(grid, top + r, left + s)) {
          int pixel = at + (r * grid.width() + s) * grid.channels();
          System.arraycopy(x, pixel, aside, to, count);
        } else {
          Arrays.fill(aside, to, to + count, 0);
        }
      }
    }
  }

  private static void copyBack(
      Grid grid, float[] aside, int top, int left, int count, float[] y, int at) {
    for (int r = 0; r < Tiles.SIZE; r++) {
      for (int s = 0; s < Tiles.SIZE; s++) {
        if (isInside(grid, top + r, left + s)) {
          int pixel = at + (r * grid.width() + s) * grid.channels();
          System.arraycopy(aside, (r * Tiles.SIZE + s) * LANES, y, pixel, count);
        }
      }
    }
  }

  private static boolean isInside(Grid grid, int h, int w) {
    return h >= 0 && h < grid.height() && w >= 0 && w < grid.width();
  }
}
