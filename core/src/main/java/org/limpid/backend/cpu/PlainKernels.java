package org.limpid.backend.cpu;

import java.util.Arrays;

/** Panels in plain loops, which C2 turns into vector instructions. */
final class PlainKernels implements PanelKernels<PlainPanels> {

  /** Rows for which loops still pay. */
  private static final int FEWEST_ROWS = 128;

  /** Chunks that let workers share, as long as there are enough rows. */
  private static final int CHUNKS = 2;

  private final Reserve<PlainPanels> panels = new Reserve<>(PlainPanels::new);
  private final Reserve<PlainScratch> scratches = new Reserve<>(PlainScratch::new);

  @Override
  public String description() {
    return "plain loops";
  }

  @Override
  public int rows(int floatsPerRow, int available) {
    return Math.min(PlainPanels.ROWS, Math.max(FEWEST_ROWS, available / CHUNKS));
  }

  @Override
  public int sharedRows(int available) {
    return PlainPanels.ROWS;
  }

  @Override
  public PlainPanels take(int count, int depth) {
    PlainPanels taken = panels.take();
    taken.reshape(count, depth);
    return taken;
  }

  @Override
  public PlainPanels view(PlainPanels taken, int depth) {
    return taken.view(depth);
  }

  @Override
  public void give(PlainPanels taken) {
    panels.give(taken);
  }

  @Override
  public void clear(PlainPanels cleared) {
    cleared.clear();
  }

  @Override
  public int packedLength(int depth, int width) {
    return depth * width;
  }

  @Override
  public void pack(float[] weight, int from, int depth, int width, float[] packed) {
    System.arraycopy(weight, from, packed, 0, depth * width);
  }

  @Override
  public void unpackSum(
      float[] packed, int from, int copies, int stride, int depth, int width, float[] sum, int to) {
    for (int i = 0; i < depth * width; i++) {
      float total = packed[from + i];
      for (int copy = 1; copy < copies; copy++) {
        total += packed[from + copy * stride + i];
      }
      sum[to + i] = total;
    }
  }

  @Override
  public void multiply(
      PlainPanels a,
      int aPanel,
      int zeros,
      float[] u,
      int from,
      PlainPanels m,
      int mPanel,
      int unused,
      int rows,
      boolean add) {
    if (!add) {
      for (int k = unused; k < m.depth(); k++) {
        Arrays.fill(m.column(mPanel, k), 0, rows, 0);
      }
    }
    PlainProduct.multiply(a, aPanel, zeros, u, from, m, mPanel, unused, rows);
  }

  @Override
  public void accumulate(
      PlainPanels a,
      int aPanel,
      int zeros,
      PlainPanels d,
      int dPanel,
      int rows,
      float[] u,
      int to) {
    PlainScratch scratch = scratches.take();
    PlainSums.accumulate(a, aPanel, zeros, d, dPanel, rows, u, to, scratch);
    scratches.give(scratch);
  }

  @Override
  public void accumulateTaps(
      PlainPanels a,
      int taps,
      int[] aPanels,
      int shift,
      int zeros,
      PlainPanels d,
      int dPanel,
      int rows,
      float[] u,
      int[] to,
      int offset) {
    PlainScratch scratch = scratches.take();
    PlainSums.accumulateTaps(
        a, taps, aPanels, shift, zeros, d, dPanel, rows, u, to, offset, scratch);
    scratches.give(scratch);
  }

  @Override
  public void addRun(float[] x, int at, float[] sum, int count, float[] room) {
    System.arraycopy(x, at, room, 0, count);
    Rows.add(room, sum, 0, count);
  }

  @Override
  public void readPatches(Sweep sweep, float[] x, int from, int first, int count, PlainPanels a) {
    PlainScratch scratch = scratches.take();
    PlainPixels.read(sweep, x, from, first, count, a, scratch);
    scratches.give(scratch);
  }

  @Override
  public void writePixels(
      Sweep sweep, PlainPanels m, int first, int count, Epilogue epilogue, float[] y, int to) {
    PlainScratch scratch = scratches.take();
    PlainPixels.write(sweep, m, first, count, epilogue, y, to, scratch);
    scratches.give(scratch);
  }

  @Override
  public void packTaps(
      TileSize size,
      float[] weight,
      int from,
      int depth,
      int width,
      Span channels,
      float[] packed,
      int to) {
    PlainScratch scratch = scratches.take();
    Span weights = new Span(channels.from() * width, channels.to() * width);
    PlainTaps.pack(size, weight, from, depth * width, weights, packed, to, scratch);
    scratches.give(scratch);
  }

  @Override
  public void unpackTapsSum(
      TileSize size,
      float[] packed,
      int from,
      int copies,
      int stride,
      int depth,
      int width,
      Span channels,
      float[] sum,
      int to) {
    PlainScratch scratch = scratches.take();
    Span weights = new Span(channels.from() * width, channels.to() * width);
    PlainTaps.unpackSum(
        size, packed, from, copies, stride, depth * width, weights, sum, to, scratch);
    scratches.give(scratch);
  }

  @Override
  public void readTiles(
      TileRange tiles, int slice, ChannelPart part, int block, PlainPanels v, int panel) {
    PlainScratch scratch = scratches.take();
    PlainTiles.readSources(tiles, slice, part, block, v, panel, scratch);
    scratches.give(scratch);
  }

  @Override
  public void writeTiles(
      TileRange tiles, int slice, PlainPanels m, Epilogue epilogue, ChannelPart part) {
    PlainScratch scratch = scratches.take();
    PlainTiles.writeTargets(tiles, slice, m, epilogue, part, scratch);
    scratches.give(scratch);
  }

  @Override
  public void readTargetTiles(
      TileRange tiles, int slice, ChannelPart part, int block, PlainPanels d) {
    PlainScratch scratch = scratches.take();
    PlainTiles.readTargets(tiles, slice, part, block, d, scratch);
    scratches.give(scratch);
  }
}
