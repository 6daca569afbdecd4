package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** What tiles of 4 x 4 pixels see, 6 x 6: {@code v = Bᵀ x B}. */
final class SourceTransform4 implements PixelTransform {

  static final PixelTransform INSTANCE = new SourceTransform4();

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;
  private static final int STRIDE = VectorPanels.STRIDE;
  private static final int PIXEL = VectorStrip.PIXEL;
  private static final int ROW = VectorStrip.ROW;
  private static final int RUN = VectorStrip.RUN;
  private static final float NEAR = Points.NEAR;
  private static final float SQUARED = Points.NEAR_SQUARED;

  private SourceTransform4() {}

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
    float[] x5 = rows[5];
    int i5 = rowAt[5];
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
      FloatVector d4 = FloatVector.fromArray(SPECIES, x4, i4 + j);
      FloatVector d5 = FloatVector.fromArray(SPECIES, x5, i5 + j);
      int k = to + j;
      FloatVector nearEven = d4.sub(d2);
      FloatVector nearOdd = d3.sub(d1);
      FloatVector unitEven = d2.fma(minusSquared, d4);
      FloatVector unitOdd = d1.fma(minusSquared, d3);
      d0.fma(squared, d2.fma(middle, d4)).intoArray(t, k);
      nearOdd.fma(near, nearEven).intoArray(t, k + ROW);
      nearOdd.fma(minusNear, nearEven).intoArray(t, k + 2 * ROW);
      unitEven.add(unitOdd).intoArray(t, k + 3 * ROW);
      unitEven.sub(unitOdd).intoArray(t, k + 4 * ROW);
      d1.fma(squared, d3.fma(middle, d5)).intoArray(t, k + 5 * ROW);
    }
  }

  @Override
  public void rows(float[] t, int from, float[] v, int to) {
    FloatVector squared = FloatVector.broadcast(SPECIES, SQUARED);
    FloatVector minusSquared = FloatVector.broadcast(SPECIES, -SQUARED);
    FloatVector middle = FloatVector.broadcast(SPECIES, -1 - SQUARED);
    FloatVector near = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector minusNear = FloatVector.broadcast(SPECIES, -NEAR);
    for (int r = 0; r < 6; r++) {
      int i = from + r * ROW;
      FloatVector d0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector d1 = FloatVector.fromArray(SPECIES, t, i + PIXEL);
      FloatVector d2 = FloatVector.fromArray(SPECIES, t, i + 2 * PIXEL);
      FloatVector d3 = FloatVector.fromArray(SPECIES, t, i + 3 * PIXEL);
      FloatVector d4 = FloatVector.fromArray(SPECIES, t, i + 4 * PIXEL);
      FloatVector d5 = FloatVector.fromArray(SPECIES, t, i + 5 * PIXEL);
      int j = to + r * (6 * STRIDE);
      FloatVector nearEven = d4.sub(d2);
      FloatVector nearOdd = d3.sub(d1);
      FloatVector unitEven = d2.fma(minusSquared, d4);
      FloatVector unitOdd = d1.fma(minusSquared, d3);
      d0.fma(squared, d2.fma(middle, d4)).intoArray(v, j);
      nearOdd.fma(near, nearEven).intoArray(v, j + STRIDE);
      nearOdd.fma(minusNear, nearEven).intoArray(v, j + 2 * STRIDE);
      unitEven.add(unitOdd).intoArray(v, j + 3 * STRIDE);
      unitEven.sub(unitOdd).intoArray(v, j + 4 * STRIDE);
      d1.fma(squared, d3.fma(middle, d5)).intoArray(v, j + 5 * STRIDE);
    }
  }
}
