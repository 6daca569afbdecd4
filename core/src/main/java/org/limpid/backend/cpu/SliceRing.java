package org.limpid.backend.cpu;

import java.util.Arrays;

/**
 * Transformed tiles of the source slices that a target slice sees, each transformed once while the
 * targets go by: slice {@code s} is kept at {@code s mod taps}. Serves one range of tiles after the
 * other.
 */
final class SliceRing<P> implements AutoCloseable {

  private final PanelKernels<P> kernels;
  private final TileRange tiles;
  private final ChannelPart[] source;
  private final P panels;
  private final AxisSweep depth;
  private final int[] held;
  private final int enlarged;
  private final int packedLength;

  /** Transforms the slice below; made once, since a ring reads a great many. */
  private final ChunkTask[] readers;

  private int slice;
  private int first;

  /** How many taps met a slice, where their panels begin, and their sums. */
  private int met;

  private final int[] metPanels;
  private final int[] metSums;

  /**
   * A ring without tiles as yet.
   *
   * @param source the parts of what is read. Not modified.
   */
  SliceRing(PanelKernels<P> kernels, Tiles tiles, ChannelPart[] source) {
    this.kernels = kernels;
    this.tiles = new TileRange(tiles);
    this.source = source;
    this.depth = tiles.sweep().depth();
    this.held = new int[depth.taps()];
    this.enlarged = enlarged(source);
    this.metPanels = new int[held.length];
    this.metSums = new int[held.length];
    int channels = tiles.sweep().source().channels();
    this.packedLength = kernels.packedLength(channels, tiles.sweep().target().channels());
    this.panels = kernels.take(held.length * tiles.size().frequencies(), channels);
    this.readers = new ChunkTask[source.length];
    for (int i = 0; i < source.length; i++) {
      readers[i] = reader(source[i]);
    }
  }

  /** A ring for each worker; see {@link #SliceRing}. */
  static <P> PerWorker<SliceRing<P>> perWorker(
      PanelKernels<P> kernels, WorkerPool workers, Tiles tiles, ChannelPart[] source) {
    return new PerWorker<>(
        workers.workers(), () -> new SliceRing<>(kernels, tiles, source), SliceRing::close);
  }

  private static int enlarged(ChannelPart[] parts) {
    int channels = 0;
    for (ChannelPart part : parts) {
      if (part.factor().height() == 1) {
        break;
      }
      channels += part.grid().channels();
    }
    return channels / PanelKernels.BLOCK * PanelKernels.BLOCK;
  }

  /** Goes to other tiles: {@code count} from {@code first} on. */
  void moveTo(int first, int count) {
    tiles.moveTo(first, count);
    Arrays.fill(held, -1);
  }

  /** The tiles it is at. */
  TileRange tiles() {
    return tiles;
  }

  /** Where the transformed tiles are. */
  P panels() {
    return panels;
  }

  /** Channels in the first, enlarged parts, whose pixels come in pairs: whole blocks of them. */
  int enlarged() {
    return enlarged;
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

  /** First panel of the slice that a tap meets, transformed now unless it is there. */
  int panel(int target, int tap, Runner runner) {
    slice = depth.source(target) + tap;
    int slot = slice % held.length;
    first = slot * tiles.tiles().size().frequencies();
    if (held[slot] != slice) {
      held[slot] = slice;
      for (int i = 0; i < source.length; i++) {
        runner.run(source[i].blocks(), readers[i]);
      }
    }
    return first;
  }

  private ChunkTask reader(ChannelPart part) {
    return (block, worker) -> kernels.readTiles(tiles, slice, part, block, panels, first);
  }

  /** Gets ready all slices that a target slice sees, for {@link #accumulate}. */
  void meet(int target, Runner runner) {
    met = 0;
    for (int tap = 0; tap < held.length; tap++) {
      if (has(target, tap)) {
        metPanels[met] = panel(target, tap, runner);
        metSums[met] = tap * tiles.tiles().size().frequencies() * packedLength;
        met++;
      }
    }
  }

  /**
   * Adds the products of the slices met with the tiles of the target, at one frequency.
   *
   * @param d a panel for each frequency. Not modified.
   * @param u a packed matrix for each tap and frequency from {@code to} on. Modified.
   */
  void accumulate(P d, int frequency, float[] u, int to) {
    int offset = to + frequency * packedLength;
    kernels.accumulateTaps(
        panels, met, metPanels, frequency, d, frequency, tiles.count(), u, metSums, offset);
  }

  /** Gives the panels back. */
  @Override
  public void close() {
    kernels.give(panels);
  }
}
