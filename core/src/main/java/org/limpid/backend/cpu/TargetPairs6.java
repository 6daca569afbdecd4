package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link TargetTransform6} summed over pairs of pixels. */
final class TargetPairs6 implements TargetTransform {

  static final TargetTransform INSTANCE = new TargetPairs6();

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;
  private static final int STRIDE = VectorPanels.STRIDE;
  private static final int PIXEL = VectorStrip.PIXEL;
  private static final int ROW = VectorStrip.ROW;
  private static final int RUN = VectorStrip.RUN;

  private TargetPairs6() {}

  @Override
  public void rows(float[] m, int from, float[] t, int to) {
    FloatVector three = FloatVector.broadcast(SPECIES, 3f);
    FloatVector minusThree = FloatVector.broadcast(SPECIES, -3f);
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector eighth = FloatVector.broadcast(SPECIES, 0.125f);
    FloatVector thirtySecond = FloatVector.broadcast(SPECIES, 0.03125f);
    FloatVector minusFour = FloatVector.broadcast(SPECIES, -4f);
    FloatVector minusSixteen = FloatVector.broadcast(SPECIES, -16f);
    for (int r = 0; r < 7; r++) {
      int i = from + (r + (r >> 2)) * (8 * STRIDE);
      FloatVector m0 = FloatVector.fromArray(SPECIES, m, i);
      FloatVector m1 = FloatVector.fromArray(SPECIES, m, i + STRIDE);
      FloatVector m2 = FloatVector.fromArray(SPECIES, m, i + 2 * STRIDE);
      FloatVector m3 = FloatVector.fromArray(SPECIES, m, i + 3 * STRIDE);
      FloatVector m5 = FloatVector.fromArray(SPECIES, m, i + 5 * STRIDE);
      FloatVector m6 = FloatVector.fromArray(SPECIES, m, i + 6 * STRIDE);
      FloatVector m7 = FloatVector.fromArray(SPECIES, m, i + 7 * STRIDE);
      FloatVector near = m1.fma(three, m2);
      FloatVector far = m5.fma(minusThree, m6);
      int j = to + r * ROW;
      near.fma(half, m3.fma(two, m0)).sub(far).intoArray(t, j);
      far.fma(minusFour, near.fma(eighth, m3.add(m3))).intoArray(t, j + PIXEL);
      far.fma(minusSixteen, near.fma(thirtySecond, m3.fma(two, m7))).intoArray(t, j + 2 * PIXEL);
    }
  }

  @Override
  public void columns(
      float[] t, int from, int count, float[] bias, float floor, float[] y, int to, int rowStride) {
    FloatVector least = FloatVector.broadcast(SPECIES, floor);
    FloatVector three = FloatVector.broadcast(SPECIES, 3f);
    FloatVector minusThree = FloatVector.broadcast(SPECIES, -3f);
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector eighth = FloatVector.broadcast(SPECIES, 0.125f);
    FloatVector thirtySecond = FloatVector.broadcast(SPECIES, 0.03125f);
    FloatVector minusFour = FloatVector.broadcast(SPECIES, -4f);
    FloatVector minusSixteen = FloatVector.broadcast(SPECIES, -16f);
    int end = Math.min(count, RUN);
    for (int j = 0; j < end; j += LANES) {
      int i = from + j;
      FloatVector m0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector m1 = FloatVector.fromArray(SPECIES, t, i + ROW);
      FloatVector m2 = FloatVector.fromArray(SPECIES, t, i + 2 * ROW);
      FloatVector m3 = FloatVector.fromArray(SPECIES, t, i + 3 * ROW);
      FloatVector m5 = FloatVector.fromArray(SPECIES, t, i + 4 * ROW);
      FloatVector m6 = FloatVector.fromArray(SPECIES, t, i + 5 * ROW);
      FloatVector m7 = FloatVector.fromArray(SPECIES, t, i + 6 * ROW);
      FloatVector near = m1.fma(three, m2);
      FloatVector far = m5.fma(minusThree, m6);
      FloatVector addend = FloatVector.fromArray(SPECIES, bias, j);
      int k = to + j;
      near.fma(half, m3.fma(two, m0)).sub(far).add(addend).max(least).intoArray(y, k);
      far.fma(minusFour, near.fma(eighth, m3.add(m3)))
          .add(addend)
          .max(least)
          .intoArray(y, k + rowStride);
      far.fma(minusSixteen, near.fma(thirtySecond, m3.fma(two, m7)))
          .add(addend)
          .max(least)
          .intoArray(y, k + 2 * rowStride);
    }
  }
}
