package org.limpid.backend.cpu;

import java.util.Arrays;
import org.limpid.backend.Grid;

/**
 * Maxima, sums and means over windows, and their adjoints, a row of outputs at a time.
 *
 * <p>A row of inputs is combined with others as a whole; then, tap by tap of the window, the pixels
 * that all outputs of the row see through that tap are gathered next to each other. So every loop
 * with arithmetic runs over a long row at equal indices.
 */
class Pooling {

  private static final int ROWS = 4;

  private final WorkerPool workers;
  private final BufferPool memory;
  private final PixelCopy pixels;

  Pooling(WorkerPool workers, BufferPool memory, PixelCopy pixels) {
    this.workers = workers;
    this.memory = memory;
    this.pixels = pixels;
  }

  /** What is done with one row of outputs. */
  @FunctionalInterface
  private interface RowTask {

    /**
     * Does the row at image {@code n}, slice {@code d} and height {@code h}.
     *
     * @param at index of its first element among all outputs
     * @param rows some scratch arrays that hold a row of inputs or outputs
     */
    void run(int n, int d, int h, int at, float[][] rows);
  }

  /** The largest input of each window. */
  void maximum(WindowMap map, CpuStorage x, CpuStorage y) {
    eachRow(
        map,
        true,
        (n, d, h, at, rows) -> {
          combineRows(map, n, d, h, x, rows, true);
          combineColumns(map, rows, true);
          System.arraycopy(rows[2], 0, y.array, y.offset + at, map.outputRowLength());
        });
  }

  /** The sum over each window, or the mean of the inputs that are there. */
  void sum(WindowMap map, boolean isMean, CpuStorage x, CpuStorage y) {
    eachRow(
        map,
        true,
        (n, d, h, at, rows) -> {
          combineRows(map, n, d, h, x, rows, false);
          combineColumns(map, rows, false);
          if (isMean) {
            divideByCounts(map, d, h, rows[2]);
          }
          System.arraycopy(rows[2], 0, y.array, y.offset + at, map.outputRowLength());
        });
  }

  /** Adjoint of {@link #sum}. */
  void spread(WindowMap map, boolean isMean, CpuStorage gradY, CpuStorage gradX) {
    clearUnlessPartition(map, gradX);
    eachRow(
        map,
        map.isDisjoint(),
        (n, d, h, at, rows) -> {
          float[] share = rows[2];
          System.arraycopy(gradY.array, gradY.offset + at, share, 0, map.outputRowLength());
          if (isMean) {
            divideByCounts(map, d, h, share);
          }
          for (int id = map.depthFrom(d); id < map.depthTo(d); id++) {
            for (int ih = map.rowFrom(h); ih < map.rowTo(h); ih++) {
              int to = gradX.offset + map.inputRow(n, id, ih);
              for (int tap = 0; tap < map.g().window().width(); tap++) {
                scatter(map, tap, share, gradX.array, to);
              }
            }
          }
        });
  }

  /**
   * Gradient of {@link #maximum}: to the first input that equals it.
   *
   * @param isAdded whether it is added to what is there
   */
  void maximumBackward(
      WindowMap map,
      CpuStorage x,
      CpuStorage y,
      CpuStorage gradY,
      CpuStorage gradX,
      boolean isAdded) {
    if (!isAdded) {
      clearUnlessPartition(map, gradX);
    }
    int length = map.outputRowLength();
    int channels = map.g().input().channels();
    eachRow(
        map,
        map.isDisjoint(),
        (n, d, h, at, rows) -> {
          float[] tapped = rows[0];
          float[] result = rows[1];
          float[] rest = rows[2];
          System.arraycopy(y.array, y.offset + at, result, 0, length);
          System.arraycopy(gradY.array, gradY.offset + at, rest, 0, length);
          for (int id = map.depthFrom(d); id < map.depthTo(d); id++) {
            for (int ih = map.rowFrom(h); ih < map.rowTo(h); ih++) {
              int row = map.inputRow(n, id, ih);
              for (int tap = 0; tap < map.g().window().width(); tap++) {
                gather(map, tap, x.array, x.offset + row, tapped);
                int from = map.outputFrom(tap) * channels;
                int to = map.outputTo(tap) * channels;
                route(tapped, result, rest, from, to);
                if (isAdded && map.isDisjoint()) {
                  gather(map, tap, gradX.array, gradX.offset + row, rows[3]);
                  Rows.add(rows[3], tapped, from, to);
                }
                scatter(map, tap, tapped, gradX.array, gradX.offset + row);
              }
            }
          }
        });
  }

  /** Goes over rows of outputs in parallel, or, where their windows overlap, over images. */
  private void eachRow(WindowMap map, boolean isParallel, RowTask task) {
    Grid out = map.g().output();
    if (out.elements() == 0) {
      return;
    }
    int rowsOfImage = out.depth() * out.height();
    int length = map.outputRowLength();
    long seen = (long) length * map.g().window().volume();
    int grain = isParallel ? (int) Math.max(1, Elements.CHUNK / seen) : rowsOfImage;
    int longest = Math.max(length, map.inputRowLength());
    try (Scratch scratch = new Scratch(memory, workers.workers(), ROWS, longest)) {
      workers.split(
          out.batch() * rowsOfImage,
          grain,
          (begin, end, worker) -> {
            float[][] rows = scratch.all(worker);
            for (int row = begin; row < end; row++) {
              int d = row / out.height() % out.depth();
              task.run(row / rowsOfImage, d, row % out.height(), row * length, rows);
            }
          });
    }
  }

  /** Sets a gradient to zero, unless every element of it is going to be written. */
  final void clearUnlessPartition(WindowMap map, CpuStorage gradX) {
    if (!map.isPartition()) {
      workers.split(
          gradX.length,
          Elements.CHUNK,
          (begin, end, worker) ->
              Arrays.fill(gradX.array, gradX.offset + begin, gradX.offset + end, 0));
    }
  }

  /** Combines the input rows an output row sees, into {@code rows[0]}. */
  private static void combineRows(
      WindowMap map, int n, int d, int h, CpuStorage x, float[][] rows, boolean isMaximum) {
    int length = map.inputRowLength();
    boolean isFirst = true;
    for (int id = map.depthFrom(d); id < map.depthTo(d); id++) {
      for (int ih = map.rowFrom(h); ih < map.rowTo(h); ih++) {
        float[] target = isFirst ? rows[0] : rows[1];
        System.arraycopy(x.array, x.offset + map.inputRow(n, id, ih), target, 0, length);
        if (!isFirst && isMaximum) {
          Rows.maximum(rows[1], rows[0], 0, length);
        } else if (!isFirst) {
          Rows.add(rows[1], rows[0], 0, length);
        }
        isFirst = false;
      }
    }
  }

  /** Combines the pixels of {@code rows[0]} that each output sees, into {@code rows[2]}. */
  private void combineColumns(WindowMap map, float[][] rows, boolean isMaximum) {
    int channels = map.g().input().channels();
    float start = isMaximum ? Float.NEGATIVE_INFINITY : 0;
    Arrays.fill(rows[2], 0, map.outputRowLength(), start);
    for (int tap = 0; tap < map.g().window().width(); tap++) {
      gather(map, tap, rows[0], 0, rows[1]);
      int from = map.outputFrom(tap) * channels;
      int to = map.outputTo(tap) * channels;
      if (isMaximum) {
        Rows.maximum(rows[1], rows[2], from, to);
      } else {
        Rows.add(rows[1], rows[2], from, to);
      }
    }
  }

  /** Brings the pixels that outputs see through a tap to where the outputs stand in their row. */
  private void gather(WindowMap map, int tap, float[] x, int row, float[] tapped) {
    int channels = map.g().input().channels();
    int from = map.outputFrom(tap);
    pixels.copy(
        x,
        row + map.column(from, tap) * channels,
        map.g().stride().width() * channels,
        tapped,
        from * channels,
        channels,
        channels,
        map.outputTo(tap) - from);
  }

  /** The way back of {@link #gather}; adds up where windows overlap. */
  private void scatter(WindowMap map, int tap, float[] tapped, float[] gradX, int row) {
    int channels = map.g().input().channels();
    int from = map.outputFrom(tap);
    int count = map.outputTo(tap) - from;
    int to = row + map.column(from, tap) * channels;
    int stride = map.g().stride().width() * channels;
    if (map.isDisjoint()) {
      pixels.copy(tapped, from * channels, channels, gradX, to, stride, channels, count);
    } else {
      Pixels.add(tapped, from * channels, channels, gradX, to, stride, channels, count);
    }
  }

  /** Divides a row of outputs by how many inputs each sees. */
  private static void divideByCounts(WindowMap map, int d, int h, float[] row) {
    int channels = map.g().output().channels();
    int width = map.g().output().width();
    int rows = (map.depthTo(d) - map.depthFrom(d)) * (map.rowTo(h) - map.rowFrom(h));
    for (int w = 0; w < width; ) {
      int columns = map.columnTo(w) - map.columnFrom(w);
      int next = w + 1;
      while (next < width && map.columnTo(next) - map.columnFrom(next) == columns) {
        next++;
      }
      Rows.scale(1f / (rows * columns), row, w * channels, next * channels);
      w = next;
    }
  }

  /**
   * Gives the gradient to inputs that equal the result, where none before did, and zero, never a
   * negative one, to others.
   *
   * @param x inputs; overwritten by their gradients. Modified.
   * @param y maxima
   * @param rest gradient with respect to the maxima that was not given away yet. Modified.
   */
  private static void route(float[] x, float[] y, float[] rest, int from, int to) {
    for (int i = from; i < to; i++) {
      float passed = rest[i] * Math.min((y[i] - x[i]) * Activations.HUGE * Activations.HUGE, 1f);
      x[i] = rest[i] - passed;
      rest[i] = passed;
    }
  }
}
