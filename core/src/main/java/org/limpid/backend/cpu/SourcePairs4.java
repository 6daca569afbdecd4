package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link SourceTransform4} of equal pixels, each given once: the same bits. */
final class SourcePairs4 implements PixelTransform {

  static final PixelTransform INSTANCE = new SourcePairs4();

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;
  private static final int STRIDE = VectorPanels.STRIDE;
  private static final int PIXEL = VectorStrip.PIXEL;
  private static final int ROW = VectorStrip.ROW;
  private static final int RUN = VectorStrip.RUN;
  private static final float NEAR = Points.NEAR;
  private static final float SQUARED = Points.NEAR_SQUARED;

  private SourcePairs4() {}

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
    FloatVector squared = FloatVector.broadcast(SPECIES, SQUARED);
    FloatVector minusSquared = FloatVector.broadcast(SPECIES, -SQUARED);
    FloatVector middle = FloatVector.broadcast(SPECIES, -1 - SQUARED);
    FloatVector near = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector minusNear = FloatVector.broadcast(SPECIES, -NEAR);
    int end = Math.min(count, RUN);
    for (int j = 0; j < end; j += LANES) {
      FloatVector d0 = FloatVector.fromArray(SPECIES, x0, i0 + j);
      FloatVector d1 = FloatVector.fromArray(SPECIES, x1, i1 + j);
      FloatVector d2 = FloatVector.fromArray(SPECIES, x2, i2 + j);
      FloatVector d3 = FloatVector.fromArray(SPECIES, x3, i3 + j);
      int k = to + j;
      FloatVector even = d2.sub(d1);
      FloatVector unit = d1.fma(minusSquared, d2);
      d0.fma(squared, d1.fma(middle, d2)).intoArray(t, k);
      even.fma(near, even).intoArray(t, k + ROW);
      even.fma(minusNear, even).intoArray(t, k + 2 * ROW);
      unit.add(unit).intoArray(t, k + 3 * ROW);
      d1.fma(squared, d2.fma(middle, d3)).intoArray(t, k + 4 * ROW);
    }
  }

  @Override
  public void rows(float[] t, int from, float[] v, int to) {
    FloatVector squared = FloatVector.broadcast(SPECIES, SQUARED);
    FloatVector minusSquared = FloatVector.broadcast(SPECIES, -SQUARED);
    FloatVector middle = FloatVector.broadcast(SPECIES, -1 - SQUARED);
    FloatVector near = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector minusNear = FloatVector.broadcast(SPECIES, -NEAR);
    for (int r = 0; r < 5; r++) {
      int i = from + r * ROW;
      FloatVector d0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector d1 = FloatVector.fromArray(SPECIES, t, i + PIXEL);
      FloatVector d2 = FloatVector.fromArray(SPECIES, t, i + 2 * PIXEL);
      FloatVector d3 = FloatVector.fromArray(SPECIES, t, i + 3 * PIXEL);
      int j = to + (r + (r >> 2)) * (6 * STRIDE);
      FloatVector even = d2.sub(d1);
      FloatVector unit = d1.fma(minusSquared, d2);
      d0.fma(squared, d1.fma(middle, d2)).intoArray(v, j);
      even.fma(near, even).intoArray(v, j + STRIDE);
      even.fma(minusNear, even).intoArray(v, j + 2 * STRIDE);
      unit.add(unit).intoArray(v, j + 3 * STRIDE);
      d1.fma(squared, d2.fma(middle, d3)).intoArray(v, j + 5 * STRIDE);
    }
  }
}
