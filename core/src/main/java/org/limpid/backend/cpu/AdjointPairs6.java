package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link AdjointTransform6} of equal pixels, each given once: the same bits. */
final class AdjointPairs6 implements PixelTransform {

  static final PixelTransform INSTANCE = new AdjointPairs6();

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;
  private static final int STRIDE = VectorPanels.STRIDE;
  private static final int PIXEL = VectorStrip.PIXEL;
  private static final int ROW = VectorStrip.ROW;
  private static final int RUN = VectorStrip.RUN;

  private AdjointPairs6() {}

  @Override
  public void columns(float[][] rows, int[] rowAt, int count, float[] t, int to) {
    float[] x0 = rows[0];
    int i0 = rowAt[0];
    float[] x1 = rows[1];
    int i1 = rowAt[1];
    float[] x2 = rows[2];
    int i2 = rowAt[2];
    FloatVector quarter = FloatVector.broadcast(SPECIES, 0.25f);
    FloatVector sixteenth = FloatVector.broadcast(SPECIES, 0.0625f);
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector minusHalf = FloatVector.broadcast(SPECIES, -0.5f);
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2f);
    FloatVector four = FloatVector.broadcast(SPECIES, 4f);
    FloatVector sixteen = FloatVector.broadcast(SPECIES, 16f);
    int end = Math.min(count, RUN);
    for (int j = 0; j < end; j += LANES) {
      FloatVector d0 = FloatVector.fromArray(SPECIES, x0, i0 + j);
      FloatVector d1 = FloatVector.fromArray(SPECIES, x1, i1 + j);
      FloatVector d2 = FloatVector.fromArray(SPECIES, x2, i2 + j);
      int k = to + j;
      FloatVector near = d2.fma(sixteenth, d1.fma(quarter, d0));
      FloatVector unit = d0.add(d1).add(d2);
      FloatVector far = d2.fma(sixteen, d1.fma(four, d0));
      d0.intoArray(t, k);
      near.fma(half, near).intoArray(t, k + ROW);
      near.fma(minusHalf, near).intoArray(t, k + 2 * ROW);
      unit.add(unit).intoArray(t, k + 3 * ROW);
      far.fma(two, far).intoArray(t, k + 4 * ROW);
      far.fma(minusTwo, far).intoArray(t, k + 5 * ROW);
      d2.intoArray(t, k + 6 * ROW);
    }
  }

  @Override
  public void rows(float[] t, int from, float[] v, int to) {
    FloatVector quarter = FloatVector.broadcast(SPECIES, 0.25f);
    FloatVector sixteenth = FloatVector.broadcast(SPECIES, 0.0625f);
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector minusHalf = FloatVector.broadcast(SPECIES, -0.5f);
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2f);
    FloatVector four = FloatVector.broadcast(SPECIES, 4f);
    FloatVector sixteen = FloatVector.broadcast(SPECIES, 16f);
    for (int r = 0; r < 7; r++) {
      int i = from + r * ROW;
      FloatVector d0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector d1 = FloatVector.fromArray(SPECIES, t, i + PIXEL);
      FloatVector d2 = FloatVector.fromArray(SPECIES, t, i + 2 * PIXEL);
      int j = to + (r + (r >> 2)) * (8 * STRIDE);
      FloatVector near = d2.fma(sixteenth, d1.fma(quarter, d0));
      FloatVector unit = d0.add(d1).add(d2);
      FloatVector far = d2.fma(sixteen, d1.fma(four, d0));
      d0.intoArray(v, j);
      near.fma(half, near).intoArray(v, j + STRIDE);
      near.fma(minusHalf, near).intoArray(v, j + 2 * STRIDE);
      unit.add(unit).intoArray(v, j + 3 * STRIDE);
      far.fma(two, far).intoArray(v, j + 5 * STRIDE);
      far.fma(minusTwo, far).intoArray(v, j + 6 * STRIDE);
      d2.intoArray(v, j + 7 * STRIDE);
    }
  }
}
