package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link SourceTransform6} of equal pixels, each given once: the same bits. */
final class SourcePairs6 implements PixelTransform {

  static final PixelTransform INSTANCE = new SourcePairs6();

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;
  private static final int STRIDE = VectorPanels.STRIDE;
  private static final int PIXEL = VectorStrip.PIXEL;
  private static final int ROW = VectorStrip.ROW;
  private static final int RUN = VectorStrip.RUN;

  private SourcePairs6() {}

  @Override
  public void columns(float[][] rows, int[] rowAt, int count, float[] t, int to) {
    float[] x0 = rows[0];
    int i0 = rowAt[0];
    float[] x1 = rows[1];
    int i1 = rowAt[1];
    float[] x2 = rows[2];
    int i2 = rowAt[2];
    float[] x3 = rows[3];
    int i3 = rowAt[3];
    float[] x4 = rows[4];
    int i4 = rowAt[4];
    FloatVector outer = FloatVector.broadcast(SPECIES, 5.25f);
    FloatVector minusUnit = FloatVector.broadcast(SPECIES, -4.25f);
    FloatVector nearThird = FloatVector.broadcast(SPECIES, -5f);
    FloatVector nearFirst = FloatVector.broadcast(SPECIES, 4f);
    FloatVector farThird = FloatVector.broadcast(SPECIES, -1.25f);
    FloatVector farFirst = FloatVector.broadcast(SPECIES, 0.25f);
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector minusHalf = FloatVector.broadcast(SPECIES, -0.5f);
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2f);
    int end = Math.min(count, RUN);
    for (int j = 0; j < end; j += LANES) {
      FloatVector d0 = FloatVector.fromArray(SPECIES, x0, i0 + j);
      FloatVector d1 = FloatVector.fromArray(SPECIES, x1, i1 + j);
      FloatVector d2 = FloatVector.fromArray(SPECIES, x2, i2 + j);
      FloatVector d3 = FloatVector.fromArray(SPECIES, x3, i3 + j);
      FloatVector d4 = FloatVector.fromArray(SPECIES, x4, i4 + j);
      int k = to + j;
      FloatVector near = d1.fma(nearFirst, d2.fma(nearThird, d3));
      FloatVector unit = d2.fma(minusUnit, d1.add(d3));
      FloatVector far = d1.fma(farFirst, d2.fma(farThird, d3));
      d2.sub(d1).fma(outer, d0.sub(d3)).intoArray(t, k);
      near.fma(half, near).intoArray(t, k + ROW);
      near.fma(minusHalf, near).intoArray(t, k + 2 * ROW);
      unit.add(unit).intoArray(t, k + 3 * ROW);
      far.fma(two, far).intoArray(t, k + 4 * ROW);
      far.fma(minusTwo, far).intoArray(t, k + 5 * ROW);
      d2.sub(d3).fma(outer, d4.sub(d1)).intoArray(t, k + 6 * ROW);
    }
  }

  @Override
  public void rows(float[] t, int from, float[] v, int to) {
    FloatVector outer = FloatVector.broadcast(SPECIES, 5.25f);
    FloatVector minusUnit = FloatVector.broadcast(SPECIES, -4.25f);
    FloatVector nearThird = FloatVector.broadcast(SPECIES, -5f);
    FloatVector nearFirst = FloatVector.broadcast(SPECIES, 4f);
    FloatVector farThird = FloatVector.broadcast(SPECIES, -1.25f);
    FloatVector farFirst = FloatVector.broadcast(SPECIES, 0.25f);
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector minusHalf = FloatVector.broadcast(SPECIES, -0.5f);
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2f);
    for (int r = 0; r < 7; r++) {
      int i = from + r * ROW;
      FloatVector d0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector d1 = FloatVector.fromArray(SPECIES, t, i + PIXEL);
      FloatVector d2 = FloatVector.fromArray(SPECIES, t, i + 2 * PIXEL);
      FloatVector d3 = FloatVector.fromArray(SPECIES, t, i + 3 * PIXEL);
      FloatVector d4 = FloatVector.fromArray(SPECIES, t, i + 4 * PIXEL);
      int j = to + (r + (r >> 2)) * (8 * STRIDE);
      FloatVector near = d1.fma(nearFirst, d2.fma(nearThird, d3));
      FloatVector unit = d2.fma(minusUnit, d1.add(d3));
      FloatVector far = d1.fma(farFirst, d2.fma(farThird, d3));
      d2.sub(d1).fma(outer, d0.sub(d3)).intoArray(v, j);
      near.fma(half, near).intoArray(v, j + STRIDE);
      near.fma(minusHalf, near).intoArray(v, j + 2 * STRIDE);
      unit.add(unit).intoArray(v, j + 3 * STRIDE);
      far.fma(two, far).intoArray(v, j + 5 * STRIDE);
      far.fma(minusTwo, far).intoArray(v, j + 6 * STRIDE);
      d2.sub(d3).fma(outer, d4.sub(d1)).intoArray(v, j + 7 * STRIDE);
    }
  }
}
