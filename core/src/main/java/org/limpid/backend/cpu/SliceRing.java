package org.limpid.backend.cpu;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Transformed tiles of the source slices that a target slice sees, each transformed once while the
 * targets go by: slice {@code s} is kept at {@code s mod taps}.
 */
final class SliceRing<P> {

  private final PanelKernels<P> kernels;
  private final TileRange tiles;
  private final List<ChannelPart> source;
  private final P panels;
  private final AxisSweep depth;
  private final int[] held;
  private final int enlarged;

  SliceRing(PanelKernels<P> kernels, TileRange tiles, List<ChannelPart> source, P panels) {
    this.kernels = kernels;
    this.tiles = tiles;
    this.source = source;
    this.panels = panels;
    this.depth = tiles.tiles().sweep().depth();
    this.held = new int[depth.taps()];
    this.enlarged = enlarged(source);
    Arrays.fill(held, -1);
  }

  /** Where the transformed tiles are. */
  P panels() {
    return panels;
  }

  /** Channels in the first, enlarged parts, whose pixels come in pairs: whole blocks of them. */
  int enlarged() {
    return enlarged;
  }

  private static int enlarged(List<ChannelPart> parts) {
    int channels = 0;
    for (ChannelPart part : parts) {
      if (part.factor().height() == 1) {
        break;
      }
      channels += part.grid().channels();
    }
    return channels / PanelKernels.BLOCK * PanelKernels.BLOCK;
  }

  /** How many source slices a target slice sees. */
  int taps() {
    return held.length;
  }

  /** Whether a tap meets a source slice, and not the zeros around it. */
  boolean has(int target, int tap) {
    int slice = depth.source(target) + tap;
    return slice >= 0 && slice < tiles.tiles().sweep().source().depth();
  }

  /** The taps that meet a source slice. */
  int[] taps(int target) {
    return IntStream.range(0, held.length).filter(tap -> has(target, tap)).toArray();
  }

  /** First panel of the slice that a tap meets, transformed now unless it is there. */
  int panel(int target, int tap, Runner runner) {
    int slice = depth.source(target) + tap;
    int slot = slice % held.length;
    int first = slot * tiles.tiles().size().frequencies();
    if (held[slot] != slice) {
      held[slot] = slice;
      for (ChannelPart part : source) {
        int channels = part.grid().channels();
        runner.run(
            Span.count(PanelKernels.BLOCK, channels),
            (i, worker) -> {
              Span span = Span.of(i, PanelKernels.BLOCK, channels);
              kernels.readTiles(tiles, slice, part, span, panels, first);
            });
      }
    }
    return first;
  }
}
