package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Tiles of 6 x 6 pixels: {@code v = A x Aᵀ}. */
final class AdjointTransform6 implements PixelTransform {

  static final PixelTransform INSTANCE = new AdjointTransform6();

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;
  private static final int STRIDE = VectorPanels.STRIDE;
  private static final int PIXEL = VectorStrip.PIXEL;
  private static final int ROW = VectorStrip.ROW;
  private static final int RUN = VectorStrip.RUN;

  private AdjointTransform6() {}

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
      FloatVector y0 = FloatVector.fromArray(SPECIES, x0, i0 + j);
      FloatVector y1 = FloatVector.fromArray(SPECIES, x1, i1 + j);
      FloatVector y2 = FloatVector.fromArray(SPECIES, x2, i2 + j);
      FloatVector y3 = FloatVector.fromArray(SPECIES, x3, i3 + j);
      FloatVector y4 = FloatVector.fromArray(SPECIES, x4, i4 + j);
      FloatVector y5 = FloatVector.fromArray(SPECIES, x5, i5 + j);
      FloatVector nearEven = y4.fma(sixteenth, y2.fma(quarter, y0));
      FloatVector nearOdd = y5.fma(sixteenth, y3.fma(quarter, y1));
      FloatVector unitEven = y0.add(y2).add(y4);
      FloatVector unitOdd = y1.add(y3).add(y5);
      FloatVector farEven = y4.fma(sixteen, y2.fma(four, y0));
      FloatVector farOdd = y5.fma(sixteen, y3.fma(four, y1));
      int k = to + j;
      y0.intoArray(t, k);
      nearOdd.fma(half, nearEven).intoArray(t, k + ROW);
      nearOdd.fma(minusHalf, nearEven).intoArray(t, k + 2 * ROW);
      unitEven.add(unitOdd).intoArray(t, k + 3 * ROW);
      unitEven.sub(unitOdd).intoArray(t, k + 4 * ROW);
      farOdd.fma(two, farEven).intoArray(t, k + 5 * ROW);
      farOdd.fma(minusTwo, farEven).intoArray(t, k + 6 * ROW);
      y5.intoArray(t, k + 7 * ROW);
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
    for (int r = 0; r < 8; r++) {
      int i = from + r * ROW;
      FloatVector y0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector y1 = FloatVector.fromArray(SPECIES, t, i + PIXEL);
      FloatVector y2 = FloatVector.fromArray(SPECIES, t, i + 2 * PIXEL);
      FloatVector y3 = FloatVector.fromArray(SPECIES, t, i + 3 * PIXEL);
      FloatVector y4 = FloatVector.fromArray(SPECIES, t, i + 4 * PIXEL);
      FloatVector y5 = FloatVector.fromArray(SPECIES, t, i + 5 * PIXEL);
      FloatVector nearEven = y4.fma(sixteenth, y2.fma(quarter, y0));
      FloatVector nearOdd = y5.fma(sixteenth, y3.fma(quarter, y1));
      FloatVector unitEven = y0.add(y2).add(y4);
      FloatVector unitOdd = y1.add(y3).add(y5);
      FloatVector farEven = y4.fma(sixteen, y2.fma(four, y0));
      FloatVector farOdd = y5.fma(sixteen, y3.fma(four, y1));
      int j = to + r * (8 * STRIDE);
      y0.intoArray(v, j);
      nearOdd.fma(half, nearEven).intoArray(v, j + STRIDE);
      nearOdd.fma(minusHalf, nearEven).intoArray(v, j + 2 * STRIDE);
      unitEven.add(unitOdd).intoArray(v, j + 3 * STRIDE);
      unitEven.sub(unitOdd).intoArray(v, j + 4 * STRIDE);
      farOdd.fma(two, farEven).intoArray(v, j + 5 * STRIDE);
      farOdd.fma(minusTwo, farEven).intoArray(v, j + 6 * STRIDE);
      y5.intoArray(v, j + 7 * STRIDE);
    }
  }
}
