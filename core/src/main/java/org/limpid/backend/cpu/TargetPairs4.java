package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link TargetTransform4} summed over pairs of pixels. */
final class TargetPairs4 implements TargetTransform {

  static final TargetTransform INSTANCE = new TargetPairs4();

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;
  private static final int STRIDE = VectorPanels.STRIDE;
  private static final int PIXEL = VectorStrip.PIXEL;
  private static final int ROW = VectorStrip.ROW;
  private static final int RUN = VectorStrip.RUN;
  private static final float NEAR = Points.NEAR;
  private static final float SQUARED = Points.NEAR_SQUARED;

  private TargetPairs4() {}

  @Override
  public void rows(float[] m, int from, float[] t, int to) {
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector plus = FloatVector.broadcast(SPECIES, 1 + NEAR);
    FloatVector minus = FloatVector.broadcast(SPECIES, 1 - NEAR);
    FloatVector squared = FloatVector.broadcast(SPECIES, SQUARED);
    for (int r = 0; r < 5; r++) {
      int i = from + (r + (r >> 2)) * (6 * STRIDE);
      FloatVector m0 = FloatVector.fromArray(SPECIES, m, i);
      FloatVector m1 = FloatVector.fromArray(SPECIES, m, i + STRIDE);
      FloatVector m2 = FloatVector.fromArray(SPECIES, m, i + 2 * STRIDE);
      FloatVector m3 = FloatVector.fromArray(SPECIES, m, i + 3 * STRIDE);
      FloatVector m5 = FloatVector.fromArray(SPECIES, m, i + 5 * STRIDE);
      FloatVector near = m1.fma(plus, m2.mul(minus));
      int j = to + r * ROW;
      m3.fma(two, m0).add(near).intoArray(t, j);
      near.fma(squared, m3.fma(two, m5)).intoArray(t, j + PIXEL);
    }
  }

  @Override
  public void columns(
      float[] t, int from, int count, float[] bias, float floor, float[] y, int to, int rowStride) {
    FloatVector least = FloatVector.broadcast(SPECIES, floor);
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector plus = FloatVector.broadcast(SPECIES, 1 + NEAR);
    FloatVector minus = FloatVector.broadcast(SPECIES, 1 - NEAR);
    FloatVector squared = FloatVector.broadcast(SPECIES, SQUARED);
    int end = Math.min(count, RUN);
    for (int j = 0; j < end; j += LANES) {
      int i = from + j;
      FloatVector m0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector m1 = FloatVector.fromArray(SPECIES, t, i + ROW);
      FloatVector m2 = FloatVector.fromArray(SPECIES, t, i + 2 * ROW);
      FloatVector m3 = FloatVector.fromArray(SPECIES, t, i + 3 * ROW);
      FloatVector m5 = FloatVector.fromArray(SPECIES, t, i + 4 * ROW);
      FloatVector near = m1.fma(plus, m2.mul(minus));
      FloatVector addend = FloatVector.fromArray(SPECIES, bias, j);
      int k = to + j;
      m3.fma(two, m0).add(near).add(addend).max(least).intoArray(y, k);
      near.fma(squared, m3.fma(two, m5)).add(addend).max(least).intoArray(y, k + rowStride);
    }
  }
}
