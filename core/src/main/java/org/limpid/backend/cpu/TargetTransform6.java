package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** For tiles of 6 x 6 pixels. */
final class TargetTransform6 implements TargetTransform {

  static final TargetTransform INSTANCE = new TargetTransform6();

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;
  private static final int STRIDE = VectorPanels.STRIDE;
  private static final int PIXEL = VectorStrip.PIXEL;
  private static final int ROW = VectorStrip.ROW;
  private static final int RUN = VectorStrip.RUN;

  private TargetTransform6() {}

  @Override
  public void rows(float[] m, int from, float[] t, int to) {
    FloatVector quarter = FloatVector.broadcast(SPECIES, 0.25f);
    FloatVector four = FloatVector.broadcast(SPECIES, 4f);
    FloatVector sixteenth = FloatVector.broadcast(SPECIES, 0.0625f);
    FloatVector sixteen = FloatVector.broadcast(SPECIES, 16f);
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector eighth = FloatVector.broadcast(SPECIES, 0.125f);
    FloatVector eight = FloatVector.broadcast(SPECIES, 8f);
    FloatVector thirtySecond = FloatVector.broadcast(SPECIES, 0.03125f);
    FloatVector thirtyTwo = FloatVector.broadcast(SPECIES, 32f);
    for (int r = 0; r < 8; r++) {
      int i = from + r * (8 * STRIDE);
      FloatVector m0 = FloatVector.fromArray(SPECIES, m, i);
      FloatVector m1 = FloatVector.fromArray(SPECIES, m, i + STRIDE);
      FloatVector m2 = FloatVector.fromArray(SPECIES, m, i + 2 * STRIDE);
      FloatVector m3 = FloatVector.fromArray(SPECIES, m, i + 3 * STRIDE);
      FloatVector m4 = FloatVector.fromArray(SPECIES, m, i + 4 * STRIDE);
      FloatVector m5 = FloatVector.fromArray(SPECIES, m, i + 5 * STRIDE);
      FloatVector m6 = FloatVector.fromArray(SPECIES, m, i + 6 * STRIDE);
      FloatVector m7 = FloatVector.fromArray(SPECIES, m, i + 7 * STRIDE);
      FloatVector nearEven = m1.add(m2);
      FloatVector nearOdd = m1.sub(m2);
      FloatVector unitEven = m3.add(m4);
      FloatVector unitOdd = m3.sub(m4);
      FloatVector farEven = m5.add(m6);
      FloatVector farOdd = m5.sub(m6);
      FloatVector y0 = m0.add(nearEven).add(unitEven).add(farEven);
      FloatVector y1 = farOdd.fma(two, nearOdd.fma(half, unitOdd));
      FloatVector y2 = farEven.fma(four, nearEven.fma(quarter, unitEven));
      FloatVector y3 = farOdd.fma(eight, nearOdd.fma(eighth, unitOdd));
      FloatVector y4 = farEven.fma(sixteen, nearEven.fma(sixteenth, unitEven));
      FloatVector y5 = farOdd.fma(thirtyTwo, nearOdd.fma(thirtySecond, unitOdd.add(m7)));
      int j = to + r * ROW;
      y0.intoArray(t, j);
      y1.intoArray(t, j + PIXEL);
      y2.intoArray(t, j + 2 * PIXEL);
      y3.intoArray(t, j + 3 * PIXEL);
      y4.intoArray(t, j + 4 * PIXEL);
      y5.intoArray(t, j + 5 * PIXEL);
    }
  }

  @Override
  public void columns(
      float[] t, int from, int count, float[] bias, float floor, float[] y, int to, int rowStride) {
    FloatVector least = FloatVector.broadcast(SPECIES, floor);
    FloatVector quarter = FloatVector.broadcast(SPECIES, 0.25f);
    FloatVector four = FloatVector.broadcast(SPECIES, 4f);
    FloatVector sixteenth = FloatVector.broadcast(SPECIES, 0.0625f);
    FloatVector sixteen = FloatVector.broadcast(SPECIES, 16f);
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector eighth = FloatVector.broadcast(SPECIES, 0.125f);
    FloatVector eight = FloatVector.broadcast(SPECIES, 8f);
    FloatVector thirtySecond = FloatVector.broadcast(SPECIES, 0.03125f);
    FloatVector thirtyTwo = FloatVector.broadcast(SPECIES, 32f);
    int end = Math.min(count, RUN);
    for (int j = 0; j < end; j += LANES) {
      int i = from + j;
      FloatVector m0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector m1 = FloatVector.fromArray(SPECIES, t, i + ROW);
      FloatVector m2 = FloatVector.fromArray(SPECIES, t, i + 2 * ROW);
      FloatVector m3 = FloatVector.fromArray(SPECIES, t, i + 3 * ROW);
      FloatVector m4 = FloatVector.fromArray(SPECIES, t, i + 4 * ROW);
      FloatVector m5 = FloatVector.fromArray(SPECIES, t, i + 5 * ROW);
      FloatVector m6 = FloatVector.fromArray(SPECIES, t, i + 6 * ROW);
      FloatVector m7 = FloatVector.fromArray(SPECIES, t, i + 7 * ROW);
      FloatVector nearEven = m1.add(m2);
      FloatVector nearOdd = m1.sub(m2);
      FloatVector unitEven = m3.add(m4);
      FloatVector unitOdd = m3.sub(m4);
      FloatVector farEven = m5.add(m6);
      FloatVector farOdd = m5.sub(m6);
      FloatVector y0 = m0.add(nearEven).add(unitEven).add(farEven);
      FloatVector y1 = farOdd.fma(two, nearOdd.fma(half, unitOdd));
      FloatVector y2 = farEven.fma(four, nearEven.fma(quarter, unitEven));
      FloatVector y3 = farOdd.fma(eight, nearOdd.fma(eighth, unitOdd));
      FloatVector y4 = farEven.fma(sixteen, nearEven.fma(sixteenth, unitEven));
      FloatVector y5 = farOdd.fma(thirtyTwo, nearOdd.fma(thirtySecond, unitOdd.add(m7)));
      FloatVector addend = FloatVector.fromArray(SPECIES, bias, j);
      int k = to + j;
      y0.add(addend).max(least).intoArray(y, k);
      y1.add(addend).max(least).intoArray(y, k + rowStride);
      y2.add(addend).max(least).intoArray(y, k + 2 * rowStride);
      y3.add(addend).max(least).intoArray(y, k + 3 * rowStride);
      y4.add(addend).max(least).intoArray(y, k + 4 * rowStride);
      y5.add(addend).max(least).intoArray(y, k + 5 * rowStride);
    }
  }
}
