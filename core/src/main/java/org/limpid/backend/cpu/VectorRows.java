package org.limpid.backend.cpu;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link VectorProduct#multiply}: {@code m = s + a·u} for a few rows of A and M and
 * one or two vectors of columns of U, over at most 32 of the depth.
 *
 * <p>Each method holds its sums in registers and has one counted loop with constant strides, as C2
 * takes vectors for objects, a hundred times slower, where loops are nested. Where a loop runs 32
 * times at most and C2 can see it, it makes no second loop around it to stop at, whose counters
 * would take registers. Methods are long because Java has no arrays of registers.
 *
 * <p>Four and six rows by two vectors are for sixteen registers, and take {@link
 * VectorProduct#STEPS} of the depth at once: with one, C2 spent 12 instructions on counter and
 * addresses beside 17 on five rows. It would read all operands of such a body first and keep sums
 * in memory for that; fences, which are no instructions on this kind of processor, make it read two
 * rows at a time.
 */
final class VectorRows {

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;

  private VectorRows() {}

  static void rows8x2(
      float[] a, int aAt, float[] u, int uAt, int depth, float[] s, int sAt, float[] m, int mAt) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, s, sAt);
    FloatVector s01 = FloatVector.fromArray(SPECIES, s, sAt + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, s, sAt + 32);
    FloatVector s11 = FloatVector.fromArray(SPECIES, s, sAt + 32 + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, s, sAt + 64);
    FloatVector s21 = FloatVector.fromArray(SPECIES, s, sAt + 64 + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, s, sAt + 96);
    FloatVector s31 = FloatVector.fromArray(SPECIES, s, sAt + 96 + LANES);
    FloatVector s40 = FloatVector.fromArray(SPECIES, s, sAt + 128);
    FloatVector s41 = FloatVector.fromArray(SPECIES, s, sAt + 128 + LANES);
    FloatVector s50 = FloatVector.fromArray(SPECIES, s, sAt + 160);
    FloatVector s51 = FloatVector.fromArray(SPECIES, s, sAt + 160 + LANES);
    FloatVector s60 = FloatVector.fromArray(SPECIES, s, sAt + 192);
    FloatVector s61 = FloatVector.fromArray(SPECIES, s, sAt + 192 + LANES);
    FloatVector s70 = FloatVector.fromArray(SPECIES, s, sAt + 224);
    FloatVector s71 = FloatVector.fromArray(SPECIES, s, sAt + 224 + LANES);
    int end = Math.min(depth, VectorProduct.BLOCK);
    for (int q = 0; q < end; q++) {
      int i = aAt + q;
      int j = uAt + q * VectorProduct.BLOCK;
      FloatVector u0 = FloatVector.fromArray(SPECIES, u, j);
      FloatVector u1 = FloatVector.fromArray(SPECIES, u, j + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s00 = a0.fma(u0, s00);
      s01 = a0.fma(u1, s01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 32]);
      s10 = a1.fma(u0, s10);
      s11 = a1.fma(u1, s11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 64]);
      s20 = a2.fma(u0, s20);
      s21 = a2.fma(u1, s21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 96]);
      s30 = a3.fma(u0, s30);
      s31 = a3.fma(u1, s31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[i + 128]);
      s40 = a4.fma(u0, s40);
      s41 = a4.fma(u1, s41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[i + 160]);
      s50 = a5.fma(u0, s50);
      s51 = a5.fma(u1, s51);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[i + 192]);
      s60 = a6.fma(u0, s60);
      s61 = a6.fma(u1, s61);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[i + 224]);
      s70 = a7.fma(u0, s70);
      s71 = a7.fma(u1, s71);
    }
    s00.intoArray(m, mAt);
    s01.intoArray(m, mAt + LANES);
    s10.intoArray(m, mAt + 32);
    s11.intoArray(m, mAt + 32 + LANES);
    s20.intoArray(m, mAt + 64);
    s21.intoArray(m, mAt + 64 + LANES);
    s30.intoArray(m, mAt + 96);
    s31.intoArray(m, mAt + 96 + LANES);
    s40.intoArray(m, mAt + 128);
    s41.intoArray(m, mAt + 128 + LANES);
    s50.intoArray(m, mAt + 160);
    s51.intoArray(m, mAt + 160 + LANES);
    s60.intoArray(m, mAt + 192);
    s61.intoArray(m, mAt + 192 + LANES);
    s70.intoArray(m, mAt + 224);
    s71.intoArray(m, mAt + 224 + LANES);
  }

  static void rows8x1(
      float[] a, int aAt, float[] u, int uAt, int depth, float[] s, int sAt, float[] m, int mAt) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, s, sAt);
    FloatVector s10 = FloatVector.fromArray(SPECIES, s, sAt + 32);
    FloatVector s20 = FloatVector.fromArray(SPECIES, s, sAt + 64);
    FloatVector s30 = FloatVector.fromArray(SPECIES, s, sAt + 96);
    FloatVector s40 = FloatVector.fromArray(SPECIES, s, sAt + 128);
    FloatVector s50 = FloatVector.fromArray(SPECIES, s, sAt + 160);
    FloatVector s60 = FloatVector.fromArray(SPECIES, s, sAt + 192);
    FloatVector s70 = FloatVector.fromArray(SPECIES, s, sAt + 224);
    int end = Math.min(depth, VectorProduct.BLOCK);
    for (int q = 0; q < end; q++) {
      int i = aAt + q;
      int j = uAt + q * VectorProduct.BLOCK;
      FloatVector u0 = FloatVector.fromArray(SPECIES, u, j);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s00 = a0.fma(u0, s00);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 32]);
      s10 = a1.fma(u0, s10);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 64]);
      s20 = a2.fma(u0, s20);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 96]);
      s30 = a3.fma(u0, s30);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[i + 128]);
      s40 = a4.fma(u0, s40);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[i + 160]);
      s50 = a5.fma(u0, s50);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[i + 192]);
      s60 = a6.fma(u0, s60);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[i + 224]);
      s70 = a7.fma(u0, s70);
    }
    s00.intoArray(m, mAt);
    s10.intoArray(m, mAt + 32);
    s20.intoArray(m, mAt + 64);
    s30.intoArray(m, mAt + 96);
    s40.intoArray(m, mAt + 128);
    s50.intoArray(m, mAt + 160);
    s60.intoArray(m, mAt + 192);
    s70.intoArray(m, mAt + 224);
  }

  static void rows6x2(
      float[] a, int aAt, float[] u, int uAt, int depth, float[] s, int sAt, float[] m, int mAt) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, s, sAt);
    FloatVector s01 = FloatVector.fromArray(SPECIES, s, sAt + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, s, sAt + 32);
    FloatVector s11 = FloatVector.fromArray(SPECIES, s, sAt + 32 + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, s, sAt + 64);
    FloatVector s21 = FloatVector.fromArray(SPECIES, s, sAt + 64 + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, s, sAt + 96);
    FloatVector s31 = FloatVector.fromArray(SPECIES, s, sAt + 96 + LANES);
    FloatVector s40 = FloatVector.fromArray(SPECIES, s, sAt + 128);
    FloatVector s41 = FloatVector.fromArray(SPECIES, s, sAt + 128 + LANES);
    FloatVector s50 = FloatVector.fromArray(SPECIES, s, sAt + 160);
    FloatVector s51 = FloatVector.fromArray(SPECIES, s, sAt + 160 + LANES);
    int end = Math.min(depth, VectorProduct.BLOCK) / VectorProduct.STEPS;
    for (int q = 0; q < end; q++) {
      int i = aAt + q * VectorProduct.STEPS;
      int j = uAt + q * (VectorProduct.STEPS * VectorProduct.BLOCK);
      FloatVector u0 = FloatVector.fromArray(SPECIES, u, j);
      FloatVector u1 = FloatVector.fromArray(SPECIES, u, j + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s00 = a0.fma(u0, s00);
      s01 = a0.fma(u1, s01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 32]);
      s10 = a1.fma(u0, s10);
      s11 = a1.fma(u1, s11);
      VarHandle.loadLoadFence();
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 64]);
      s20 = a2.fma(u0, s20);
      s21 = a2.fma(u1, s21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 96]);
      s30 = a3.fma(u0, s30);
      s31 = a3.fma(u1, s31);
      VarHandle.loadLoadFence();
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[i + 128]);
      s40 = a4.fma(u0, s40);
      s41 = a4.fma(u1, s41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[i + 160]);
      s50 = a5.fma(u0, s50);
      s51 = a5.fma(u1, s51);
      VarHandle.loadLoadFence();
      u0 = FloatVector.fromArray(SPECIES, u, j + VectorProduct.BLOCK);
      u1 = FloatVector.fromArray(SPECIES, u, j + VectorProduct.BLOCK + LANES);
      a0 = FloatVector.broadcast(SPECIES, a[i + 1]);
      s00 = a0.fma(u0, s00);
      s01 = a0.fma(u1, s01);
      a1 = FloatVector.broadcast(SPECIES, a[i + 33]);
      s10 = a1.fma(u0, s10);
      s11 = a1.fma(u1, s11);
      VarHandle.loadLoadFence();
      a2 = FloatVector.broadcast(SPECIES, a[i + 65]);
      s20 = a2.fma(u0, s20);
      s21 = a2.fma(u1, s21);
      a3 = FloatVector.broadcast(SPECIES, a[i + 97]);
      s30 = a3.fma(u0, s30);
      s31 = a3.fma(u1, s31);
      VarHandle.loadLoadFence();
      a4 = FloatVector.broadcast(SPECIES, a[i + 129]);
      s40 = a4.fma(u0, s40);
      s41 = a4.fma(u1, s41);
      a5 = FloatVector.broadcast(SPECIES, a[i + 161]);
      s50 = a5.fma(u0, s50);
      s51 = a5.fma(u1, s51);
      VarHandle.loadLoadFence();
      u0 = FloatVector.fromArray(SPECIES, u, j + 2 * VectorProduct.BLOCK);
      u1 = FloatVector.fromArray(SPECIES, u, j + 2 * VectorProduct.BLOCK + LANES);
      a0 = FloatVector.broadcast(SPECIES, a[i + 2]);
      s00 = a0.fma(u0, s00);
      s01 = a0.fma(u1, s01);
      a1 = FloatVector.broadcast(SPECIES, a[i + 34]);
      s10 = a1.fma(u0, s10);
      s11 = a1.fma(u1, s11);
      VarHandle.loadLoadFence();
      a2 = FloatVector.broadcast(SPECIES, a[i + 66]);
      s20 = a2.fma(u0, s20);
      s21 = a2.fma(u1, s21);
      a3 = FloatVector.broadcast(SPECIES, a[i + 98]);
      s30 = a3.fma(u0, s30);
      s31 = a3.fma(u1, s31);
      VarHandle.loadLoadFence();
      a4 = FloatVector.broadcast(SPECIES, a[i + 130]);
      s40 = a4.fma(u0, s40);
      s41 = a4.fma(u1, s41);
      a5 = FloatVector.broadcast(SPECIES, a[i + 162]);
      s50 = a5.fma(u0, s50);
      s51 = a5.fma(u1, s51);
      VarHandle.loadLoadFence();
      u0 = FloatVector.fromArray(SPECIES, u, j + 3 * VectorProduct.BLOCK);
      u1 = FloatVector.fromArray(SPECIES, u, j + 3 * VectorProduct.BLOCK + LANES);
      a0 = FloatVector.broadcast(SPECIES, a[i + 3]);
      s00 = a0.fma(u0, s00);
      s01 = a0.fma(u1, s01);
      a1 = FloatVector.broadcast(SPECIES, a[i + 35]);
      s10 = a1.fma(u0, s10);
      s11 = a1.fma(u1, s11);
      VarHandle.loadLoadFence();
      a2 = FloatVector.broadcast(SPECIES, a[i + 67]);
      s20 = a2.fma(u0, s20);
      s21 = a2.fma(u1, s21);
      a3 = FloatVector.broadcast(SPECIES, a[i + 99]);
      s30 = a3.fma(u0, s30);
      s31 = a3.fma(u1, s31);
      VarHandle.loadLoadFence();
      a4 = FloatVector.broadcast(SPECIES, a[i + 131]);
      s40 = a4.fma(u0, s40);
      s41 = a4.fma(u1, s41);
      a5 = FloatVector.broadcast(SPECIES, a[i + 163]);
      s50 = a5.fma(u0, s50);
      s51 = a5.fma(u1, s51);
    }
    s00.intoArray(m, mAt);
    s01.intoArray(m, mAt + LANES);
    s10.intoArray(m, mAt + 32);
    s11.intoArray(m, mAt + 32 + LANES);
    s20.intoArray(m, mAt + 64);
    s21.intoArray(m, mAt + 64 + LANES);
    s30.intoArray(m, mAt + 96);
    s31.intoArray(m, mAt + 96 + LANES);
    s40.intoArray(m, mAt + 128);
    s41.intoArray(m, mAt + 128 + LANES);
    s50.intoArray(m, mAt + 160);
    s51.intoArray(m, mAt + 160 + LANES);
  }

  static void rows4x2(
      float[] a, int aAt, float[] u, int uAt, int depth, float[] s, int sAt, float[] m, int mAt) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, s, sAt);
    FloatVector s01 = FloatVector.fromArray(SPECIES, s, sAt + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, s, sAt + 32);
    FloatVector s11 = FloatVector.fromArray(SPECIES, s, sAt + 32 + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, s, sAt + 64);
    FloatVector s21 = FloatVector.fromArray(SPECIES, s, sAt + 64 + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, s, sAt + 96);
    FloatVector s31 = FloatVector.fromArray(SPECIES, s, sAt + 96 + LANES);
    int end = Math.min(depth, VectorProduct.BLOCK) / VectorProduct.STEPS;
    for (int q = 0; q < end; q++) {
      int i = aAt + q * VectorProduct.STEPS;
      int j = uAt + q * (VectorProduct.STEPS * VectorProduct.BLOCK);
      FloatVector u0 = FloatVector.fromArray(SPECIES, u, j);
      FloatVector u1 = FloatVector.fromArray(SPECIES, u, j + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s00 = a0.fma(u0, s00);
      s01 = a0.fma(u1, s01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 32]);
      s10 = a1.fma(u0, s10);
      s11 = a1.fma(u1, s11);
      VarHandle.loadLoadFence();
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 64]);
      s20 = a2.fma(u0, s20);
      s21 = a2.fma(u1, s21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 96]);
      s30 = a3.fma(u0, s30);
      s31 = a3.fma(u1, s31);
      VarHandle.loadLoadFence();
      u0 = FloatVector.fromArray(SPECIES, u, j + VectorProduct.BLOCK);
      u1 = FloatVector.fromArray(SPECIES, u, j + VectorProduct.BLOCK + LANES);
      a0 = FloatVector.broadcast(SPECIES, a[i + 1]);
      s00 = a0.fma(u0, s00);
      s01 = a0.fma(u1, s01);
      a1 = FloatVector.broadcast(SPECIES, a[i + 33]);
      s10 = a1.fma(u0, s10);
      s11 = a1.fma(u1, s11);
      VarHandle.loadLoadFence();
      a2 = FloatVector.broadcast(SPECIES, a[i + 65]);
      s20 = a2.fma(u0, s20);
      s21 = a2.fma(u1, s21);
      a3 = FloatVector.broadcast(SPECIES, a[i + 97]);
      s30 = a3.fma(u0, s30);
      s31 = a3.fma(u1, s31);
      VarHandle.loadLoadFence();
      u0 = FloatVector.fromArray(SPECIES, u, j + 2 * VectorProduct.BLOCK);
      u1 = FloatVector.fromArray(SPECIES, u, j + 2 * VectorProduct.BLOCK + LANES);
      a0 = FloatVector.broadcast(SPECIES, a[i + 2]);
      s00 = a0.fma(u0, s00);
      s01 = a0.fma(u1, s01);
      a1 = FloatVector.broadcast(SPECIES, a[i + 34]);
      s10 = a1.fma(u0, s10);
      s11 = a1.fma(u1, s11);
      VarHandle.loadLoadFence();
      a2 = FloatVector.broadcast(SPECIES, a[i + 66]);
      s20 = a2.fma(u0, s20);
      s21 = a2.fma(u1, s21);
      a3 = FloatVector.broadcast(SPECIES, a[i + 98]);
      s30 = a3.fma(u0, s30);
      s31 = a3.fma(u1, s31);
      VarHandle.loadLoadFence();
      u0 = FloatVector.fromArray(SPECIES, u, j + 3 * VectorProduct.BLOCK);
      u1 = FloatVector.fromArray(SPECIES, u, j + 3 * VectorProduct.BLOCK + LANES);
      a0 = FloatVector.broadcast(SPECIES, a[i + 3]);
      s00 = a0.fma(u0, s00);
      s01 = a0.fma(u1, s01);
      a1 = FloatVector.broadcast(SPECIES, a[i + 35]);
      s10 = a1.fma(u0, s10);
      s11 = a1.fma(u1, s11);
      VarHandle.loadLoadFence();
      a2 = FloatVector.broadcast(SPECIES, a[i + 67]);
      s20 = a2.fma(u0, s20);
      s21 = a2.fma(u1, s21);
      a3 = FloatVector.broadcast(SPECIES, a[i + 99]);
      s30 = a3.fma(u0, s30);
      s31 = a3.fma(u1, s31);
    }
    s00.intoArray(m, mAt);
    s01.intoArray(m, mAt + LANES);
    s10.intoArray(m, mAt + 32);
    s11.intoArray(m, mAt + 32 + LANES);
    s20.intoArray(m, mAt + 64);
    s21.intoArray(m, mAt + 64 + LANES);
    s30.intoArray(m, mAt + 96);
    s31.intoArray(m, mAt + 96 + LANES);
  }

  static void rows4x1(
      float[] a, int aAt, float[] u, int uAt, int depth, float[] s, int sAt, float[] m, int mAt) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, s, sAt);
    FloatVector s10 = FloatVector.fromArray(SPECIES, s, sAt + 32);
    FloatVector s20 = FloatVector.fromArray(SPECIES, s, sAt + 64);
    FloatVector s30 = FloatVector.fromArray(SPECIES, s, sAt + 96);
    int end = Math.min(depth, VectorProduct.BLOCK);
    for (int q = 0; q < end; q++) {
      int i = aAt + q;
      int j = uAt + q * VectorProduct.BLOCK;
      FloatVector u0 = FloatVector.fromArray(SPECIES, u, j);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s00 = a0.fma(u0, s00);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 32]);
      s10 = a1.fma(u0, s10);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 64]);
      s20 = a2.fma(u0, s20);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 96]);
      s30 = a3.fma(u0, s30);
    }
    s00.intoArray(m, mAt);
    s10.intoArray(m, mAt + 32);
    s20.intoArray(m, mAt + 64);
    s30.intoArray(m, mAt + 96);
  }
}
