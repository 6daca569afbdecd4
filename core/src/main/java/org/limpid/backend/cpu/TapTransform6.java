package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** For tiles of 6 x 6 pixels. */
final class TapTransform6 implements TapTransform {

  static final TapTransform INSTANCE = new TapTransform6();

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;

  private TapTransform6() {}

  @Override
  public void spreadColumns(float[] g, int at, int tapStride, float[] t) {
    spread(g, at, tapStride, 3 * tapStride, 3, t, 0, LANES, 3 * LANES);
  }

  @Override
  public void spreadRows(float[] t, float[] u, int to, int stride) {
    spread(t, 0, 3 * LANES, LANES, 8, u, to, 8 * stride, stride);
  }

  /** {@code t = G g} for columns {@code next} apart, their elements {@code step} apart. */
  private static void spread(
      float[] g, int at, int next, int step, int count, float[] t, int to, int nextT, int stepT) {
    FloatVector nearFirst = FloatVector.broadcast(SPECIES, 32 / 45f);
    FloatVector nearMiddle = FloatVector.broadcast(SPECIES, 16 / 45f);
    FloatVector nearLast = FloatVector.broadcast(SPECIES, 8 / 45f);
    FloatVector unit = FloatVector.broadcast(SPECIES, -2 / 9f);
    FloatVector farFirst = FloatVector.broadcast(SPECIES, 1 / 90f);
    FloatVector farMiddle = FloatVector.broadcast(SPECIES, 1 / 45f);
    FloatVector farLast = FloatVector.broadcast(SPECIES, 2 / 45f);
    for (int s = 0; s < count; s++) {
      int i = at + s * next;
      FloatVector g0 = FloatVector.fromArray(SPECIES, g, i);
      FloatVector g1 = FloatVector.fromArray(SPECIES, g, i + step);
      FloatVector g2 = FloatVector.fromArray(SPECIES, g, i + 2 * step);
      FloatVector nearEven = g0.fma(nearFirst, g2.mul(nearLast));
      FloatVector unitEven = g0.fma(unit, g2.mul(unit));
      FloatVector farEven = g0.fma(farFirst, g2.mul(farLast));
      FloatVector minus = g1.neg();
      int j = to + s * nextT;
      g0.intoArray(t, j);
      g1.fma(nearMiddle, nearEven).intoArray(t, j + stepT);
      minus.fma(nearMiddle, nearEven).intoArray(t, j + 2 * stepT);
      g1.fma(unit, unitEven).intoArray(t, j + 3 * stepT);
      minus.fma(unit, unitEven).intoArray(t, j + 4 * stepT);
      g1.fma(farMiddle, farEven).intoArray(t, j + 5 * stepT);
      minus.fma(farMiddle, farEven).intoArray(t, j + 6 * stepT);
      g2.intoArray(t, j + 7 * stepT);
    }
  }

  @Override
  public void gatherColumns(float[] u, int at, int stride, float[] t) {
    gather(u, at, stride, 8 * stride, 8, t, 0, LANES, 8 * LANES);
  }

  @Override
  public void gatherRows(float[] t, float[] g, int to, int tapStride) {
    gather(t, 0, 8 * LANES, LANES, 3, g, to, 3 * tapStride, tapStride);
  }

  /** {@code t = Gᵀ u} for columns {@code next} apart, their elements {@code step} apart. */
  private static void gather(
      float[] u, int at, int next, int step, int count, float[] t, int to, int nextT, int stepT) {
    FloatVector nearFirst = FloatVector.broadcast(SPECIES, 32 / 45f);
    FloatVector nearMiddle = FloatVector.broadcast(SPECIES, 16 / 45f);
    FloatVector nearLast = FloatVector.broadcast(SPECIES, 8 / 45f);
    FloatVector unit = FloatVector.broadcast(SPECIES, -2 / 9f);
    FloatVector farFirst = FloatVector.broadcast(SPECIES, 1 / 90f);
    FloatVector farMiddle = FloatVector.broadcast(SPECIES, 1 / 45f);
    FloatVector farLast = FloatVector.broadcast(SPECIES, 2 / 45f);
    for (int s = 0; s < count; s++) {
      int i = at + s * next;
      FloatVector u0 = FloatVector.fromArray(SPECIES, u, i);
      FloatVector u1 = FloatVector.fromArray(SPECIES, u, i + step);
      FloatVector u2 = FloatVector.fromArray(SPECIES, u, i + 2 * step);
      FloatVector u3 = FloatVector.fromArray(SPECIES, u, i + 3 * step);
      FloatVector u4 = FloatVector.fromArray(SPECIES, u, i + 4 * step);
      FloatVector u5 = FloatVector.fromArray(SPECIES, u, i + 5 * step);
      FloatVector u6 = FloatVector.fromArray(SPECIES, u, i + 6 * step);
      FloatVector u7 = FloatVector.fromArray(SPECIES, u, i + 7 * step);
      FloatVector near = u1.add(u2);
      FloatVector nearOdd = u1.sub(u2);
      FloatVector one = u3.add(u4);
      FloatVector oneOdd = u3.sub(u4);
      FloatVector far = u5.add(u6);
      FloatVector farOdd = u5.sub(u6);
      int j = to + s * nextT;
      near.fma(nearFirst, one.fma(unit, far.fma(farFirst, u0))).intoArray(t, j);
      nearOdd.fma(nearMiddle, oneOdd.fma(unit, farOdd.mul(farMiddle))).intoArray(t, j + stepT);
      near.fma(nearLast, one.fma(unit, far.fma(farLast, u7))).intoArray(t, j + 2 * stepT);
    }
  }
}
