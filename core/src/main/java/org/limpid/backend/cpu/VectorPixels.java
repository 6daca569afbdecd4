package org.limpid.backend.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.limpid.backend.Grid;

/** Moves pixels between channels-last images and {@link VectorPanels}. */
final class VectorPixels {

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;
  private static final int BLOCK = VectorProduct.BLOCK;

  private VectorPixels() {}

  /** See {@link PanelKernels#readPatches}. */
  static void read(Sweep sweep, float[] x, int from, int first, int count, VectorPanels a) {
    int wide = sweep.width().count();
    int high = sweep.height().count();
    int deep = sweep.depth().count();
    for (int i = 0; i < count; i++) {
      int pixel = first + i;
      int w = sweep.width().source(pixel % wide);
      int h = sweep.height().source(pixel / wide % high);
      int d = sweep.depth().source(pixel / wide / high % deep);
      readPatch(sweep, x, from, pixel / wide / high / deep, d, h, w, a, i);
    }
  }

  /** Copies the runs of neighbouring pixels that a patch consists of. */
  private static void readPatch(
      Sweep sweep, float[] x, int from, int n, int d, int h, int w, VectorPanels a, int row) {
    Grid in = sweep.source();
    int channels = in.channels();
    int taps = sweep.width().taps();
    int before = Math.max(0, Math.min(taps, -w));
    int behind = Math.max(before, Math.min(taps, in.width() - w));
    int column = 0;
    for (int i = d; i < d + sweep.depth().taps(); i++) {
      for (int j = h; j < h + sweep.height().taps(); j++) {
        if (i < 0 || i >= in.depth() || j < 0 || j >= in.height()) {
          clear(a, row, column, taps * channels);
        } else {
          int at = from + (((n * in.depth() + i) * in.height() + j) * in.width() + w) * channels;
          clear(a, row, column, before * channels);
          int length = (behind - before) * channels;
          copy(x, at + before * channels, length, a, row, column + before * channels);
          clear(a, row, column + behind * channels, (taps - behind) * channels);
        }
        column += taps * channels;
      }
    }
  }

  private static void clear(VectorPanels a, int row, int column, int length) {
    int end = column + length;
    for (int q = column; q < end; q = nextBlock(q)) {
      int to = a.index(0, row, q);
      Arrays.fill(a.data(), to, to + Math.min(end, nextBlock(q)) - q, 0);
    }
  }

  private static void copy(float[] x, int from, int length, VectorPanels a, int row, int column) {
    int end = column + length;
    for (int q = column; q < end; q = nextBlock(q)) {
      int count = Math.min(end, nextBlock(q)) - q;
      copy(x, from + q - column, a.data(), a.index(0, row, q), count);
    }
  }

  private static int nextBlock(int column) {
    return column / BLOCK * BLOCK + BLOCK;
  }

  private static void copy(float[] x, int from, float[] y, int to, int count) {
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      FloatVector.fromArray(SPECIES, x, from + i).intoArray(y, to + i);
    }
    for (; i < count; i++) {
      y[to + i] = x[from + i];
    }
  }

  /** See {@link PanelKernels#writePixels}. */
  static void write(
      Sweep sweep, VectorPanels m, int first, int count, Epilogue epilogue, float[] y, int to) {
    Grid out = sweep.target();
    int wide = sweep.width().count();
    int high = sweep.height().count();
    int deep = sweep.depth().count();
    for (int i = 0; i < count; i++) {
      int pixel = first + i;
      int w = sweep.width().target(pixel % wide);
      int h = sweep.height().target(pixel / wide % high);
      int d = sweep.depth().target(pixel / wide / high % deep);
      int n = pixel / wide / high / deep;
      int at = (((n * out.depth() + d) * out.height() + h) * out.width() + w) * out.channels();
      for (int k = 0; k < out.channels(); k += BLOCK) {
        int width = Math.min(BLOCK, out.channels() - k);
        write(m.data(), m.index(0, i, k), epilogue, k, y, to + at + k, width);
      }
    }
  }

  private static void write(
      float[] m, int from, Epilogue epilogue, int channel, float[] y, int to, int count) {
    float[] bias = epilogue.bias();
    FloatVector least = FloatVector.broadcast(SPECIES, epilogue.floor());
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      FloatVector.fromArray(SPECIES, m, from + i)
          .add(FloatVector.fromArray(SPECIES, bias, channel + i))
          .max(least)
          .intoArray(y, to + i);
    }
    for (; i < count; i++) {
      y[to + i] = Math.max(m[from + i] + bias[channel + i], epilogue.floor());
    }
  }
}
