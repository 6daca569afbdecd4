package org.limpid.backend.cpu;

/**
 * Winograd's transforms of images, with the matrices of {@link Points}: the inputs of tiles {@code
 * V = Bᵀ x B}, their outputs {@code y = Aᵀ M A}, and the adjoint of the latter {@code D = A y Aᵀ}.
 * A few channels of all tiles at a time, first along columns of the tiles, then along rows.
 */
final class PlainTiles {

  private PlainTiles() {}

  /** See {@link PanelKernels#readTiles}. */
  static void readSources(
      TileRange tiles,
      int slice,
      ChannelPart part,
      int block,
      PlainPanels v,
      int panel,
      PlainScratch scratch) {
    Sweep sweep = tiles.tiles().sweep();
    PlainTransform transform = PlainTransform.of(tiles.tiles().size());
    int reach = tiles.tiles().size().reach();
    int above = -sweep.height().sourceStart();
    int before = -sweep.width().sourceStart();
    int[][] at = scratch.indices;
    PlainPixels.findTiles(tiles, slice, part, reach, above, before, at);
    float[][] d = scratch.pixels;
    float[][] t = scratch.second;
    int n = tiles.count();
    int column = part.column();
    int end = part.blockEnd(block);
    for (int first = part.blockStart(block); first < end; first += PlainPixels.GROUP) {
      int group = Math.min(PlainPixels.GROUP, end - first);
      PlainOverlap.gather(tiles, part.array(), at, first, group, d);
      for (int c = first; c < first + group; c++) {
        for (int s = 0; s < reach; s++) {
          transform.source(d, (c - first) * reach * reach + s, reach, t, s, reach, n);
        }
        for (int r = 0; r < reach; r++) {
          int to = (panel + reach * r) * v.stride() + column + c;
          transform.source(t, reach * r, 1, v.columns(), to, v.stride(), n);
        }
      }
    }
  }

  /** See {@link PanelKernels#writeTiles}. */
  static void writeTargets(
      TileRange tiles,
      int slice,
      PlainPanels m,
      Epilogue epilogue,
      ChannelPart part,
      PlainScratch scratch) {
    PlainTransform transform = PlainTransform.of(tiles.tiles().size());
    boolean isSummed = part.isEnlarged();
    int edge = tiles.tiles().size().edge() / part.factor().height();
    int reach = tiles.tiles().size().reach();
    int[][] at = scratch.indices;
    PlainPixels.findTargets(tiles, slice, part, edge, at);
    float[][] d = scratch.pixels;
    float[][] t = scratch.second;
    int n = tiles.count();
    int channels = part.grid().channels();
    int column = part.column();
    for (int first = 0; first < channels; first += PlainPixels.GROUP) {
      int group = Math.min(PlainPixels.GROUP, channels - first);
      for (int k = first; k < first + group; k++) {
        for (int r = 0; r < reach; r++) {
          int from = reach * r * m.stride() + column + k;
          if (isSummed) {
            transform.targetPairs(m.columns(), from, m.stride(), t, edge * r, 1, n);
          } else {
            transform.target(m.columns(), from, m.stride(), t, edge * r, 1, n);
          }
        }
        for (int s = 0; s < edge; s++) {
          int to = (k - first) * edge * edge + s;
          if (isSummed) {
            transform.targetPairs(t, s, edge, d, to, edge, n);
          } else {
            transform.target(t, s, edge, d, to, edge, n);
          }
        }
      }
      for (int i = 0; i < edge * edge; i++) {
        PlainPixels.scatter(d, i, edge * edge, epilogue, at[i], first, group, n, part.array());
      }
    }
  }

  /** See {@link PanelKernels#readTargetTiles}. */
  static void readTargets(
      TileRange tiles,
      int slice,
      ChannelPart part,
      int block,
      PlainPanels d,
      PlainScratch scratch) {
    PlainTransform transform = PlainTransform.of(tiles.tiles().size());
    int edge = tiles.tiles().size().edge();
    int reach = tiles.tiles().size().reach();
    int[][] at = scratch.indices;
    PlainPixels.findTiles(tiles, slice, part, edge, 0, 0, at);
    float[][] g = scratch.pixels;
    float[][] t = scratch.second;
    int n = tiles.count();
    int end = part.blockEnd(block);
    for (int first = part.blockStart(block); first < end; first += PlainPixels.GROUP) {
      int group = Math.min(PlainPixels.GROUP, end - first);
      for (int i = 0; i < edge * edge; i++) {
        PlainPixels.gather(part.array(), at[i], first, group, 0, n, g, i, edge * edge);
      }
      for (int k = first; k < first + group; k++) {
        for (int s = 0; s < edge; s++) {
          transform.targetAdjoint(g, (k - first) * edge * edge + s, edge, t, s, edge, n);
        }
        for (int r = 0; r < reach; r++) {
          int to = reach * r * d.stride() + part.column() + k;
          transform.targetAdjoint(t, edge * r, 1, d.columns(), to, d.stride(), n);
        }
      }
    }
  }
}
