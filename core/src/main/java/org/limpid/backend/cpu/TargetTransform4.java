package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** For tiles of 4 x 4 pixels. */
final class TargetTransform4 implements TargetTransform {

  static final TargetTransform INSTANCE = new TargetTransform4();

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;
  private static final int STRIDE = VectorPanels.STRIDE;
  private static final int PIXEL = VectorStrip.PIXEL;
  private static final int ROW = VectorStrip.ROW;
  private static final int RUN = VectorStrip.RUN;
  private static final float NEAR = Points.NEAR;
  private static final float SQUARED = Points.NEAR_SQUARED;
  private static final float CUBED = Points.NEAR_CUBED;

  private TargetTransform4() {}

  @Override
  public void rows(float[] m, int from, float[] t, int to) {
    FloatVector near = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector squared = FloatVector.broadcast(SPECIES, SQUARED);
    FloatVector cubed = FloatVector.broadcast(SPECIES, CUBED);
    for (int r = 0; r < 6; r++) {
      int i = from + r * (6 * STRIDE);
      FloatVector m0 = FloatVector.fromArray(SPECIES, m, i);
      FloatVector m1 = FloatVector.fromArray(SPECIES, m, i + STRIDE);
      FloatVector m2 = FloatVector.fromArray(SPECIES, m, i + 2 * STRIDE);
      FloatVector m3 = FloatVector.fromArray(SPECIES, m, i + 3 * STRIDE);
      FloatVector m4 = FloatVector.fromArray(SPECIES, m, i + 4 * STRIDE);
      FloatVector m5 = FloatVector.fromArray(SPECIES, m, i + 5 * STRIDE);
      FloatVector nearEven = m1.add(m2);
      FloatVector unitEven = m3.add(m4);
      FloatVector nearOdd = m1.sub(m2);
      FloatVector unitOdd = m3.sub(m4);
      FloatVector y0 = m0.add(nearEven).add(unitEven);
      FloatVector y1 = nearOdd.fma(near, unitOdd);
      FloatVector y2 = nearEven.fma(squared, unitEven);
      FloatVector y3 = nearOdd.fma(cubed, unitOdd.add(m5));
      int j = to + r * ROW;
      y0.intoArray(t, j);
      y1.intoArray(t, j + PIXEL);
      y2.intoArray(t, j + 2 * PIXEL);
      y3.intoArray(t, j + 3 * PIXEL);
    }
  }

  @Override
  public void columns(
      float[] t, int from, int count, float[] bias, float floor, float[] y, int to, int rowStride) {
    FloatVector least = FloatVector.broadcast(SPECIES, floor);
    FloatVector near = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector squared = FloatVector.broadcast(SPECIES, SQUARED);
    FloatVector cubed = FloatVector.broadcast(SPECIES, CUBED);
    int end = Math.min(count, RUN);
    for (int j = 0; j < end; j += LANES) {
      int i = from + j;
      FloatVector m0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector m1 = FloatVector.fromArray(SPECIES, t, i + ROW);
      FloatVector m2 = FloatVector.fromArray(SPECIES, t, i + 2 * ROW);
      FloatVector m3 = FloatVector.fromArray(SPECIES, t, i + 3 * ROW);
      FloatVector m4 = FloatVector.fromArray(SPECIES, t, i + 4 * ROW);
      FloatVector m5 = FloatVector.fromArray(SPECIES, t, i + 5 * ROW);
      FloatVector nearEven = m1.add(m2);
      FloatVector unitEven = m3.add(m4);
      FloatVector nearOdd = m1.sub(m2);
      FloatVector unitOdd = m3.sub(m4);
      FloatVector y0 = m0.add(nearEven).add(unitEven);
      FloatVector y1 = nearOdd.fma(near, unitOdd);
      FloatVector y2 = nearEven.fma(squared, unitEven);
      FloatVector y3 = nearOdd.fma(cubed, unitOdd.add(m5));
      FloatVector addend = FloatVector.fromArray(SPECIES, bias, j);
      int k = to + j;
      y0.add(addend).max(least).intoArray(y, k);
      y1.add(addend).max(least).intoArray(y, k + rowStride);
      y2.add(addend).max(least).intoArray(y, k + 2 * rowStride);
      y3.add(addend).max(least).intoArray(y, k + 3 * rowStride);
    }
  }
}
