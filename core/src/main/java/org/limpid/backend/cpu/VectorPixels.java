package org.limpid.backend.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.limpid.backend.Grid;

/**
 * Moves pixels between channels-last images and {@link VectorPanels}. The taps of one row of the
 * kernel are neighbours in memory, and for the pixels of a run they are a constant apart, so a
 * vector, or else an element, of all those pixels is moved in one loop.
 */
final class VectorPixels {

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;
  private static final int BLOCK = VectorProduct.BLOCK;

  private VectorPixels() {}

  /** See {@link PanelKernels#readPatches}. */
  static void read(
      Sweep sweep, float[] x, int from, int first, int count, VectorPanels a, PixelRun run) {
    for (int row = 0; row < count; ) {
      run.moveTo(sweep, first + row, count - row);
      readRun(sweep, x, from, run, a, row);
      row += run.count();
    }
  }

  private static void readRun(
      Sweep sweep, float[] x, int from, PixelRun run, VectorPanels a, int row) {
    Grid in = sweep.source();
    int length = sweep.width().taps() * in.channels();
    int d = sweep.depth().source(run.depth());
    int h = sweep.height().source(run.height());
    int column = 0;
    for (int i = d; i < d + sweep.depth().taps(); i++) {
      for (int j = h; j < h + sweep.height().taps(); j++) {
        if (i < 0 || i >= in.depth() || j < 0 || j >= in.height()) {
          clear(a, row, run.count(), column, length);
        } else {
          int line = ((run.image() * in.depth() + i) * in.height() + j) * in.width();
          readLine(sweep, x, from + line * in.channels(), run, a, row, column);
        }
        column += length;
      }
    }
  }

  /** Reads from one row of the source, at whose ends taps may lie outside. */
  private static void readLine(
      Sweep sweep, float[] x, int from, PixelRun run, VectorPanels a, int row, int column) {
    int channels = sweep.source().channels();
    int taps = sweep.width().taps();
    int extent = sweep.source().width();
    int step = sweep.width().sourceStep();
    int start = sweep.width().source(run.width());
    int begin = Math.max(0, Math.min(run.count(), Math.floorDiv(step - 1 - start, step)));
    int inside = Math.floorDiv(extent - taps - start, step) + 1;
    int end = Math.max(begin, Math.min(run.count(), inside));
    int at = from + (start + begin * step) * channels;
    copy(x, at, step * channels, a, row + begin, end - begin, column, taps * channels, true);
    for (int i = 0; i < begin; i++) {
      readEdge(sweep, x, from, start + i * step, a, row + i, column);
    }
    for (int i = end; i < run.count(); i++) {
      readEdge(sweep, x, from, start + i * step, a, row + i, column);
    }
  }

  /** Reads the taps of one pixel, from column {@code w} of the source on. */
  private static void readEdge(
      Sweep sweep, float[] x, int from, int w, VectorPanels a, int row, int column) {
    int channels = sweep.source().channels();
    int taps = sweep.width().taps();
    int before = Math.max(0, Math.min(taps, -w));
    int behind = Math.max(before, Math.min(taps, sweep.source().width() - w));
    int at = from + (w + before) * channels;
    clear(a, row, 1, column, taps * channels);
    copy(x, at, 0, a, row, 1, column + before * channels, (behind - before) * channels, false);
  }

  private static void clear(VectorPanels a, int row, int rows, int column, int length) {
    int end = column + length;
    for (int q = column; q < end; q = nextBlock(q)) {
      int count = Math.min(end, nextBlock(q)) - q;
      for (int i = 0; i < rows; i++) {
        int to = a.index(0, row + i, q);
        Arrays.fill(a.data(), to, to + count, 0);
      }
    }
  }

  /**
   * Copies runs of elements that are {@code stride} apart to consecutive rows.
   *
   * @param isRough whether columns behind these may be overwritten, as those of the taps that
   *     follow are later: then the few elements of a short run move as a vector too
   */
  private static void copy(
      float[] x,
      int from,
      int stride,
      VectorPanels a,
      int row,
      int rows,
      int column,
      int length,
      boolean isRough) {
    int end = column + length;
    int q = column;
    while (q < end) {
      int at = from + q - column;
      int to = a.index(0, row, q);
      int whole = q + LANES;
      boolean isRoom = isRough && at + (rows - 1) * stride + LANES <= x.length;
      if (whole <= nextBlock(q) && (whole <= end || isRoom)) {
        copyVectors(x, at, stride, a.data(), to, rows);
        q = whole;
      } else {
        copyElements(x, at, stride, a.data(), to, rows);
        q++;
      }
    }
  }

  private static int nextBlock(int column) {
    return column / BLOCK * BLOCK + BLOCK;
  }

  private static void copyVectors(float[] x, int from, int stride, float[] y, int to, int rows) {
    for (int i = 0; i < rows; i++) {
      FloatVector.fromArray(SPECIES, x, from + i * stride).intoArray(y, to + i * BLOCK);
    }
  }

  private static void copyElements(float[] x, int from, int stride, float[] y, int to, int rows) {
    for (int i = 0; i < rows; i++) {
      y[to + i * BLOCK] = x[from + i * stride];
    }
  }

  /** See {@link PanelKernels#writePixels}. */
  static void write(
      Sweep sweep,
      VectorPanels m,
      int first,
      int count,
      Epilogue epilogue,
      float[] y,
      int to,
      PixelRun run) {
    Grid out = sweep.target();
    int stride = sweep.width().targetStep() * out.channels();
    for (int row = 0; row < count; ) {
      run.moveTo(sweep, first + row, count - row);
      int d = sweep.depth().target(run.depth());
      int h = sweep.height().target(run.height());
      int w = sweep.width().target(run.width());
      int pixel = ((run.image() * out.depth() + d) * out.height() + h) * out.width() + w;
      int at = to + pixel * out.channels();
      writeRun(m, row, run.count(), epilogue, y, at, stride);
      row += run.count();
    }
  }

  private static void writeRun(
      VectorPanels m, int row, int rows, Epilogue epilogue, float[] y, int to, int stride) {
    int k = 0;
    while (k < m.depth()) {
      int from = m.index(0, row, k);
      if (k + LANES <= m.depth()) {
        writeVectors(m.data(), from, epilogue, k, y, to + k, stride, rows);
        k += LANES;
      } else {
        float bias = epilogue.bias()[k];
        writeElements(m.data(), from, bias, epilogue.floor(), y, to + k, stride, rows);
        k++;
      }
    }
  }

  private static void writeVectors(
      float[] m, int from, Epilogue epilogue, int k, float[] y, int to, int stride, int rows) {
    FloatVector bias = FloatVector.fromArray(SPECIES, epilogue.bias(), k);
    FloatVector floor = FloatVector.broadcast(SPECIES, epilogue.floor());
    for (int i = 0; i < rows; i++) {
      FloatVector.fromArray(SPECIES, m, from + i * BLOCK)
          .add(bias)
          .max(floor)
          .intoArray(y, to + i * stride);
    }
  }

  private static void writeElements(
      float[] m, int from, float bias, float floor, float[] y, int to, int stride, int rows) {
    for (int i = 0; i < rows; i++) {
      y[to + i * stride] = Math.max(m[from + i * BLOCK] + bias, floor);
    }
  }
}
