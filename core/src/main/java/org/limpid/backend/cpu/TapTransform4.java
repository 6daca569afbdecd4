package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** For tiles of 4 x 4 pixels. */
final class TapTransform4 implements TapTransform {

  static final TapTransform INSTANCE = new TapTransform4();

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;
  private static final float ZERO = Points.ZERO_TAP;
  private static final float NEAR = Points.NEAR_TAP;
  private static final float NEAR_MIDDLE = Points.NEAR_TAP * Points.NEAR;
  private static final float NEAR_LAST = Points.NEAR_TAP * Points.NEAR_SQUARED;
  private static final float UNIT = Points.UNIT_TAP;

  private TapTransform4() {}

  @Override
  public void spreadColumns(float[] g, int at, int tapStride, float[] t) {
    FloatVector zeroTap = FloatVector.broadcast(SPECIES, ZERO);
    FloatVector nearFirst = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector nearMiddle = FloatVector.broadcast(SPECIES, NEAR_MIDDLE);
    FloatVector nearLast = FloatVector.broadcast(SPECIES, NEAR_LAST);
    FloatVector unitTap = FloatVector.broadcast(SPECIES, UNIT);
    FloatVector minusNearMiddle = FloatVector.broadcast(SPECIES, -NEAR_MIDDLE);
    FloatVector minusUnitTap = FloatVector.broadcast(SPECIES, -UNIT);
    for (int s = 0; s < 3; s++) {
      int i = at + s * tapStride;
      FloatVector g0 = FloatVector.fromArray(SPECIES, g, i);
      FloatVector g1 = FloatVector.fromArray(SPECIES, g, i + 3 * tapStride);
      FloatVector g2 = FloatVector.fromArray(SPECIES, g, i + 6 * tapStride);
      int j = s * LANES;
      FloatVector nearEven = g0.fma(nearFirst, g2.mul(nearLast));
      FloatVector unitEven = g0.fma(unitTap, g2.mul(unitTap));
      g0.mul(zeroTap).intoArray(t, j);
      g1.fma(nearMiddle, nearEven).intoArray(t, j + 3 * LANES);
      g1.fma(minusNearMiddle, nearEven).intoArray(t, j + 6 * LANES);
      g1.fma(unitTap, unitEven).intoArray(t, j + 9 * LANES);
      g1.fma(minusUnitTap, unitEven).intoArray(t, j + 12 * LANES);
      g2.intoArray(t, j + 15 * LANES);
    }
  }

  @Override
  public void spreadRows(float[] t, float[] u, int to, int stride) {
    FloatVector zeroTap = FloatVector.broadcast(SPECIES, ZERO);
    FloatVector nearFirst = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector nearMiddle = FloatVector.broadcast(SPECIES, NEAR_MIDDLE);
    FloatVector nearLast = FloatVector.broadcast(SPECIES, NEAR_LAST);
    FloatVector unitTap = FloatVector.broadcast(SPECIES, UNIT);
    FloatVector minusNearMiddle = FloatVector.broadcast(SPECIES, -NEAR_MIDDLE);
    FloatVector minusUnitTap = FloatVector.broadcast(SPECIES, -UNIT);
    for (int r = 0; r < 6; r++) {
      int i = r * 3 * LANES;
      FloatVector g0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector g1 = FloatVector.fromArray(SPECIES, t, i + LANES);
      FloatVector g2 = FloatVector.fromArray(SPECIES, t, i + 2 * LANES);
      int j = to + r * 6 * stride;
      FloatVector nearEven = g0.fma(nearFirst, g2.mul(nearLast));
      FloatVector unitEven = g0.fma(unitTap, g2.mul(unitTap));
      g0.mul(zeroTap).intoArray(u, j);
      g1.fma(nearMiddle, nearEven).intoArray(u, j + stride);
      g1.fma(minusNearMiddle, nearEven).intoArray(u, j + 2 * stride);
      g1.fma(unitTap, unitEven).intoArray(u, j + 3 * stride);
      g1.fma(minusUnitTap, unitEven).intoArray(u, j + 4 * stride);
      g2.intoArray(u, j + 5 * stride);
    }
  }

  @Override
  public void gatherColumns(float[] u, int at, int stride, float[] t) {
    FloatVector zeroTap = FloatVector.broadcast(SPECIES, ZERO);
    FloatVector nearFirst = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector nearMiddle = FloatVector.broadcast(SPECIES, NEAR_MIDDLE);
    FloatVector nearLast = FloatVector.broadcast(SPECIES, NEAR_LAST);
    FloatVector unitTap = FloatVector.broadcast(SPECIES, UNIT);
    for (int s = 0; s < 6; s++) {
      int i = at + s * stride;
      FloatVector u0 = FloatVector.fromArray(SPECIES, u, i);
      FloatVector u1 = FloatVector.fromArray(SPECIES, u, i + 6 * stride);
      FloatVector u2 = FloatVector.fromArray(SPECIES, u, i + 12 * stride);
      FloatVector u3 = FloatVector.fromArray(SPECIES, u, i + 18 * stride);
      FloatVector u4 = FloatVector.fromArray(SPECIES, u, i + 24 * stride);
      FloatVector u5 = FloatVector.fromArray(SPECIES, u, i + 30 * stride);
      int j = s * LANES;
      FloatVector near = u1.add(u2);
      FloatVector unit = u3.add(u4);
      near.fma(nearFirst, unit.fma(unitTap, u0.mul(zeroTap))).intoArray(t, j);
      u1.sub(u2).fma(nearMiddle, u3.sub(u4).mul(unitTap)).intoArray(t, j + 6 * LANES);
      near.fma(nearLast, unit.fma(unitTap, u5)).intoArray(t, j + 12 * LANES);
    }
  }

  @Override
  public void gatherRows(float[] t, float[] g, int to, int tapStride) {
    FloatVector zeroTap = FloatVector.broadcast(SPECIES, ZERO);
    FloatVector nearFirst = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector nearMiddle = FloatVector.broadcast(SPECIES, NEAR_MIDDLE);
    FloatVector nearLast = FloatVector.broadcast(SPECIES, NEAR_LAST);
    FloatVector unitTap = FloatVector.broadcast(SPECIES, UNIT);
    for (int r = 0; r < 3; r++) {
      int i = r * 6 * LANES;
      FloatVector u0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector u1 = FloatVector.fromArray(SPECIES, t, i + LANES);
      FloatVector u2 = FloatVector.fromArray(SPECIES, t, i + 2 * LANES);
      FloatVector u3 = FloatVector.fromArray(SPECIES, t, i + 3 * LANES);
      FloatVector u4 = FloatVector.fromArray(SPECIES, t, i + 4 * LANES);
      FloatVector u5 = FloatVector.fromArray(SPECIES, t, i + 5 * LANES);
      int j = to + r * 3 * tapStride;
      FloatVector near = u1.add(u2);
      FloatVector unit = u3.add(u4);
      near.fma(nearFirst, unit.fma(unitTap, u0.mul(zeroTap))).intoArray(g, j);
      u1.sub(u2).fma(nearMiddle, u3.sub(u4).mul(unitTap)).intoArray(g, j + tapStride);
      near.fma(nearLast, unit.fma(unitTap, u5)).intoArray(g, j + 2 * tapStride);
    }
  }
}
