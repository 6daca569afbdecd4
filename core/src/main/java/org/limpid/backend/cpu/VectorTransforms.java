package org.limpid.backend.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Winograd's transforms, with the matrices of {@link Points}, of one tile and one vector of
 * channels. Each has two steps, one method each with one counted loop: along columns from the
 * source to an array {@code t} that stays in the nearest cache, then along rows to the target.
 *
 * <p>The file is long because C2 keeps vectors in registers within one method only: steps that look
 * alike cannot share one.
 */
final class VectorTransforms {

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;
  private static final float NEAR = Points.NEAR;
  private static final float FAR = Points.FAR;

  private VectorTransforms() {}

  /** {@code t = Bᵀ x} on 6 x 6 pixels. */
  static void sourceColumns(float[] x, int at, int rowStride, int pixelStride, float[] t) {
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
      int j = s * LANES;
      FloatVector nearEven = d2.fma(minusTwo, d4);
      FloatVector nearOdd = d1.fma(minusTwo, d3);
      FloatVector farEven = d2.fma(minusHalf, d4);
      FloatVector farOdd = d1.fma(minusHalf, d3);
      d2.fma(minusFiveHalves, d0.add(d4)).intoArray(t, j);
      nearOdd.fma(near, nearEven).intoArray(t, j + 6 * LANES);
      nearOdd.fma(minusNear, nearEven).intoArray(t, j + 12 * LANES);
      farOdd.fma(far, farEven).intoArray(t, j + 18 * LANES);
      farOdd.fma(minusFar, farEven).intoArray(t, j + 24 * LANES);
      d3.fma(minusFiveHalves, d1.add(d5)).intoArray(t, j + 30 * LANES);
    }
  }

  /**
   * {@code t = Bᵀ x} on pixels of which some lie outside. The columns of t for those become 0.
   *
   * @param tile where rows begin, which of them to multiply by 0, and which columns are inside
   * @param offset added to where rows begin
   */
  static void sourceColumns(float[] x, VectorScratch tile, int offset, int pixelStride, float[] t) {
    int from = tile.firstColumn;
    int to = tile.lastColumn;
    int[] rowAt = tile.rowAt;
    float[] rowFactor = tile.rowFactor;
    if (to - from < Tiles.REACH) {
      Arrays.fill(t, 0, Tiles.FREQUENCIES * LANES, 0);
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
      int j = s * LANES;
      FloatVector nearEven = d2.fma(minusTwo, d4);
      FloatVector nearOdd = d1.fma(minusTwo, d3);
      FloatVector farEven = d2.fma(minusHalf, d4);
      FloatVector farOdd = d1.fma(minusHalf, d3);
      d2.fma(minusFiveHalves, d0.add(d4)).intoArray(t, j);
      nearOdd.fma(near, nearEven).intoArray(t, j + 6 * LANES);
      nearOdd.fma(minusNear, nearEven).intoArray(t, j + 12 * LANES);
      farOdd.fma(far, farEven).intoArray(t, j + 18 * LANES);
      farOdd.fma(minusFar, farEven).intoArray(t, j + 24 * LANES);
      d3.fma(minusFiveHalves, d1.add(d5)).intoArray(t, j + 30 * LANES);
    }
  }

  /**
   * The same where a tile sees 4 x 4 pixels, those inside as two rows and two columns each.
   *
   * @param tile where rows begin, which of them to multiply by 0, and which columns are inside
   * @param offset added to where rows begin
   */
  static void repeatedColumns(
      float[] x, VectorScratch tile, int offset, int pixelStride, float[] t) {
    int from = tile.firstColumn;
    int to = tile.lastColumn;
    if (to - from < 4) {
      Arrays.fill(t, 0, Tiles.FREQUENCIES * LANES, 0);
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
      int j = Math.max(0, 2 * s - 1) * LANES;
      int k = Math.min(5, 2 * s) * LANES;
      t0.intoArray(t, j);
      t0.intoArray(t, k);
      t1.intoArray(t, j + 6 * LANES);
      t1.intoArray(t, k + 6 * LANES);
      t2.intoArray(t, j + 12 * LANES);
      t2.intoArray(t, k + 12 * LANES);
      t3.intoArray(t, j + 18 * LANES);
      t3.intoArray(t, k + 18 * LANES);
      t4.intoArray(t, j + 24 * LANES);
      t4.intoArray(t, k + 24 * LANES);
      t5.intoArray(t, j + 30 * LANES);
      t5.intoArray(t, k + 30 * LANES);
    }
  }

  /** {@code v = t B}, to 36 panels that are {@code stride} apart. */
  static void sourceRows(float[] t, float[] v, int to, int stride) {
    FloatVector minusHalf = FloatVector.broadcast(SPECIES, -0.5f);
    FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2f);
    FloatVector minusFiveHalves = FloatVector.broadcast(SPECIES, -2.5f);
    FloatVector near = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector minusNear = FloatVector.broadcast(SPECIES, -NEAR);
    FloatVector far = FloatVector.broadcast(SPECIES, FAR);
    FloatVector minusFar = FloatVector.broadcast(SPECIES, -FAR);
    for (int r = 0; r < 6; r++) {
      int i = r * 6 * LANES;
      FloatVector d0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector d1 = FloatVector.fromArray(SPECIES, t, i + LANES);
      FloatVector d2 = FloatVector.fromArray(SPECIES, t, i + 2 * LANES);
      FloatVector d3 = FloatVector.fromArray(SPECIES, t, i + 3 * LANES);
      FloatVector d4 = FloatVector.fromArray(SPECIES, t, i + 4 * LANES);
      FloatVector d5 = FloatVector.fromArray(SPECIES, t, i + 5 * LANES);
      int j = to + r * 6 * stride;
      FloatVector nearEven = d2.fma(minusTwo, d4);
      FloatVector nearOdd = d1.fma(minusTwo, d3);
      FloatVector farEven = d2.fma(minusHalf, d4);
      FloatVector farOdd = d1.fma(minusHalf, d3);
      d2.fma(minusFiveHalves, d0.add(d4)).intoArray(v, j);
      nearOdd.fma(near, nearEven).intoArray(v, j + stride);
      nearOdd.fma(minusNear, nearEven).intoArray(v, j + 2 * stride);
      farOdd.fma(far, farEven).intoArray(v, j + 3 * stride);
      farOdd.fma(minusFar, farEven).intoArray(v, j + 4 * stride);
      d3.fma(minusFiveHalves, d1.add(d5)).intoArray(v, j + 5 * stride);
    }
  }

  /** {@code t = Aᵀ m}, from 36 panels that are {@code stride} apart. */
  static void targetColumns(float[] m, int at, int stride, float[] t) {
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector near = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector far = FloatVector.broadcast(SPECIES, FAR);
    for (int s = 0; s < 6; s++) {
      int i = at + s * stride;
      FloatVector m0 = FloatVector.fromArray(SPECIES, m, i);
      FloatVector m1 = FloatVector.fromArray(SPECIES, m, i + 6 * stride);
      FloatVector m2 = FloatVector.fromArray(SPECIES, m, i + 12 * stride);
      FloatVector m3 = FloatVector.fromArray(SPECIES, m, i + 18 * stride);
      FloatVector m4 = FloatVector.fromArray(SPECIES, m, i + 24 * stride);
      FloatVector m5 = FloatVector.fromArray(SPECIES, m, i + 30 * stride);
      FloatVector nearEven = m1.add(m2);
      FloatVector farEven = m3.add(m4);
      FloatVector nearOdd = m1.sub(m2).mul(near);
      FloatVector farOdd = m3.sub(m4).mul(far);
      FloatVector y0 = m0.add(nearEven).add(farEven);
      FloatVector y1 = nearOdd.add(farOdd);
      FloatVector y2 = farEven.fma(two, nearEven.mul(half));
      FloatVector y3 = farOdd.fma(two, nearOdd.fma(half, m5));
      int j = s * LANES;
      y0.intoArray(t, j);
      y1.intoArray(t, j + 6 * LANES);
      y2.intoArray(t, j + 12 * LANES);
      y3.intoArray(t, j + 18 * LANES);
    }
  }

  /** {@code y = max(t A + bias, floor)} on 4 x 4 pixels. */
  static void targetRows(
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
      int i = r * 6 * LANES;
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

  /** Copies 2 x 2 pixels to 4 x 4 neighbouring vectors, each to a block of 2 x 2. */
  static void repeat(float[] y, int at, int rowStride, int pixelStride, float[] repeated) {
    for (int r = 0; r < 2; r++) {
      int i = at + r * rowStride;
      FloatVector first = FloatVector.fromArray(SPECIES, y, i);
      FloatVector second = FloatVector.fromArray(SPECIES, y, i + pixelStride);
      int j = r * 8 * LANES;
      first.intoArray(repeated, j);
      first.intoArray(repeated, j + LANES);
      second.intoArray(repeated, j + 2 * LANES);
      second.intoArray(repeated, j + 3 * LANES);
      first.intoArray(repeated, j + 4 * LANES);
      first.intoArray(repeated, j + 5 * LANES);
      second.intoArray(repeated, j + 6 * LANES);
      second.intoArray(repeated, j + 7 * LANES);
    }
  }

  /** {@code t = A y} on 4 x 4 pixels. */
  static void adjointColumns(float[] y, int at, int rowStride, int pixelStride, float[] t) {
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
      int j = s * LANES;
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

  /** {@code d = t Aᵀ}, to 36 panels that are {@code stride} apart. */
  static void adjointRows(float[] t, float[] d, int to, int stride) {
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector near = FloatVector.broadcast(SPECIES, NEAR);
    FloatVector far = FloatVector.broadcast(SPECIES, FAR);
    FloatVector minusNear = FloatVector.broadcast(SPECIES, -NEAR);
    FloatVector minusFar = FloatVector.broadcast(SPECIES, -FAR);
    for (int r = 0; r < 6; r++) {
      int i = r * 4 * LANES;
      FloatVector y0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector y1 = FloatVector.fromArray(SPECIES, t, i + LANES);
      FloatVector y2 = FloatVector.fromArray(SPECIES, t, i + 2 * LANES);
      FloatVector y3 = FloatVector.fromArray(SPECIES, t, i + 3 * LANES);
      int j = to + r * 6 * stride;
      FloatVector nearEven = y2.fma(half, y0);
      FloatVector nearOdd = y3.fma(half, y1);
      FloatVector farEven = y2.fma(two, y0);
      FloatVector farOdd = y3.fma(two, y1);
      y0.intoArray(d, j);
      nearOdd.fma(near, nearEven).intoArray(d, j + stride);
      nearOdd.fma(minusNear, nearEven).intoArray(d, j + 2 * stride);
      farOdd.fma(far, farEven).intoArray(d, j + 3 * stride);
      farOdd.fma(minusFar, farEven).intoArray(d, j + 4 * stride);
      y3.intoArray(d, j + 5 * stride);
    }
  }

  /** {@code t = G g} on 3 x 3 taps that are {@code tapStride} apart. */
  static void spreadColumns(float[] g, int at, int tapStride, float[] t) {
    FloatVector nearFirst = FloatVector.broadcast(SPECIES, -2 / 3f);
    FloatVector nearMiddle = FloatVector.broadcast(SPECIES, -2 / 3f * NEAR);
    FloatVector nearLast = FloatVector.broadcast(SPECIES, -1 / 3f);
    FloatVector farFirst = FloatVector.broadcast(SPECIES, 1 / 6f);
    FloatVector farMiddle = FloatVector.broadcast(SPECIES, 1 / 6f * FAR);
    FloatVector farLast = FloatVector.broadcast(SPECIES, 1 / 3f);
    FloatVector minusNearMiddle = FloatVector.broadcast(SPECIES, 2 / 3f * NEAR);
    FloatVector minusFarMiddle = FloatVector.broadcast(SPECIES, -1 / 6f * FAR);
    for (int s = 0; s < 3; s++) {
      int i = at + s * tapStride;
      FloatVector g0 = FloatVector.fromArray(SPECIES, g, i);
      FloatVector g1 = FloatVector.fromArray(SPECIES, g, i + 3 * tapStride);
      FloatVector g2 = FloatVector.fromArray(SPECIES, g, i + 6 * tapStride);
      int j = s * LANES;
      FloatVector nearEven = g0.fma(nearFirst, g2.mul(nearLast));
      FloatVector farEven = g0.fma(farFirst, g2.mul(farLast));
      g0.intoArray(t, j);
      g1.fma(nearMiddle, nearEven).intoArray(t, j + 3 * LANES);
      g1.fma(minusNearMiddle, nearEven).intoArray(t, j + 6 * LANES);
      g1.fma(farMiddle, farEven).intoArray(t, j + 9 * LANES);
      g1.fma(minusFarMiddle, farEven).intoArray(t, j + 12 * LANES);
      g2.intoArray(t, j + 15 * LANES);
    }
  }

  /** {@code u = t Gᵀ}, to 36 matrices that are {@code stride} apart. */
  static void spreadRows(float[] t, float[] u, int to, int stride) {
    FloatVector nearFirst = FloatVector.broadcast(SPECIES, -2 / 3f);
    FloatVector nearMiddle = FloatVector.broadcast(SPECIES, -2 / 3f * NEAR);
    FloatVector nearLast = FloatVector.broadcast(SPECIES, -1 / 3f);
    FloatVector farFirst = FloatVector.broadcast(SPECIES, 1 / 6f);
    FloatVector farMiddle = FloatVector.broadcast(SPECIES, 1 / 6f * FAR);
    FloatVector farLast = FloatVector.broadcast(SPECIES, 1 / 3f);
    FloatVector minusNearMiddle = FloatVector.broadcast(SPECIES, 2 / 3f * NEAR);
    FloatVector minusFarMiddle = FloatVector.broadcast(SPECIES, -1 / 6f * FAR);
    for (int r = 0; r < 6; r++) {
      int i = r * 3 * LANES;
      FloatVector g0 = FloatVector.fromArray(SPECIES, t, i);
      FloatVector g1 = FloatVector.fromArray(SPECIES, t, i + LANES);
      FloatVector g2 = FloatVector.fromArray(SPECIES, t, i + 2 * LANES);
      int j = to + r * 6 * stride;
      FloatVector nearEven = g0.fma(nearFirst, g2.mul(nearLast));
      FloatVector farEven = g0.fma(farFirst, g2.mul(farLast));
      g0.intoArray(u, j);
      g1.fma(nearMiddle, nearEven).intoArray(u, j + stride);
      g1.fma(minusNearMiddle, nearEven).intoArray(u, j + 2 * stride);
      g1.fma(farMiddle, farEven).intoArray(u, j + 3 * stride);
      g1.fma(minusFarMiddle, farEven).intoArray(u, j + 4 * stride);
      g2.intoArray(u, j + 5 * stride);
    }
  }

  /** {@code t = Gᵀ u}, from 36 matrices that are {@code stride} apart. */
  static void gatherColumns(float[] u, int at, int stride, float[] t) {
    FloatVector nearFirst = FloatVector.broadcast(SPECIES, -2 / 3f);
    FloatVector nearMiddle = FloatVector.broadcast(SPECIES, -2 / 3f * NEAR);
    FloatVector nearLast = FloatVector.broadcast(SPECIES, -1 / 3f);
    FloatVector farFirst = FloatVector.broadcast(SPECIES, 1 / 6f);
    FloatVector farMiddle = FloatVector.broadcast(SPECIES, 1 / 6f * FAR);
    FloatVector farLast = FloatVector.broadcast(SPECIES, 1 / 3f);
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
      FloatVector far = u3.add(u4);
      near.fma(nearFirst, far.fma(farFirst, u0)).intoArray(t, j);
      u1.sub(u2).fma(nearMiddle, u3.sub(u4).mul(farMiddle)).intoArray(t, j + 6 * LANES);
      near.fma(nearLast, far.fma(farLast, u5)).intoArray(t, j + 12 * LANES);
    }
  }

  /** {@code g = t G}, to 3 x 3 taps that are {@code tapStride} apart. */
  static void gatherRows(float[] t, float[] g, int to, int tapStride) {
    FloatVector nearFirst = FloatVector.broadcast(SPECIES, -2 / 3f);
    FloatVector nearMiddle = FloatVector.broadcast(SPECIES, -2 / 3f * NEAR);
    FloatVector nearLast = FloatVector.broadcast(SPECIES, -1 / 3f);
    FloatVector farFirst = FloatVector.broadcast(SPECIES, 1 / 6f);
    FloatVector farMiddle = FloatVector.broadcast(SPECIES, 1 / 6f * FAR);
    FloatVector farLast = FloatVector.broadcast(SPECIES, 1 / 3f);
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
      FloatVector far = u3.add(u4);
      near.fma(nearFirst, far.fma(farFirst, u0)).intoArray(g, j);
      u1.sub(u2).fma(nearMiddle, u3.sub(u4).mul(farMiddle)).intoArray(g, j + tapStride);
      near.fma(nearLast, far.fma(farLast, u5)).intoArray(g, j + 2 * tapStride);
    }
  }
}
