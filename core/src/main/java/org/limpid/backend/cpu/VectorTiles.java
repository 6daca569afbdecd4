package org.limpid.backend.cpu;

import org.limpid.backend.Grid;

/**
 * Goes through tiles and vectors of channels for {@link SourceTransform} and {@link
 * TargetTransform}. Tiles at borders and the last, partial vector of channels are copied aside,
 * except that tiles which reach beyond the source, up to half of all in deep layers, are read where
 * they are.
 */
final class VectorTiles {

  private static final int LANES = Lanes.COUNT;

  private VectorTiles() {}

  /** See {@link PanelKernels#readTiles}. */
  static void readSources(
      TileRange range,
      int slice,
      ChannelPart part,
      int block,
      VectorPanels v,
      int panel,
      VectorScratch scratch) {
    Tiles tiles = range.tiles();
    SourceTransform transform = SourceTransform.of(tiles.size());
    int reach = tiles.size().reach();
    int above = -tiles.sweep().height().sourceStart();
    int before = -tiles.sweep().width().sourceStart();
    if (block == 0) {
      scratch.read = ReadAhead.tiles(range, slice, part, reach, above, before);
    }
    int own = slice / part.factor().depth();
    for (int i = 0; i < range.count(); i++) {
      int tile = range.first() + i;
      int image = tiles.image(tile);
      int top = tiles.row(tile) - above;
      int left = tiles.column(tile) - before;
      if (part.factor().height() == 1) {
        readSource(transform, reach, part, image, own, top, left, block, i, v, panel, scratch);
      } else {
        readRepeated(transform, reach, part, image, own, top, left, block, i, v, panel, scratch);
      }
    }
  }

  private static void readSource(
      SourceTransform transform,
      int reach,
      ChannelPart part,
      int image,
      int slice,
      int top,
      int left,
      int block,
      int row,
      VectorPanels v,
      int panel,
      VectorScratch scratch) {
    Grid grid = part.grid();
    float[] x = part.array();
    int channelCount = grid.channels();
    int at = part.index(image, slice, top, left);
    boolean isInside =
        top >= 0 && left >= 0 && top + reach <= grid.height() && left + reach <= grid.width();
    if (!isInside) {
      findInside(part, image, slice, top, left, reach, scratch);
    }
    for (int c = part.blockStart(block); c < part.blockEnd(block); c += LANES) {
      if (c + LANES > channelCount) {
        VectorAside.copy(grid, x, at + c, top, left, reach, 1, channelCount - c, scratch.aside);
        transform.columns(scratch.aside, 0, reach * LANES, LANES, scratch.between);
      } else if (isInside) {
        transform.columns(x, at + c, grid.width() * channelCount, channelCount, scratch.between);
      } else {
        transform.columns(x, scratch, c, channelCount, scratch.between);
      }
      int to = v.index(panel, row, part.column() + c);
      transform.rows(scratch.between, v.data(), to);
    }
  }

  /**
   * The same of pixels that each stand for a block of 2 x 2: the rows a tile sees, the first of
   * which is odd, are those of half as many pixels and one, the inner ones twice.
   */
  private static void readRepeated(
      SourceTransform transform,
      int reach,
      ChannelPart part,
      int image,
      int slice,
      int top,
      int left,
      int block,
      int row,
      VectorPanels v,
      int panel,
      VectorScratch scratch) {
    int ownReach = reach / 2 + 1;
    int ownTop = Math.floorDiv(top, 2);
    int ownLeft = Math.floorDiv(left, 2);
    findInside(part, image, slice, ownTop, ownLeft, ownReach, scratch);
    int channelCount = part.grid().channels();
    for (int c = part.blockStart(block); c < part.blockEnd(block); c += LANES) {
      transform.repeatedColumns(part.array(), scratch, c, channelCount, scratch.between);
      int to = v.index(panel, row, part.column() + c);
      transform.rows(scratch.between, v.data(), to);
    }
  }

  /**
   * Which rows and columns of a tile lie inside, and where the rows begin; of a row outside, where
   * another one does, times 0.
   */
  private static void findInside(
      ChannelPart part, int image, int slice, int top, int left, int reach, VectorScratch scratch) {
    Grid grid = part.grid();
    // None, if no row lies in the image.
    boolean isBeside = top >= grid.height() || top + reach <= 0;
    scratch.firstColumn = isBeside ? 0 : Math.max(0, Math.min(reach, -left));
    scratch.lastColumn = isBeside ? 0 : Math.min(reach, grid.width() - left);
    for (int r = 0; r < reach; r++) {
      int h = top + r;
      int inside = Math.max(0, Math.min(h, grid.height() - 1));
      scratch.rowFactor[r] = h == inside ? 1 : 0;
      scratch.rowAt[r] = part.index(image, slice, inside, left);
    }
  }

  /** See {@link PanelKernels#writeTiles}. */
  static void writeTargets(
      TileRange range,
      int slice,
      VectorPanels m,
      Epilogue epilogue,
      ChannelPart part,
      VectorScratch scratch) {
    Tiles tiles = range.tiles();
    TargetTransform transform = TargetTransform.of(tiles.size());
    int edge = tiles.size().edge();
    Grid grid = part.grid();
    float[] y = part.array();
    int channelCount = grid.channels();
    scratch.read = ReadAhead.tiles(range, slice, part, edge, 0, 0);
    for (int i = 0; i < range.count(); i++) {
      int tile = range.first() + i;
      int top = tiles.row(tile);
      int left = tiles.column(tile);
      int at = part.index(tiles.image(tile), slice, top, left);
      boolean isInside = top + edge <= grid.height() && left + edge <= grid.width();
      for (int k = 0; k < channelCount; k += LANES) {
        int from = m.index(0, i, part.column() + k);
        transform.columns(m.data(), from, scratch.between);
        boolean isWhole = isInside && k + LANES <= channelCount;
        transform.rows(
            scratch.between,
            epilogue.bias(),
            k,
            epilogue.floor(),
            isWhole ? y : scratch.aside,
            isWhole ? at + k : 0,
            isWhole ? grid.width() * channelCount : edge * LANES,
            isWhole ? channelCount : LANES);
        if (!isWhole) {
          int count = Math.min(LANES, channelCount - k);
          VectorAside.copyBack(grid, scratch.aside, top, left, edge, count, y, at + k);
        }
      }
    }
  }

  /** See {@link PanelKernels#readTargetTiles}. */
  static void readTargets(
      TileRange range,
      int slice,
      ChannelPart part,
      int block,
      VectorPanels d,
      VectorScratch scratch) {
    Tiles tiles = range.tiles();
    TargetTransform transform = TargetTransform.of(tiles.size());
    int edge = tiles.size().edge();
    Grid grid = part.grid();
    float[] y = part.array();
    int channelCount = grid.channels();
    int factor = part.factor().height();
    int reach = edge / factor;
    int own = slice / part.factor().depth();
    if (block == 0) {
      scratch.read = ReadAhead.tiles(range, slice, part, edge, 0, 0);
    }
    for (int i = 0; i < range.count(); i++) {
      int tile = range.first() + i;
      int top = tiles.row(tile) / factor;
      int left = tiles.column(tile) / factor;
      int at = part.index(tiles.image(tile), own, top, left);
      boolean isInside = top + reach <= grid.height() && left + reach <= grid.width();
      for (int k = part.blockStart(block); k < part.blockEnd(block); k += LANES) {
        boolean isVector = k + LANES <= channelCount;
        boolean isWhole = isVector && isInside && factor == 1;
        if (isVector && isInside && factor == 2) {
          int rowStride = grid.width() * channelCount;
          VectorAside.repeat(y, at + k, rowStride, channelCount, reach, scratch.aside);
        } else if (isVector && factor == 1 && !isInside) {
          VectorAside.copy(grid, y, at + k, top, left, edge, scratch.aside);
        } else if (!isWhole) {
          int count = Math.min(LANES, channelCount - k);
          VectorAside.copy(grid, y, at + k, top, left, edge, factor, count, scratch.aside);
        }
        transform.adjointColumns(
            isWhole ? y : scratch.aside,
            isWhole ? at + k : 0,
            isWhole ? grid.width() * channelCount : edge * LANES,
            isWhole ? channelCount : LANES,
            scratch.between);
        int to = d.index(0, i, part.column() + k);
        transform.adjointRows(scratch.between, d.data(), to);
      }
    }
  }
}
