package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Tiles of 4 x 4 pixels: {@code v = A x Aᵀ}. */
final class AdjointTransform4 implements PixelTransform {

  static final PixelTransform INSTANCE = new AdjointTransform4();

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;
  private static final int STRIDE = VectorPanels.STRIDE;
  private static final int PIXEL = VectorStrip.PIXEL;
  private static final int ROW = VectorStrip.ROW;
  private static final int RUN = VectorStrip.RUN;
  private static final float NEAR = Points.NEAR;
  private static final float SQUARED = Points.NEAR_SQUARED;

  private AdjointTransform4() {}

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
    FloatVector near = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector minusNear = FloatVector.broadcast(SPECIES, -NEAR);
    int end = Math.min(count, RUN);
    for (int j = 0; j < end; j += LANES) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, x0, i0 + j);
      FloatVector y1 = FloatVector.fromArray(SPECIES, x1, i1 + j);
      FloatVector y2 = FloatVector.fromArray(SPECIES, x2, i2 + j);
      FloatVector y3 = FloatVector.fromArray(SPECIES, x3, i3 + j);
      int k = to + j;
      FloatVector nearEven = y2.fma(squared, y0);
      FloatVector nearOdd = y3.fma(squared, y1);
      FloatVector unitEven = y0.add(y2);
      FloatVector unitOdd = y1.add(y3);
      y0.intoArray(t, k);
      nearOdd.fma(near, nearEven).intoArray(t, k + ROW);
      nearOdd.fma(minusNear, nearEven).intoArray(t, k + 2 * ROW);
      unitEven.add(unitOdd).intoArray(t, k + 3 * ROW);
      unitEven.sub(unitOdd).intoArray(t, k + 4 * ROW);
      y3.intoArray(t, k + 5 * ROW);
    }
  }

  @Override
  public void rows(float[] t, int from, float[] v, int to) {
    FloatVector squared = FloatVector.broadcast(SPECIES, SQUARED);
    FloatVector near = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector minusNear = FloatVector.broadcast(SPECIES, -NEAR);
    for (int r = 0; r < 6; r++) {
      int i = from + r * ROW;
      FloatVector y0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector y1 = FloatVector.fromArray(SPECIES, t, i + PIXEL);
      FloatVector y2 = FloatVector.fromArray(SPECIES, t, i + 2 * PIXEL);
      FloatVector y3 = FloatVector.fromArray(SPECIES, t, i + 3 * PIXEL);
      int j = to + r * (6 * STRIDE);
      FloatVector nearEven = y2.fma(squared, y0);
      FloatVector nearOdd = y3.fma(squared, y1);
      FloatVector unitEven = y0.add(y2);
      FloatVector unitOdd = y1.add(y3);
      y0.intoArray(v, j);
      nearOdd.fma(near, nearEven).intoArray(v, j + STRIDE);
      nearOdd.fma(minusNear, nearEven).intoArray(v, j + 2 * STRIDE);
      unitEven.add(unitOdd).intoArray(v, j + 3 * STRIDE);
      unitEven.sub(unitOdd).intoArray(v, j + 4 * STRIDE);
      y3.intoArray(v, j + 5 * STRIDE);
    }
  }
}
