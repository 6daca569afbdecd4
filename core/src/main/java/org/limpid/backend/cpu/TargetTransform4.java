package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** For tiles of 4 x 4 pixels. */
final class TargetTransform4 implements TargetTransform {

  static final TargetTransform INSTANCE = new TargetTransform4();

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;
  private static final int STRIDE = VectorPanels.STRIDE;

  /** From row to row of {@code t}: a power of two, as C2 then checks indices before a loop. */
  private static final int ROW = 8 * LANES;

  private static final float NEAR = Points.NEAR;
  private static final float FAR = Points.FAR;

  private TargetTransform4() {}

  @Override
  public void columns(float[] m, int at, float[] t) {
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector near = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector far = FloatVector.broadcast(SPECIES, FAR);
    for (int s = 0; s < 6; s++) {
      int i = at + s * STRIDE;
      FloatVector m0 = FloatVector.fromArray(SPECIES, m, i);
      FloatVector m1 = FloatVector.fromArray(SPECIES, m, i + 6 * STRIDE);
      FloatVector m2 = FloatVector.fromArray(SPECIES, m, i + 12 * STRIDE);
      FloatVector m3 = FloatVector.fromArray(SPECIES, m, i + 18 * STRIDE);
      FloatVector m4 = FloatVector.fromArray(SPECIES, m, i + 24 * STRIDE);
      FloatVector m5 = FloatVector.fromArray(SPECIES, m, i + 30 * STRIDE);
      FloatVector nearEven = m1.add(m2);
      FloatVector farEven = m3.add(m4);
      FloatVector nearOdd = m1.sub(m2).mul(near);
      FloatVector farOdd = m3.sub(m4).mul(far);
      FloatVector y0 = m0.add(nearEven).add(farEven);
      FloatVector y1 = nearOdd.add(farOdd);
      FloatVector y2 = farEven.fma(two, nearEven.mul(half));
      FloatVector y3 = farOdd.fma(two, nearOdd.fma(half, m5));
      int j = CacheLine.FIRST + s * LANES;
      y0.intoArray(t, j);
      y1.intoArray(t, j + ROW);
      y2.intoArray(t, j + 2 * ROW);
      y3.intoArray(t, j + 3 * ROW);
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
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector near = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector far = FloatVector.broadcast(SPECIES, FAR);
    for (int r = 0; r < 4; r++) {
      int i = CacheLine.FIRST + r * ROW;
      FloatVector m0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector m1 = FloatVector.fromArray(SPECIES, t, i + LANES);
      FloatVector m2 = FloatVector.fromArray(SPECIES, t, i + 2 * LANES);
      FloatVector m3 = FloatVector.fromArray(SPECIES, t, i + 3 * LANES);
      FloatVector m4 = FloatVector.fromArray(SPECIES, t, i + 4 * LANES);
      FloatVector m5 = FloatVector.fromArray(SPECIES, t, i + 5 * LANES);
      FloatVector nearEven = m1.add(m2);
      FloatVector farEven = m3.add(m4);
      FloatVector nearOdd = m1.sub(m2).mul(near);
      FloatVector farOdd = m3.sub(m4).mul(far);
      FloatVector y0 = m0.add(nearEven).add(farEven);
      FloatVector y1 = nearOdd.add(farOdd);
      FloatVector y2 = farEven.fma(two, nearEven.mul(half));
      FloatVector y3 = farOdd.fma(two, nearOdd.fma(half, m5));
      int j = to + r * rowStride;
      y0.add(addend).max(least).intoArray(y, j);
      y1.add(addend).max(least).intoArray(y, j + pixelStride);
      y2.add(addend).max(least).intoArray(y, j + 2 * pixelStride);
      y3.add(addend).max(least).intoArray(y, j + 3 * pixelStride);
    }
  }

  @Override
  public void adjointColumns(float[] y, int at, int rowStride, int pixelStride, float[] t) {
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector near = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector far = FloatVector.broadcast(SPECIES, FAR);
    FloatVector minusNear = FloatVector.broadcast(SPECIES, -NEAR);
    FloatVector minusFar = FloatVector.broadcast(SPECIES, -FAR);
    for (int s = 0; s < 4; s++) {
      int i = at + s * pixelStride;
      FloatVector y0 = FloatVector.fromArray(SPECIES, y, i);
      FloatVector y1 = FloatVector.fromArray(SPECIES, y, i + rowStride);
      FloatVector y2 = FloatVector.fromArray(SPECIES, y, i + 2 * rowStride);
      FloatVector y3 = FloatVector.fromArray(SPECIES, y, i + 3 * rowStride);
      int j = CacheLine.FIRST + s * LANES;
      FloatVector nearEven = y2.fma(half, y0);
      FloatVector nearOdd = y3.fma(half, y1);
      FloatVector farEven = y2.fma(two, y0);
      FloatVector farOdd = y3.fma(two, y1);
      y0.intoArray(t, j);
      nearOdd.fma(near, nearEven).intoArray(t, j + 4 * LANES);
      nearOdd.fma(minusNear, nearEven).intoArray(t, j + 8 * LANES);
      farOdd.fma(far, farEven).intoArray(t, j + 12 * LANES);
      farOdd.fma(minusFar, farEven).intoArray(t, j + 16 * LANES);
      y3.intoArray(t, j + 20 * LANES);
    }
  }

  @Override
  public void adjointRows(float[] t, float[] d, int to) {
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector near = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector far = FloatVector.broadcast(SPECIES, FAR);
    FloatVector minusNear = FloatVector.broadcast(SPECIES, -NEAR);
    FloatVector minusFar = FloatVector.broadcast(SPECIES, -FAR);
    for (int r = 0; r < 6; r++) {
      int i = CacheLine.FIRST + r * (4 * LANES);
      FloatVector y0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector y1 = FloatVector.fromArray(SPECIES, t, i + LANES);
      FloatVector y2 = FloatVector.fromArray(SPECIES, t, i + 2 * LANES);
      FloatVector y3 = FloatVector.fromArray(SPECIES, t, i + 3 * LANES);
      int j = to + r * (6 * STRIDE);
      FloatVector nearEven = y2.fma(half, y0);
      FloatVector nearOdd = y3.fma(half, y1);
      FloatVector farEven = y2.fma(two, y0);
      FloatVector farOdd = y3.fma(two, y1);
      y0.intoArray(d, j);
      nearOdd.fma(near, nearEven).intoArray(d, j + STRIDE);
      nearOdd.fma(minusNear, nearEven).intoArray(d, j + 2 * STRIDE);
      farOdd.fma(far, farEven).intoArray(d, j + 3 * STRIDE);
      farOdd.fma(minusFar, farEven).intoArray(d, j + 4 * STRIDE);
      y3.intoArray(d, j + 5 * STRIDE);
    }
  }
}
