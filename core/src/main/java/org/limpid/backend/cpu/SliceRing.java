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

  /** Memory of the panels below, which for one slice at a time is that of the products as well. */
  private final P room;

  private final P panels;
  private final P products;
  private final boolean isShared;
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
   * @param width columns of {@link #products}, 0 where nobody asks for them
   */
  SliceRing(PanelKernels<P> kernels, Tiles tiles, ChannelPart[] source, int width) {
    this.kernels = kernels;
    this.tiles = new TileRange(tiles);
    this.source = source;
    this.depth = tiles.sweep().depth();
    this.held = new int[depth.taps()];
    this.enlarged = ChannelPart.enlarged(source);
    this.metPanels = new int[held.length];
    this.metSums = new int[held.length];
    int channels = tiles.sweep().source().channels();
    this.packedLength = kernels.packedLength(channels, tiles.sweep().target().channels());
    int frequencies = tiles.size().frequencies();
    this.isShared = held.length == 1 || width == 0;
    int widest = isShared ? Math.max(channels, width) : channels;
    this.room = kernels.take(1 + held.length * frequencies, widest);
    this.panels = kernels.view(room, channels);
    this.products = isShared ? kernels.view(room, width) : kernels.take(frequencies, width);
    this.readers = new ChunkTask[source.length];
    for (int i = 0; i < source.length; i++) {
      readers[i] = reader(source[i]);
    }
  }

  /** A ring for each worker; see {@link #SliceRing}. */
  static <P> PerWorker<SliceRing<P>> perWorker(
      PanelKernels<P> kernels, WorkerPool workers, Tiles tiles, ChannelPart[] source, int width) {
    return new PerWorker<>(
        workers.workers(), () -> new SliceRing<>(kernels, tiles, source, width), SliceRing::close);
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

  /**
   * A panel for each frequency, for the products with a slice. Where there is one slice at a time,
   * each stands in the place of the panel before its own, which is needed no more by then, and
   * which the nearest cache holds: products go through the panels in order, and the slice is gone
   * after them.
   */
  P products() {
    return products;
  }

  /** Channels of the source, the first ones, whose pixels come in pairs. */
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
    first = 1 + slot * tiles.tiles().size().frequencies();
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
    int zeros = tiles.tiles().size().zeros(frequency, enlarged);
    kernels.accumulateTaps(
        panels, met, metPanels, frequency, zeros, d, frequency, tiles.count(), u, metSums, offset);
  }

  /** Gives the panels back. */
  @Override
  public void close() {
    kernels.give(room);
    if (!isShared) {
      kernels.give(products);
    }
  }
}
