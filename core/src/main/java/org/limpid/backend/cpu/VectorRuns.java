package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies pixels by the Vector API: for the few channels a pixel has, calls that copy an array take
 * several times as long. Loaded only where {@link VectorSupport} finds it.
 */
final class VectorRuns {

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;

  private VectorRuns() {}

  /** A {@link PixelCopy}. */
  static void copy(
      float[] x, int xAt, int xStride, float[] y, int yAt, int yStride, int channels, int pixels) {
    boolean isGapless = xStride == channels && yStride == channels;
    if (isGapless || channels < LANES) {
      Pixels.copy(x, xAt, xStride, y, yAt, yStride, channels, pixels);
      return;
    }
    int c = 0;
    for (; c + 2 * LANES <= channels; c += 2 * LANES) {
      copyTwo(x, xAt + c, xStride, y, yAt + c, yStride, pixels);
    }
    for (; c + LANES <= channels; c += LANES) {
      copyOne(x, xAt + c, xStride, y, yAt + c, yStride, pixels);
    }
    if (c < channels) {
      // Copies some channels again.
      int last = channels - LANES;
      copyOne(x, xAt + last, xStride, y, yAt + last, yStride, pixels);
    }
  }

  private static void copyTwo(
      float[] x, int xAt, int xStride, float[] y, int yAt, int yStride, int pixels) {
    for (int i = 0; i < pixels; i++) {
      int from = xAt + i * xStride;
      int to = yAt + i * yStride;
      FloatVector first = FloatVector.fromArray(SPECIES, x, from);
      FloatVector second = FloatVector.fromArray(SPECIES, x, from + LANES);
      first.intoArray(y, to);
      second.intoArray(y, to + LANES);
    }
  }

  private static void copyOne(
      float[] x, int xAt, int xStride, float[] y, int yAt, int yStride, int pixels) {
    for (int i = 0; i < pixels; i++) {
      FloatVector.fromArray(SPECIES, x, xAt + i * xStride).intoArray(y, yAt + i * yStride);
    }
  }
}
