package org.limpid.denoise;

import java.io.IOException;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.PixelSource;
import org.limpid.denoise.predict.TiledPredictor;
import org.limpid.denoise.predict.TiledPredictor.Job;
import org.limpid.denoise.predict.TiledPredictor.Plan;
import org.limpid.denoise.predict.Tiling;

/**
 * What a network makes of an image, computed when it is asked for: always a whole row of tiles,
 * which is kept until another one is needed.
 */
final class DenoisedReader implements RegionReader {
  /** With less a network would spend its time on halos. */
  private static final long LEAST_BYTES = 16L << 20;

  private final Image noisy;
  private final List<PixelSource> sources;
  private final Model model;
  private final DoubleConsumer progress;
  private final Plan plan;
  private final SmallerTiles tiles;

  /** What an earlier process has computed, and this one will have; null if that is not kept. */
  private @Nullable FinishedBands finished;

  /** The row of tiles computed last, {@code [slices, rows, W, C]}, and where it lies. */
  private float[] band = new float[0];

  private int bandSource = -1;
  private int bandSlice;
  private int bandRow;
  private int done;

  /**
   * Nothing is computed yet. Of tiles the largest are taken for which the network, and rows of them
   * beside it, have room: the network in three tenths of Java's heap, a row in half as much.
   *
   * @param predictors makes one that keeps to a number of bytes
   * @param mostBytes what the network may use in any case
   * @param progress told the fraction that is done
   * @throws IllegalArgumentException if there is no room for the smallest tile
   */
  DenoisedReader(
      Image noisy,
      Model model,
      LongFunction<TiledPredictor> predictors,
      long mostBytes,
      DoubleConsumer progress) {
    this.noisy = noisy;
    this.sources = model.network().isVolumetric() ? Frames.volumes(noisy) : Frames.planes(noisy);
    this.model = model;
    this.progress = progress;
    long heap = Runtime.getRuntime().maxMemory();
    long bytes = Math.min(mostBytes, heap / 10 * 3);
    Size3 extents = sources.get(0).extents();
    Plan planned = predictors.apply(bytes).plan(extents, 1);
    long chosen = bytes;
    while (bandBytes(planned.tiling()) > heap / 100 * 15 && bytes > 2 * LEAST_BYTES) {
      bytes /= 2;
      try {
        planned = predictors.apply(bytes).plan(extents, 1);
        chosen = bytes;
      } catch (IllegalArgumentException e) {
        break; // no smaller tile is possible, so the last one has to do
      }
    }
    plan = planned;
    tiles = new SmallerTiles(predictors, chosen, extents, 1);
  }

  /** Where the image will be cut. */
  Plan plan() {
    return plan;
  }

  /** Takes bands from a file, and adds to it those that it computes. */
  void keepIn(FinishedBands bands) {
    finished = bands;
  }

  private double bandBytes(Tiling tiling) {
    Size3 step = tiling.step();
    return 4.0 * step.depth() * step.height() * noisy.width() * noisy.channels();
  }

  @Override
  public int bandRows() {
    return plan.tiling().step().height();
  }

  @Override
  public int bandSlices() {
    return plan.tiling().step().depth();
  }

  @Override
  public synchronized void read(
      int frame, int slice, int y, int x, int rows, int columns, float[] target, int offset)
      throws IOException {
    int depth = sources.get(0).extents().depth();
    int plane = frame * noisy.depth() + slice;
    int channels = noisy.channels();
    Size3 step = plan.tiling().step();
    for (int row = y; row < y + rows; row++) {
      int top = row / step.height() * step.height();
      int first = plane % depth / step.depth() * step.depth();
      if (plane / depth != bandSource || first != bandSlice || top != bandRow) {
        fetch(plane / depth, first, top);
      }
      int inBand = (plane % depth - first) * bandHeight(top) + row - top;
      System.arraycopy(
          band,
          (inBand * noisy.width() + x) * channels,
          target,
          offset + (row - y) * columns * channels,
          columns * channels);
    }
  }

  private int bandHeight(int top) {
    return Math.min(plan.tiling().step().height(), noisy.height() - top);
  }

  private void fetch(int source, int slice, int top) throws IOException {
    int index = index(source, slice, top);
    float[] known = finished == null ? null : finished.read(index);
    if (known == null) {
      known = compute(source, slice, top);
      if (finished != null) {
        finished.add(index, known);
      }
    }
    band = known;
    bandSource = source;
    bandSlice = slice;
    bandRow = top;
    done++;
    progress.accept(Math.min(1, done / (double) bands()));
  }

  private int index(int source, int slice, int top) {
    Size3 extents = sources.get(0).extents();
    Size3 step = plan.tiling().step();
    int down = (extents.height() - 1) / step.height() + 1;
    int deep = (extents.depth() - 1) / step.depth() + 1;
    return (source * deep + slice / step.depth()) * down + top / step.height();
  }

  private float[] compute(int source, int slice, int top) {
    int depth = sources.get(0).extents().depth();
    int slices = Math.min(plan.tiling().step().depth(), depth - slice);
    int rows = bandHeight(top);
    int width = noisy.width();
    int channels = noisy.channels();
    int size = Math.multiplyExact(Math.multiplyExact(slices * rows, width), channels);
    bandSource = -1;
    // The old row is let go before the new one is made.
    band = new float[0];
    float[] result = new float[size];
    Job job =
        new Job(
            model.normalization().over(sources.get(source)),
            (z, y, x, channel, value) -> {
              // A network may say more about each channel behind the channels themselves, and
              // smaller tiles, where memory is short, may reach beyond the row of tiles.
              boolean isWithin = z >= slice && z < slice + slices && y >= top && y < top + rows;
              if (channel < channels && isWithin) {
                int pixel = ((z - slice) * rows + y - top) * width + x;
                result[pixel * channels + channel] = model.output().undo(value, channel);
              }
            });
    tiles.run(
        (predictor, cut) ->
            predictor.predict(
                job,
                cut,
                cut.tiling().tiles().stream()
                    .filter(
                        tile -> overlaps(tile.write().depth(), tile.size().depth(), slice, slices))
                    .filter(
                        tile -> overlaps(tile.write().height(), tile.size().height(), top, rows))
                    .toList()));
    for (int i = 0; i < slices; i++) {
      int plane = source * depth + slice + i;
      Frames.keepGaps(
          noisy,
          plane / noisy.depth(),
          plane % noisy.depth(),
          top,
          rows,
          result,
          i * rows * width * channels);
    }
    return result;
  }

  private static boolean overlaps(int from, int length, int otherFrom, int otherLength) {
    return from < otherFrom + otherLength && otherFrom < from + length;
  }

  private long bands() {
    Size3 extents = sources.get(0).extents();
    Size3 step = plan.tiling().step();
    long down = (extents.height() - 1) / step.height() + 1;
    return sources.size() * down * ((extents.depth() - 1) / step.depth() + 1);
  }

  @Override
  public boolean hasAlpha() {
    return noisy.hasAlpha();
  }

  @Override
  public void readAlpha(
      int frame, int slice, int y, int x, int rows, int columns, float[] target, int offset) {
    noisy.copyAlpha(frame, slice, y, x, rows, columns, target, offset);
  }
}
