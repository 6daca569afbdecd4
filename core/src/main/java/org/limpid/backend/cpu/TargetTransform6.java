package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** For tiles of 6 x 6 pixels. */
final class TargetTransform6 implements TargetTransform {

  static final TargetTransform INSTANCE = new TargetTransform6();

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;
  private static final int STRIDE = VectorPanels.STRIDE;

  private TargetTransform6() {}

  @Override
  public void columns(float[] m, int at, float[] t) {
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
    for (int s = 0; s < 8; s++) {
      int i = at + s * STRIDE;
      FloatVector m0 = FloatVector.fromArray(SPECIES, m, i);
      FloatVector m1 = FloatVector.fromArray(SPECIES, m, i + 8 * STRIDE);
      FloatVector m2 = FloatVector.fromArray(SPECIES, m, i + 16 * STRIDE);
      FloatVector m3 = FloatVector.fromArray(SPECIES, m, i + 24 * STRIDE);
      FloatVector m4 = FloatVector.fromArray(SPECIES, m, i + 32 * STRIDE);
      FloatVector m5 = FloatVector.fromArray(SPECIES, m, i + 40 * STRIDE);
      FloatVector m6 = FloatVector.fromArray(SPECIES, m, i + 48 * STRIDE);
      FloatVector m7 = FloatVector.fromArray(SPECIES, m, i + 56 * STRIDE);
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
      int j = CacheLine.FIRST + s * LANES;
      y0.intoArray(t, j);
      y1.intoArray(t, j + 8 * LANES);
      y2.intoArray(t, j + 16 * LANES);
      y3.intoArray(t, j + 24 * LANES);
      y4.intoArray(t, j + 32 * LANES);
      y5.intoArray(t, j + 40 * LANES);
    }
  }

  @Override
  public void rows(
      float[] t,
      float[] bias,
      int biasAt,
      float floor,
      float[] y,
      int to,
      int rowStride,
      int pixelStride) {
    FloatVector addend = FloatVector.fromArray(SPECIES, bias, biasAt);
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
    for (int r = 0; r < 6; r++) {
      int i = CacheLine.FIRST + r * (8 * LANES);
      FloatVector m0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector m1 = FloatVector.fromArray(SPECIES, t, i + LANES);
      FloatVector m2 = FloatVector.fromArray(SPECIES, t, i + 2 * LANES);
      FloatVector m3 = FloatVector.fromArray(SPECIES, t, i + 3 * LANES);
      FloatVector m4 = FloatVector.fromArray(SPECIES, t, i + 4 * LANES);
      FloatVector m5 = FloatVector.fromArray(SPECIES, t, i + 5 * LANES);
      FloatVector m6 = FloatVector.fromArray(SPECIES, t, i + 6 * LANES);
      FloatVector m7 = FloatVector.fromArray(SPECIES, t, i + 7 * LANES);
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
      int j = to + r * rowStride;
      y0.add(addend).max(least).intoArray(y, j);
      y1.add(addend).max(least).intoArray(y, j + pixelStride);
      y2.add(addend).max(least).intoArray(y, j + 2 * pixelStride);
      y3.add(addend).max(least).intoArray(y, j + 3 * pixelStride);
      y4.add(addend).max(least).intoArray(y, j + 4 * pixelStride);
      y5.add(addend).max(least).intoArray(y, j + 5 * pixelStride);
    }
  }

  @Override
  public void adjointColumns(float[] y, int at, int rowStride, int pixelStride, float[] t) {
    adjoint(y, at, pixelStride, rowStride, 6, t, CacheLine.FIRST, LANES, 6 * LANES);
  }

  @Override
  public void adjointRows(float[] t, float[] d, int to) {
    adjoint(t, CacheLine.FIRST, 6 * LANES, LANES, 8, d, to, 8 * STRIDE, STRIDE);
  }

  /** {@code t = A y} for columns {@code next} apart, their elements {@code step} apart. */
  private static void adjoint(
      float[] y, int at, int next, int step, int count, float[] t, int to, int nextT, int stepT) {
    FloatVector quarter = FloatVector.broadcast(SPECIES, 0.25f);
    FloatVector sixteenth = FloatVector.broadcast(SPECIES, 0.0625f);
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector minusHalf = FloatVector.broadcast(SPECIES, -0.5f);
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2f);
    FloatVector four = FloatVector.broadcast(SPECIES, 4f);
    FloatVector sixteen = FloatVector.broadcast(SPECIES, 16f);
    for (int s = 0; s < count; s++) {
      int i = at + s * next;
      FloatVector y0 = FloatVector.fromArray(SPECIES, y, i);
      FloatVector y1 = FloatVector.fromArray(SPECIES, y, i + step);
      FloatVector y2 = FloatVector.fromArray(SPECIES, y, i + 2 * step);
      FloatVector y3 = FloatVector.fromArray(SPECIES, y, i + 3 * step);
      FloatVector y4 = FloatVector.fromArray(SPECIES, y, i + 4 * step);
      FloatVector y5 = FloatVector.fromArray(SPECIES, y, i + 5 * step);
      FloatVector nearEven = y4.fma(sixteenth, y2.fma(quarter, y0));
      FloatVector nearOdd = y5.fma(sixteenth, y3.fma(quarter, y1));
      FloatVector unitEven = y0.add(y2).add(y4);
      FloatVector unitOdd = y1.add(y3).add(y5);
      FloatVector farEven = y4.fma(sixteen, y2.fma(four, y0));
      FloatVector farOdd = y5.fma(sixteen, y3.fma(four, y1));
      int j = to + s * nextT;
      y0.intoArray(t, j);
      nearOdd.fma(half, nearEven).intoArray(t, j + stepT);
      nearOdd.fma(minusHalf, nearEven).intoArray(t, j + 2 * stepT);
      unitEven.add(unitOdd).intoArray(t, j + 3 * stepT);
      unitEven.sub(unitOdd).intoArray(t, j + 4 * stepT);
      farOdd.fma(two, farEven).intoArray(t, j + 5 * stepT);
      farOdd.fma(minusTwo, farEven).intoArray(t, j + 6 * stepT);
      y5.intoArray(t, j + 7 * stepT);
    }
  }
}
