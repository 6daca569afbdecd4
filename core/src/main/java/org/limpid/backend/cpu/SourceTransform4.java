package org.limpid.backend.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** For tiles of 4 x 4 pixels, which see 6 x 6. */
final class SourceTransform4 implements SourceTransform {

  static final SourceTransform INSTANCE = new SourceTransform4();

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;
  private static final int STRIDE = VectorPanels.STRIDE;

  /** From row to row of {@code t}: a power of two, as C2 then checks indices before a loop. */
  private static final int ROW = 8 * LANES;

  private static final float NEAR = Points.NEAR;
  private static final float FAR = Points.FAR;

  private SourceTransform4() {}

  @Override
  public void columns(float[] x, int at, int rowStride, int pixelStride, float[] t) {
    FloatVector minusHalf = FloatVector.broadcast(SPECIES, -0.5f);
    FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2f);
    FloatVector minusFiveHalves = FloatVector.broadcast(SPECIES, -2.5f);
    FloatVector near = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector minusNear = FloatVector.broadcast(SPECIES, -NEAR);
    FloatVector far = FloatVector.broadcast(SPECIES, FAR);
    FloatVector minusFar = FloatVector.broadcast(SPECIES, -FAR);
    for (int s = 0; s < 6; s++) {
      int i = at + s * pixelStride;
      FloatVector d0 = FloatVector.fromArray(SPECIES, x, i);
      FloatVector d1 = FloatVector.fromArray(SPECIES, x, i + rowStride);
      FloatVector d2 = FloatVector.fromArray(SPECIES, x, i + 2 * rowStride);
      FloatVector d3 = FloatVector.fromArray(SPECIES, x, i + 3 * rowStride);
      FloatVector d4 = FloatVector.fromArray(SPECIES, x, i + 4 * rowStride);
      FloatVector d5 = FloatVector.fromArray(SPECIES, x, i + 5 * rowStride);
      int j = CacheLine.FIRST + s * LANES;
      FloatVector nearEven = d2.fma(minusTwo, d4);
      FloatVector nearOdd = d1.fma(minusTwo, d3);
      FloatVector farEven = d2.fma(minusHalf, d4);
      FloatVector farOdd = d1.fma(minusHalf, d3);
      d2.fma(minusFiveHalves, d0.add(d4)).intoArray(t, j);
      nearOdd.fma(near, nearEven).intoArray(t, j + ROW);
      nearOdd.fma(minusNear, nearEven).intoArray(t, j + 2 * ROW);
      farOdd.fma(far, farEven).intoArray(t, j + 3 * ROW);
      farOdd.fma(minusFar, farEven).intoArray(t, j + 4 * ROW);
      d3.fma(minusFiveHalves, d1.add(d5)).intoArray(t, j + 5 * ROW);
    }
  }

  @Override
  public void columns(float[] x, VectorScratch tile, int offset, int pixelStride, float[] t) {
    int from = tile.firstColumn;
    int to = tile.lastColumn;
    int[] rowAt = tile.rowAt;
    float[] rowFactor = tile.rowFactor;
    if (to - from < 6) {
      Arrays.fill(t, CacheLine.FIRST, CacheLine.FIRST + 6 * ROW, 0);
    }
    int i0 = rowAt[0] + offset;
    int i1 = rowAt[1] + offset;
    int i2 = rowAt[2] + offset;
    int i3 = rowAt[3] + offset;
    int i4 = rowAt[4] + offset;
    int i5 = rowAt[5] + offset;
    FloatVector f0 = FloatVector.broadcast(SPECIES, rowFactor[0]);
    FloatVector f1 = FloatVector.broadcast(SPECIES, rowFactor[1]);
    FloatVector f2 = FloatVector.broadcast(SPECIES, rowFactor[2]);
    FloatVector f3 = FloatVector.broadcast(SPECIES, rowFactor[3]);
    FloatVector f4 = FloatVector.broadcast(SPECIES, rowFactor[4]);
    FloatVector f5 = FloatVector.broadcast(SPECIES, rowFactor[5]);
    FloatVector minusHalf = FloatVector.broadcast(SPECIES, -0.5f);
    FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2f);
    FloatVector minusFiveHalves = FloatVector.broadcast(SPECIES, -2.5f);
    FloatVector near = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector minusNear = FloatVector.broadcast(SPECIES, -NEAR);
    FloatVector far = FloatVector.broadcast(SPECIES, FAR);
    FloatVector minusFar = FloatVector.broadcast(SPECIES, -FAR);
    for (int s = from; s < to; s++) {
      int i = s * pixelStride;
      FloatVector d0 = FloatVector.fromArray(SPECIES, x, i0 + i).mul(f0);
      FloatVector d1 = FloatVector.fromArray(SPECIES, x, i1 + i).mul(f1);
      FloatVector d2 = FloatVector.fromArray(SPECIES, x, i2 + i).mul(f2);
      FloatVector d3 = FloatVector.fromArray(SPECIES, x, i3 + i).mul(f3);
      FloatVector d4 = FloatVector.fromArray(SPECIES, x, i4 + i).mul(f4);
      FloatVector d5 = FloatVector.fromArray(SPECIES, x, i5 + i).mul(f5);
      int j = CacheLine.FIRST + s * LANES;
      FloatVector nearEven = d2.fma(minusTwo, d4);
      FloatVector nearOdd = d1.fma(minusTwo, d3);
      FloatVector farEven = d2.fma(minusHalf, d4);
      FloatVector farOdd = d1.fma(minusHalf, d3);
      d2.fma(minusFiveHalves, d0.add(d4)).intoArray(t, j);
      nearOdd.fma(near, nearEven).intoArray(t, j + ROW);
      nearOdd.fma(minusNear, nearEven).intoArray(t, j + 2 * ROW);
      farOdd.fma(far, farEven).intoArray(t, j + 3 * ROW);
      farOdd.fma(minusFar, farEven).intoArray(t, j + 4 * ROW);
      d3.fma(minusFiveHalves, d1.add(d5)).intoArray(t, j + 5 * ROW);
    }
  }

  @Override
  public void repeatedColumns(
      float[] x, VectorScratch tile, int offset, int pixelStride, float[] t) {
    int from = tile.firstColumn;
    int to = tile.lastColumn;
    if (to - from < 4) {
      Arrays.fill(t, CacheLine.FIRST, CacheLine.FIRST + 6 * ROW, 0);
    }
    int i0 = tile.rowAt[0] + offset;
    int i1 = tile.rowAt[1] + offset;
    int i2 = tile.rowAt[2] + offset;
    int i3 = tile.rowAt[3] + offset;
    FloatVector f0 = FloatVector.broadcast(SPECIES, tile.rowFactor[0]);
    FloatVector f1 = FloatVector.broadcast(SPECIES, tile.rowFactor[1]);
    FloatVector f2 = FloatVector.broadcast(SPECIES, tile.rowFactor[2]);
    FloatVector f3 = FloatVector.broadcast(SPECIES, tile.rowFactor[3]);
    FloatVector minusHalf = FloatVector.broadcast(SPECIES, -0.5f);
    FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2f);
    FloatVector minusFiveHalves = FloatVector.broadcast(SPECIES, -2.5f);
    FloatVector near = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector minusNear = FloatVector.broadcast(SPECIES, -NEAR);
    FloatVector far = FloatVector.broadcast(SPECIES, FAR);
    FloatVector minusFar = FloatVector.broadcast(SPECIES, -FAR);
    for (int s = from; s < to; s++) {
      int i = s * pixelStride;
      FloatVector d0 = FloatVector.fromArray(SPECIES, x, i0 + i).mul(f0);
      FloatVector d1 = FloatVector.fromArray(SPECIES, x, i1 + i).mul(f1);
      FloatVector d2 = FloatVector.fromArray(SPECIES, x, i2 + i).mul(f2);
      FloatVector d3 = FloatVector.fromArray(SPECIES, x, i3 + i).mul(f3);
      FloatVector nearSum = d1.fma(minusTwo, d2);
      FloatVector farSum = d1.fma(minusHalf, d2);
      FloatVector t0 = d1.fma(minusFiveHalves, d0.add(d2));
      FloatVector t1 = nearSum.fma(near, nearSum);
      FloatVector t2 = nearSum.fma(minusNear, nearSum);
      FloatVector t3 = farSum.fma(far, farSum);
      FloatVector t4 = farSum.fma(minusFar, farSum);
      FloatVector t5 = d2.fma(minusFiveHalves, d1.add(d3));
      // The outer ones stand for one column, which is written twice.
      int j = CacheLine.FIRST + Math.max(0, 2 * s - 1) * LANES;
      int k = CacheLine.FIRST + Math.min(5, 2 * s) * LANES;
      t0.intoArray(t, j);
      t0.intoArray(t, k);
      t1.intoArray(t, j + ROW);
      t1.intoArray(t, k + ROW);
      t2.intoArray(t, j + 2 * ROW);
      t2.intoArray(t, k + 2 * ROW);
      t3.intoArray(t, j + 3 * ROW);
      t3.intoArray(t, k + 3 * ROW);
      t4.intoArray(t, j + 4 * ROW);
      t4.intoArray(t, k + 4 * ROW);
      t5.intoArray(t, j + 5 * ROW);
      t5.intoArray(t, k + 5 * ROW);
    }
  }

  @Override
  public void rows(float[] t, float[] v, int to) {
    FloatVector minusHalf = FloatVector.broadcast(SPECIES, -0.5f);
    FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2f);
    FloatVector minusFiveHalves = FloatVector.broadcast(SPECIES, -2.5f);
    FloatVector near = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector minusNear = FloatVector.broadcast(SPECIES, -NEAR);
    FloatVector far = FloatVector.broadcast(SPECIES, FAR);
    FloatVector minusFar = FloatVector.broadcast(SPECIES, -FAR);
    for (int r = 0; r < 6; r++) {
      int i = CacheLine.FIRST + r * ROW;
      FloatVector d0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector d1 = FloatVector.fromArray(SPECIES, t, i + LANES);
      FloatVector d2 = FloatVector.fromArray(SPECIES, t, i + 2 * LANES);
      FloatVector d3 = FloatVector.fromArray(SPECIES, t, i + 3 * LANES);
      FloatVector d4 = FloatVector.fromArray(SPECIES, t, i + 4 * LANES);
      FloatVector d5 = FloatVector.fromArray(SPECIES, t, i + 5 * LANES);
      int j = to + r * (6 * STRIDE);
      FloatVector nearEven = d2.fma(minusTwo, d4);
      FloatVector nearOdd = d1.fma(minusTwo, d3);
      FloatVector farEven = d2.fma(minusHalf, d4);
      FloatVector farOdd = d1.fma(minusHalf, d3);
      d2.fma(minusFiveHalves, d0.add(d4)).intoArray(v, j);
      nearOdd.fma(near, nearEven).intoArray(v, j + STRIDE);
      nearOdd.fma(minusNear, nearEven).intoArray(v, j + 2 * STRIDE);
      farOdd.fma(far, farEven).intoArray(v, j + 3 * STRIDE);
      farOdd.fma(minusFar, farEven).intoArray(v, j + 4 * STRIDE);
      d3.fma(minusFiveHalves, d1.add(d5)).intoArray(v, j + 5 * STRIDE);
    }
  }
}
