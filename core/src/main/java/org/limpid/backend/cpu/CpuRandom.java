package org.limpid.backend.cpu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Grid;
import org.limpid.backend.PadGeometry;
import org.limpid.backend.RandomKernels;
import org.limpid.backend.SpotGeometry;
import org.limpid.backend.Storage;
import org.limpid.random.RandomKey;

/** Counter-based random numbers. */
final class CpuRandom implements RandomKernels {

  private static final int TILE = 4 * PhiloxTile.BLOCKS;

  private final WorkerPool workers;

  CpuRandom(WorkerPool workers) {
    this.workers = workers;
  }

  /**
   * What is done with {@code count} numbers, in units of 2^-24, for the elements from {@code at}.
   */
  @FunctionalInterface
  private interface TileTask {
    void run(int[] units, int at, int count);
  }

  @Override
  public void uniform(RandomKey key, Storage y) {
    CpuStorage to = CpuStorage.of("uniform", "y", y);
    eachTile(key, to.length, (units, at, count) -> scale(units, to.array, to.offset + at, count));
  }

  @Override
  public void bernoulli(RandomKey key, float keep, float scale, Storage x, Storage y) {
    CpuStorage to = CpuStorage.of("bernoulli", "y", y);
    CpuStorage from = CpuStorage.of("bernoulli", "x", x, to.length);
    int kept = units(keep);
    eachTile(
        key,
        to.length,
        (units, at, count) ->
            select(
                units,
                0,
                kept,
                scale,
                from.array,
                from.offset + at,
                to.array,
                to.offset + at,
                count));
  }

  @Override
  public void bernoulliPart(
      PadGeometry place, RandomKey key, float keep, float scale, Storage x, Storage y) {
    Grid part = place.inner();
    CpuStorage to = CpuStorage.of("bernoulliPart", "y", y, part.elements());
    CpuStorage from = CpuStorage.of("bernoulliPart", "x", x, part.elements());
    int kept = units(keep);
    int length = part.width() * part.channels();
    int rows = part.batch() * part.depth() * part.height();
    workers.split(
        rows,
        Math.max(1, Elements.CHUNK / Math.max(1, length)),
        (begin, end, worker) -> {
          PhiloxTile tile = new PhiloxTile();
          for (int row = begin; row < end; row++) {
            long start = whereRowBegins(place, row);
            for (int at = 0; at < length; ) {
              long element = start + at;
              int skip = (int) (element & 3);
              int count = Math.min(length - at, TILE - skip);
              int index = row * length + at;
              select(
                  tile.compute(key, element >>> 2),
                  skip,
                  kept,
                  scale,
                  from.array,
                  from.offset + index,
                  to.array,
                  to.offset + index,
                  count);
              at += count;
            }
          }
        });
  }

  @Override
  public void hide(
      SpotGeometry spots, RandomKey key, Storage counted, Storage x, Storage y, Storage weight) {
    Grid grid = spots.grid();
    CpuStorage masks = CpuStorage.of("hide", "counted", counted, spots.masks());
    CpuStorage from = CpuStorage.of("hide", "x", x, grid.elements());
    CpuStorage to = CpuStorage.of("hide", "y", y, grid.elements());
    CpuStorage weights = CpuStorage.of("hide", "weight", weight, grid.elements());
    System.arraycopy(from.array, from.offset, to.array, to.offset, to.length);
    Arrays.fill(weights.array, weights.offset, weights.end(), 0);
    int channels = grid.channels();
    workers.run(
        grid.batch() * channels,
        (row, worker) ->
            spots.draw(
                row / channels,
                row % channels,
                key,
                at -> from.array[from.offset + at],
                (at, replacement) -> {
                  int pixel = at / channels;
                  float bits = masks.array[masks.offset + pixel / SpotGeometry.BITS];
                  to.array[to.offset + at] = replacement;
                  weights.array[weights.offset + at] = SpotGeometry.isMarked(bits, pixel) ? 1 : 0;
                }));
  }

  /** Index in the whole of the first element of a row of the part. */
  private static long whereRowBegins(PadGeometry place, int row) {
    Grid part = place.inner();
    Grid whole = place.outer();
    int h = row % part.height() + place.before().height();
    int d = row / part.height() % part.depth() + place.before().depth();
    int n = row / part.height() / part.depth();
    long line = ((long) n * whole.depth() + d) * whole.height() + h;
    return (line * whole.width() + place.before().width()) * whole.channels();
  }

  private void eachTile(RandomKey key, int elements, TileTask task) {
    @Nullable PhiloxTile[] tiles = new @Nullable PhiloxTile[workers.workers()];
    workers.split(
        elements,
        Elements.CHUNK,
        (begin, end, worker) -> {
          PhiloxTile tile = tiles[worker];
          if (tile == null) {
            tile = new PhiloxTile();
            tiles[worker] = tile;
          }
          for (int at = begin; at < end; at += TILE) {
            task.run(tile.compute(key, at / 4), at, Math.min(end - at, TILE));
          }
        });
  }

  /** u·2^-24 < keep for whole u means u < ceil(keep·2^24). */
  private static int units(float keep) {
    return (int) Math.ceil(Math.min(Math.max(keep, 0f), 1f) * 0x1p24);
  }

  private static void scale(int[] units, float[] y, int at, int count) {
    for (int i = 0; i < count; i++) {
      y[at + i] = units[i] * 0x1p-24f;
    }
  }

  /**
   * Without a branch, which would be mispredicted, and so that what is dropped is 0 in any case.
   */
  private static void select(
      int[] units,
      int unitsAt,
      int kept,
      float scale,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int count) {
    for (int i = 0; i < count; i++) {
      int mask = (units[unitsAt + i] - kept) >> 31;
      y[yAt + i] = Float.intBitsToFloat(Float.floatToRawIntBits(scale * x[xAt + i]) & mask);
    }
  }
}
