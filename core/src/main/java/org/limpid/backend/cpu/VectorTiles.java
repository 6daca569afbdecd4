package org.limpid.backend.cpu;

import java.util.Arrays;

/**
 * Goes through tiles, a strip of them at a time, for {@link PixelTransform} and {@link
 * TargetTransform}. Channels that do not fill vectors, and strips that reach beyond the last row of
 * the target, pass through {@link VectorAside}.
 */
final class VectorTiles {

  private static final int LANES = Lanes.COUNT;
  private static final int PIXEL = VectorStrip.PIXEL;

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
    TileSize size = tiles.size();
    int above = -tiles.sweep().height().sourceStart();
    int before = -tiles.sweep().width().sourceStart();
    PixelTransform transform = PixelTransform.source(size, part);
    int seen = size.reach() - size.edge();
    read(transform, range, slice, part, block, seen, above, before, v, panel, scratch);
  }

  /** See {@link PanelKernels#readTargetTiles}. */
  static void readTargets(
      TileRange range,
      int slice,
      ChannelPart part,
      int block,
      VectorPanels d,
      VectorScratch scratch) {
    PixelTransform transform = PixelTransform.adjoint(range.tiles().size(), part);
    read(transform, range, slice, part, block, 0, 0, 0, d, 0, scratch);
  }

  private static void read(
      PixelTransform transform,
      TileRange range,
      int slice,
      ChannelPart part,
      int block,
      int seen,
      int above,
      int before,
      VectorPanels v,
      int panel,
      VectorScratch scratch) {
    Tiles tiles = range.tiles();
    int factor = part.factor().height();
    int edge = tiles.size().edge() / factor;
    int reach = edge + seen;
    int rows = tiles.size().reach();
    int first = part.blockStart(block);
    int channels = part.blockEnd(block) - first;
    int own = slice / part.factor().depth();
    float[] t = scratch.between;
    for (int i = 0; i < range.count(); ) {
      int count = strip(range, i, factor);
      int tile = range.first() + i;
      int top = Math.floorDiv(tiles.row(tile) - above, factor);
      int left = Math.floorDiv(tiles.column(tile) - before, factor);
      int pixels = (count - 1) * edge + reach;
      int image = tiles.image(tile);
      readColumns(transform, part, block, image, own, top, left, reach, rows, pixels, scratch);
      for (int k = 0; k < count; k++) {
        for (int c = 0; c < channels; c += LANES) {
          int to = v.index(panel, i + k, part.column() + first + c);
          transform.rows(t, CacheLine.FIRST + k * edge * PIXEL + c, v.data(), to);
        }
      }
      i += count;
    }
    // Whoever drops a device gets its memory back.
    Arrays.fill(scratch.rows, null);
  }

  /** How many tiles of a range, from one of them on, make the next strip. */
  private static int strip(TileRange range, int from, int factor) {
    Tiles tiles = range.tiles();
    int beside = tiles.wide() - (range.first() + from) % tiles.wide();
    int most = VectorStrip.tiles(tiles.size(), factor);
    return Math.min(most, Math.min(beside, range.count() - from));
  }

  private static void readColumns(
      PixelTransform transform,
      ChannelPart part,
      int block,
      int image,
      int slice,
      int top,
      int left,
      int reach,
      int rows,
      int pixels,
      VectorScratch scratch) {
    int height = part.grid().height();
    int width = part.grid().width();
    int channels = part.grid().channels();
    int first = part.blockStart(block);
    int count = part.blockEnd(block) - first;
    int from = Math.min(pixels, Math.max(0, -left));
    int to = Math.max(from, Math.min(pixels, width - left));
    float[] t = scratch.between;
    VectorStrip.clear(t, rows, 0, from);
    VectorStrip.clear(t, rows, to, pixels);
    if (count % LANES != 0) {
      VectorAside.copy(part, block, image, slice, top, left, reach, from, to, scratch.aside);
      for (int r = 0; r < reach; r++) {
        scratch.rows[r] = scratch.aside;
        scratch.rowAt[r] = r * VectorStrip.RUN + from * PIXEL;
      }
      int run = (to - from) * PIXEL;
      transform.columns(scratch.rows, scratch.rowAt, run, t, CacheLine.FIRST + from * PIXEL);
      return;
    }
    for (int r = 0; r < reach; r++) {
      int row = top + r;
      boolean isInside = row >= 0 && row < height;
      scratch.rows[r] = isInside ? part.array() : VectorStrip.ZEROS;
      scratch.lineAt[r] = isInside ? part.index(image, slice, row, 0) + first : 0;
      scratch.pixelStride[r] = isInside ? channels : 0;
    }
    // Pixels of which all channels are read stand one behind the other.
    int run = channels == PIXEL ? to - from : 1;
    for (int p = from; p < to; p += run) {
      int column = left + p;
      for (int r = 0; r < reach; r++) {
        scratch.rowAt[r] = scratch.lineAt[r] + column * scratch.pixelStride[r];
      }
      int numbers = run == 1 ? count : run * PIXEL;
      transform.columns(scratch.rows, scratch.rowAt, numbers, t, CacheLine.FIRST + p * PIXEL);
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
    TargetTransform transform = TargetTransform.of(tiles.size(), part);
    int factor = part.factor().height();
    int edge = tiles.size().edge() / factor;
    for (int block = 0; block < part.blocks(); block++) {
      int first = part.blockStart(block);
      int channels = part.blockEnd(block) - first;
      repeat(epilogue.bias(), first, channels, scratch.bias);
      for (int i = 0; i < range.count(); ) {
        int count = strip(range, i, factor);
        writeRows(transform, m, i, count, part.column() + first, channels, edge, scratch.between);
        int tile = range.first() + i;
        writeColumns(transform, tiles, tile, count, slice, part, block, epilogue.floor(), scratch);
        i += count;
      }
    }
  }

  /** The biases of some channels, for each pixel of a strip. */
  private static void repeat(float[] bias, int first, int channels, float[] repeated) {
    for (int p = 0; p < VectorStrip.MOST_PIXELS; p++) {
      System.arraycopy(bias, first, repeated, p * PIXEL, channels);
    }
  }

  /** The first step, for {@code count} tiles of a range from {@code i} on. */
  private static void writeRows(
      TargetTransform transform,
      VectorPanels m,
      int i,
      int count,
      int column,
      int channels,
      int edge,
      float[] t) {
    for (int k = 0; k < count; k++) {
      for (int c = 0; c < channels; c += LANES) {
        int from = m.index(0, i + k, column + c);
        transform.rows(m.data(), from, t, CacheLine.FIRST + k * edge * PIXEL + c);
      }
    }
  }

  /**
   * The same of 32 channels, of which a weighted sum alone is written.
   *
   * @param part the one channel of sums
   */
  static void writeSums(
      TileRange range,
      int slice,
      VectorPanels m,
      Epilogue epilogue,
      Epilogue.Pointwise pointwise,
      ChannelPart part,
      VectorScratch scratch) {
    Tiles tiles = range.tiles();
    TargetTransform transform = TargetTransform.of(tiles.size(), part);
    int edge = tiles.size().edge();
    float[] pixels = scratch.aside;
    repeat(epilogue.bias(), 0, PIXEL, scratch.bias);
    for (int i = 0; i < range.count(); ) {
      int count = strip(range, i, 1);
      int tile = range.first() + i;
      int top = tiles.row(tile);
      int left = tiles.column(tile);
      int height = Math.min(edge, part.grid().height() - top);
      int width = Math.min(count * edge, part.grid().width() - left);
      writeRows(transform, m, i, count, 0, PIXEL, edge, scratch.between);
      transform.columns(
          scratch.between,
          CacheLine.FIRST,
          width * PIXEL,
          scratch.bias,
          epilogue.floor(),
          pixels,
          0,
          VectorStrip.RUN);
      for (int r = 0; r < height; r++) {
        int to = part.index(tiles.image(tile), slice, top + r, left);
        VectorNarrow.dots(
            pixels,
            r * VectorStrip.RUN,
            PIXEL,
            pointwise.weight(),
            pointwise.bias(),
            Float.NEGATIVE_INFINITY,
            part.array(),
            to,
            width);
      }
      i += count;
    }
  }

  private static void writeColumns(
      TargetTransform transform,
      Tiles tiles,
      int tile,
      int count,
      int slice,
      ChannelPart part,
      int block,
      float floor,
      VectorScratch scratch) {
    int factor = part.factor().height();
    int edge = tiles.size().edge() / factor;
    int top = tiles.row(tile) / factor;
    int left = tiles.column(tile) / factor;
    int height = Math.min(edge, part.grid().height() - top);
    int width = Math.min(count * edge, part.grid().width() - left);
    int first = part.blockStart(block);
    int channels = part.blockEnd(block) - first;
    int pixelStride = part.grid().channels();
    int rowStride = part.grid().width() * pixelStride;
    int at = part.index(tiles.image(tile), slice, top, left) + first;
    float[] t = scratch.between;
    float[] bias = scratch.bias;
    int from = CacheLine.FIRST;
    if (height < edge || channels % LANES != 0) {
      float[] aside = scratch.aside;
      int run = width * PIXEL;
      transform.columns(t, from, run, bias, floor, aside, 0, VectorStrip.RUN);
      VectorAside.copyBack(
          aside, height, width, channels, part.array(), at, rowStride, pixelStride);
    } else if (pixelStride == PIXEL) {
      int run = width * PIXEL;
      transform.columns(t, from, run, bias, floor, part.array(), at, rowStride);
    } else {
      for (int p = 0; p < width; p++) {
        int to = at + p * pixelStride;
        transform.columns(t, from + p * PIXEL, channels, bias, floor, part.array(), to, rowStride);
      }
    }
  }
}
