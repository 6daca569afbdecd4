package org.limpid.backend.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** For tiles of 6 x 6 pixels, which see 8 x 8. */
final class SourceTransform6 implements SourceTransform {

  static final SourceTransform INSTANCE = new SourceTransform6();

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;
  private static final int STRIDE = VectorPanels.STRIDE;

  private SourceTransform6() {}

  @Override
  public void columns(float[] x, int at, int rowStride, int pixelStride, float[] t) {
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
    for (int s = 0; s < 8; s++) {
      int i = at + s * pixelStride;
      FloatVector d0 = FloatVector.fromArray(SPECIES, x, i);
      FloatVector d1 = FloatVector.fromArray(SPECIES, x, i + rowStride);
      FloatVector d2 = FloatVector.fromArray(SPECIES, x, i + 2 * rowStride);
      FloatVector d3 = FloatVector.fromArray(SPECIES, x, i + 3 * rowStride);
      FloatVector d4 = FloatVector.fromArray(SPECIES, x, i + 4 * rowStride);
      FloatVector d5 = FloatVector.fromArray(SPECIES, x, i + 5 * rowStride);
      FloatVector d6 = FloatVector.fromArray(SPECIES, x, i + 6 * rowStride);
      FloatVector d7 = FloatVector.fromArray(SPECIES, x, i + 7 * rowStride);
      int j = CacheLine.FIRST + s * LANES;
      FloatVector nearEven = d2.fma(nearFirst, d4.fma(nearThird, d6));
      FloatVector nearOdd = d1.fma(nearFirst, d3.fma(nearThird, d5));
      FloatVector unitEven = d4.fma(unit, d2.add(d6));
      FloatVector unitOdd = d3.fma(unit, d1.add(d5));
      FloatVector farEven = d2.fma(farFirst, d4.fma(farThird, d6));
      FloatVector farOdd = d1.fma(farFirst, d3.fma(farThird, d5));
      d4.sub(d2).fma(outer, d0.sub(d6)).intoArray(t, j);
      nearOdd.fma(half, nearEven).intoArray(t, j + 8 * LANES);
      nearOdd.fma(minusHalf, nearEven).intoArray(t, j + 16 * LANES);
      unitEven.add(unitOdd).intoArray(t, j + 24 * LANES);
      unitEven.sub(unitOdd).intoArray(t, j + 32 * LANES);
      farOdd.fma(two, farEven).intoArray(t, j + 40 * LANES);
      farOdd.fma(minusTwo, farEven).intoArray(t, j + 48 * LANES);
      d3.sub(d5).fma(outer, d7.sub(d1)).intoArray(t, j + 56 * LANES);
    }
  }

  @Override
  public void columns(float[] x, VectorScratch tile, int offset, int pixelStride, float[] t) {
    int from = tile.firstColumn;
    int to = tile.lastColumn;
    if (to - from < 8) {
      Arrays.fill(t, CacheLine.FIRST, CacheLine.FIRST + 64 * LANES, 0);
    }
    int i0 = tile.rowAt[0] + offset;
    int i1 = tile.rowAt[1] + offset;
    int i2 = tile.rowAt[2] + offset;
    int i3 = tile.rowAt[3] + offset;
    int i4 = tile.rowAt[4] + offset;
    int i5 = tile.rowAt[5] + offset;
    int i6 = tile.rowAt[6] + offset;
    int i7 = tile.rowAt[7] + offset;
    FloatVector f0 = FloatVector.broadcast(SPECIES, tile.rowFactor[0]);
    FloatVector f1 = FloatVector.broadcast(SPECIES, tile.rowFactor[1]);
    FloatVector f2 = FloatVector.broadcast(SPECIES, tile.rowFactor[2]);
    FloatVector f3 = FloatVector.broadcast(SPECIES, tile.rowFactor[3]);
    FloatVector f4 = FloatVector.broadcast(SPECIES, tile.rowFactor[4]);
    FloatVector f5 = FloatVector.broadcast(SPECIES, tile.rowFactor[5]);
    FloatVector f6 = FloatVector.broadcast(SPECIES, tile.rowFactor[6]);
    FloatVector f7 = FloatVector.broadcast(SPECIES, tile.rowFactor[7]);
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
    for (int s = from; s < to; s++) {
      int i = s * pixelStride;
      FloatVector d0 = FloatVector.fromArray(SPECIES, x, i0 + i).mul(f0);
      FloatVector d1 = FloatVector.fromArray(SPECIES, x, i1 + i).mul(f1);
      FloatVector d2 = FloatVector.fromArray(SPECIES, x, i2 + i).mul(f2);
      FloatVector d3 = FloatVector.fromArray(SPECIES, x, i3 + i).mul(f3);
      FloatVector d4 = FloatVector.fromArray(SPECIES, x, i4 + i).mul(f4);
      FloatVector d5 = FloatVector.fromArray(SPECIES, x, i5 + i).mul(f5);
      FloatVector d6 = FloatVector.fromArray(SPECIES, x, i6 + i).mul(f6);
      FloatVector d7 = FloatVector.fromArray(SPECIES, x, i7 + i).mul(f7);
      int j = CacheLine.FIRST + s * LANES;
      FloatVector nearEven = d2.fma(nearFirst, d4.fma(nearThird, d6));
      FloatVector nearOdd = d1.fma(nearFirst, d3.fma(nearThird, d5));
      FloatVector unitEven = d4.fma(unit, d2.add(d6));
      FloatVector unitOdd = d3.fma(unit, d1.add(d5));
      FloatVector farEven = d2.fma(farFirst, d4.fma(farThird, d6));
      FloatVector farOdd = d1.fma(farFirst, d3.fma(farThird, d5));
      d4.sub(d2).fma(outer, d0.sub(d6)).intoArray(t, j);
      nearOdd.fma(half, nearEven).intoArray(t, j + 8 * LANES);
      nearOdd.fma(minusHalf, nearEven).intoArray(t, j + 16 * LANES);
      unitEven.add(unitOdd).intoArray(t, j + 24 * LANES);
      unitEven.sub(unitOdd).intoArray(t, j + 32 * LANES);
      farOdd.fma(two, farEven).intoArray(t, j + 40 * LANES);
      farOdd.fma(minusTwo, farEven).intoArray(t, j + 48 * LANES);
      d3.sub(d5).fma(outer, d7.sub(d1)).intoArray(t, j + 56 * LANES);
    }
  }

  @Override
  public void repeatedColumns(
      float[] x, VectorScratch tile, int offset, int pixelStride, float[] t) {
    int from = tile.firstColumn;
    int to = tile.lastColumn;
    if (to - from < 5) {
      Arrays.fill(t, CacheLine.FIRST, CacheLine.FIRST + 64 * LANES, 0);
    }
    int i0 = tile.rowAt[0] + offset;
    int i1 = tile.rowAt[1] + offset;
    int i2 = tile.rowAt[2] + offset;
    int i3 = tile.rowAt[3] + offset;
    int i4 = tile.rowAt[4] + offset;
    FloatVector f0 = FloatVector.broadcast(SPECIES, tile.rowFactor[0]);
    FloatVector f1 = FloatVector.broadcast(SPECIES, tile.rowFactor[1]);
    FloatVector f2 = FloatVector.broadcast(SPECIES, tile.rowFactor[2]);
    FloatVector f3 = FloatVector.broadcast(SPECIES, tile.rowFactor[3]);
    FloatVector f4 = FloatVector.broadcast(SPECIES, tile.rowFactor[4]);
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
    for (int s = from; s < to; s++) {
      int i = s * pixelStride;
      FloatVector d0 = FloatVector.fromArray(SPECIES, x, i0 + i).mul(f0);
      FloatVector d1 = FloatVector.fromArray(SPECIES, x, i1 + i).mul(f1);
      FloatVector d2 = FloatVector.fromArray(SPECIES, x, i2 + i).mul(f2);
      FloatVector d3 = FloatVector.fromArray(SPECIES, x, i3 + i).mul(f3);
      FloatVector d4 = FloatVector.fromArray(SPECIES, x, i4 + i).mul(f4);
      FloatVector near = d1.fma(nearFirst, d2.fma(nearThird, d3));
      FloatVector one = d2.fma(unit, d1.add(d3));
      FloatVector far = d1.fma(farFirst, d2.fma(farThird, d3));
      FloatVector t0 = d2.sub(d1).fma(outer, d0.sub(d3));
      FloatVector t1 = near.fma(half, near);
      FloatVector t2 = near.fma(minusHalf, near);
      FloatVector t3 = one.add(one);
      FloatVector t4 = one.sub(one);
      FloatVector t5 = far.fma(two, far);
      FloatVector t6 = far.fma(minusTwo, far);
      FloatVector t7 = d2.sub(d3).fma(outer, d4.sub(d1));
      // The outer ones stand for one column, which is written twice.
      int j = CacheLine.FIRST + Math.max(0, 2 * s - 1) * LANES;
      int k = CacheLine.FIRST + Math.min(7, 2 * s) * LANES;
      t0.intoArray(t, j);
      t0.intoArray(t, k);
      t1.intoArray(t, j + 8 * LANES);
      t1.intoArray(t, k + 8 * LANES);
      t2.intoArray(t, j + 16 * LANES);
      t2.intoArray(t, k + 16 * LANES);
      t3.intoArray(t, j + 24 * LANES);
      t3.intoArray(t, k + 24 * LANES);
      t4.intoArray(t, j + 32 * LANES);
      t4.intoArray(t, k + 32 * LANES);
      t5.intoArray(t, j + 40 * LANES);
      t5.intoArray(t, k + 40 * LANES);
      t6.intoArray(t, j + 48 * LANES);
      t6.intoArray(t, k + 48 * LANES);
      t7.intoArray(t, j + 56 * LANES);
      t7.intoArray(t, k + 56 * LANES);
    }
  }

  @Override
  public void rows(float[] t, float[] v, int to) {
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
      int i = CacheLine.FIRST + r * (8 * LANES);
      FloatVector d0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector d1 = FloatVector.fromArray(SPECIES, t, i + LANES);
      FloatVector d2 = FloatVector.fromArray(SPECIES, t, i + 2 * LANES);
      FloatVector d3 = FloatVector.fromArray(SPECIES, t, i + 3 * LANES);
      FloatVector d4 = FloatVector.fromArray(SPECIES, t, i + 4 * LANES);
      FloatVector d5 = FloatVector.fromArray(SPECIES, t, i + 5 * LANES);
      FloatVector d6 = FloatVector.fromArray(SPECIES, t, i + 6 * LANES);
      FloatVector d7 = FloatVector.fromArray(SPECIES, t, i + 7 * LANES);
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
