package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** What tiles of 6 x 6 pixels see, 8 x 8: {@code v = Bᵀ x B}. */
final class SourceTransform6 implements PixelTransform {

  static final PixelTransform INSTANCE = new SourceTransform6();

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;
  private static final int STRIDE = VectorPanels.STRIDE;
  private static final int PIXEL = VectorStrip.PIXEL;
  private static final int ROW = VectorStrip.ROW;
  private static final int RUN = VectorStrip.RUN;

  private SourceTransform6() {}

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
    float[] x4 = rows[4];
    int i4 = rowAt[4];
    float[] x5 = rows[5];
    int i5 = rowAt[5];
    float[] x6 = rows[6];
    int i6 = rowAt[6];
    float[] x7 = rows[7];
    int i7 = rowAt[7];
    FloatVector outer = FloatVector.broadcast(SPECIES, 5.25f);
    FloatVector unit = FloatVector.broadcast(SPECIES, -4.25f);
    FloatVector nearThird = FloatVector.broadcast(SPECIES, -5f);
    FloatVector nearFirst = FloatVector.broadcast(SPECIES, 4f);
    FloatVector farThird = FloatVector.broadcast(SPECIES, -1.25f);
    FloatVector farFirst = FloatVector.broadcast(SPECIES, 0.25f);
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector minusHalf = FloatVector.broadcast(SPECIES, -0.5f);
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2f);
    int end = Math.min(count, RUN);
    for (int j = 0; j < end; j += LANES) {
      FloatVector d0 = FloatVector.fromArray(SPECIES, x0, i0 + j);
      FloatVector d1 = FloatVector.fromArray(SPECIES, x1, i1 + j);
      FloatVector d2 = FloatVector.fromArray(SPECIES, x2, i2 + j);
      FloatVector d3 = FloatVector.fromArray(SPECIES, x3, i3 + j);
      FloatVector d4 = FloatVector.fromArray(SPECIES, x4, i4 + j);
      FloatVector d5 = FloatVector.fromArray(SPECIES, x5, i5 + j);
      FloatVector d6 = FloatVector.fromArray(SPECIES, x6, i6 + j);
      FloatVector d7 = FloatVector.fromArray(SPECIES, x7, i7 + j);
      int k = to + j;
      FloatVector nearEven = d2.fma(nearFirst, d4.fma(nearThird, d6));
      FloatVector nearOdd = d1.fma(nearFirst, d3.fma(nearThird, d5));
      FloatVector unitEven = d4.fma(unit, d2.add(d6));
      FloatVector unitOdd = d3.fma(unit, d1.add(d5));
      FloatVector farEven = d2.fma(farFirst, d4.fma(farThird, d6));
      FloatVector farOdd = d1.fma(farFirst, d3.fma(farThird, d5));
      d4.sub(d2).fma(outer, d0.sub(d6)).intoArray(t, k);
      nearOdd.fma(half, nearEven).intoArray(t, k + ROW);
      nearOdd.fma(minusHalf, nearEven).intoArray(t, k + 2 * ROW);
      unitEven.add(unitOdd).intoArray(t, k + 3 * ROW);
      unitEven.sub(unitOdd).intoArray(t, k + 4 * ROW);
      farOdd.fma(two, farEven).intoArray(t, k + 5 * ROW);
      farOdd.fma(minusTwo, farEven).intoArray(t, k + 6 * ROW);
      d3.sub(d5).fma(outer, d7.sub(d1)).intoArray(t, k + 7 * ROW);
    }
  }

  @Override
  public void rows(float[] t, int from, float[] v, int to) {
    FloatVector outer = FloatVector.broadcast(SPECIES, 5.25f);
    FloatVector unit = FloatVector.broadcast(SPECIES, -4.25f);
    FloatVector nearThird = FloatVector.broadcast(SPECIES, -5f);
    FloatVector nearFirst = FloatVector.broadcast(SPECIES, 4f);
    FloatVector farThird = FloatVector.broadcast(SPECIES, -1.25f);
    FloatVector farFirst = FloatVector.broadcast(SPECIES, 0.25f);
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector minusHalf = FloatVector.broadcast(SPECIES, -0.5f);
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2f);
    for (int r = 0; r < 8; r++) {
      int i = from + r * ROW;
      FloatVector d0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector d1 = FloatVector.fromArray(SPECIES, t, i + PIXEL);
      FloatVector d2 = FloatVector.fromArray(SPECIES, t, i + 2 * PIXEL);
      FloatVector d3 = FloatVector.fromArray(SPECIES, t, i + 3 * PIXEL);
      FloatVector d4 = FloatVector.fromArray(SPECIES, t, i + 4 * PIXEL);
      FloatVector d5 = FloatVector.fromArray(SPECIES, t, i + 5 * PIXEL);
      FloatVector d6 = FloatVector.fromArray(SPECIES, t, i + 6 * PIXEL);
      FloatVector d7 = FloatVector.fromArray(SPECIES, t, i + 7 * PIXEL);
      int j = to + r * (8 * STRIDE);
      FloatVector nearEven = d2.fma(nearFirst, d4.fma(nearThird, d6));
      FloatVector nearOdd = d1.fma(nearFirst, d3.fma(nearThird, d5));
      FloatVector unitEven = d4.fma(unit, d2.add(d6));
      FloatVector unitOdd = d3.fma(unit, d1.add(d5));
      FloatVector farEven = d2.fma(farFirst, d4.fma(farThird, d6));
      FloatVector farOdd = d1.fma(farFirst, d3.fma(farThird, d5));
      d4.sub(d2).fma(outer, d0.sub(d6)).intoArray(v, j);
      nearOdd.fma(half, nearEven).intoArray(v, j + STRIDE);
      nearOdd.fma(minusHalf, nearEven).intoArray(v, j + 2 * STRIDE);
      unitEven.add(unitOdd).intoArray(v, j + 3 * STRIDE);
      unitEven.sub(unitOdd).intoArray(v, j + 4 * STRIDE);
      farOdd.fma(two, farEven).intoArray(v, j + 5 * STRIDE);
      farOdd.fma(minusTwo, farEven).intoArray(v, j + 6 * STRIDE);
      d3.sub(d5).fma(outer, d7.sub(d1)).intoArray(v, j + 7 * STRIDE);
    }
  }
}
