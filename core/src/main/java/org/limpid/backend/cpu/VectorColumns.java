package org.limpid.backend.cpu;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link VectorProduct#accumulate}: {@code u += aᵀ·d} for a few columns of A and one
 * or two vectors of columns of D, over the rows. {@link VectorRows} says why they look as they do.
 */
final class VectorColumns {

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;

  private VectorColumns() {}

  static void columns8x2(float[] a, int aAt, float[] d, int dAt, int rows, float[] u, int uAt) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, u, uAt);
    FloatVector s01 = FloatVector.fromArray(SPECIES, u, uAt + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, u, uAt + 32);
    FloatVector s11 = FloatVector.fromArray(SPECIES, u, uAt + 32 + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, u, uAt + 64);
    FloatVector s21 = FloatVector.fromArray(SPECIES, u, uAt + 64 + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, u, uAt + 96);
    FloatVector s31 = FloatVector.fromArray(SPECIES, u, uAt + 96 + LANES);
    FloatVector s40 = FloatVector.fromArray(SPECIES, u, uAt + 128);
    FloatVector s41 = FloatVector.fromArray(SPECIES, u, uAt + 128 + LANES);
    FloatVector s50 = FloatVector.fromArray(SPECIES, u, uAt + 160);
    FloatVector s51 = FloatVector.fromArray(SPECIES, u, uAt + 160 + LANES);
    FloatVector s60 = FloatVector.fromArray(SPECIES, u, uAt + 192);
    FloatVector s61 = FloatVector.fromArray(SPECIES, u, uAt + 192 + LANES);
    FloatVector s70 = FloatVector.fromArray(SPECIES, u, uAt + 224);
    FloatVector s71 = FloatVector.fromArray(SPECIES, u, uAt + 224 + LANES);
    for (int row = 0; row < rows; row++) {
      int i = aAt + row * VectorProduct.BLOCK;
      int j = dAt + row * VectorProduct.BLOCK;
      FloatVector d0 = FloatVector.fromArray(SPECIES, d, j);
      FloatVector d1 = FloatVector.fromArray(SPECIES, d, j + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s00 = a0.fma(d0, s00);
      s01 = a0.fma(d1, s01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 1]);
      s10 = a1.fma(d0, s10);
      s11 = a1.fma(d1, s11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 2]);
      s20 = a2.fma(d0, s20);
      s21 = a2.fma(d1, s21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 3]);
      s30 = a3.fma(d0, s30);
      s31 = a3.fma(d1, s31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[i + 4]);
      s40 = a4.fma(d0, s40);
      s41 = a4.fma(d1, s41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[i + 5]);
      s50 = a5.fma(d0, s50);
      s51 = a5.fma(d1, s51);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[i + 6]);
      s60 = a6.fma(d0, s60);
      s61 = a6.fma(d1, s61);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[i + 7]);
      s70 = a7.fma(d0, s70);
      s71 = a7.fma(d1, s71);
    }
    s00.intoArray(u, uAt);
    s01.intoArray(u, uAt + LANES);
    s10.intoArray(u, uAt + 32);
    s11.intoArray(u, uAt + 32 + LANES);
    s20.intoArray(u, uAt + 64);
    s21.intoArray(u, uAt + 64 + LANES);
    s30.intoArray(u, uAt + 96);
    s31.intoArray(u, uAt + 96 + LANES);
    s40.intoArray(u, uAt + 128);
    s41.intoArray(u, uAt + 128 + LANES);
    s50.intoArray(u, uAt + 160);
    s51.intoArray(u, uAt + 160 + LANES);
    s60.intoArray(u, uAt + 192);
    s61.intoArray(u, uAt + 192 + LANES);
    s70.intoArray(u, uAt + 224);
    s71.intoArray(u, uAt + 224 + LANES);
  }

  static void columns8x1(float[] a, int aAt, float[] d, int dAt, int rows, float[] u, int uAt) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, u, uAt);
    FloatVector s10 = FloatVector.fromArray(SPECIES, u, uAt + 32);
    FloatVector s20 = FloatVector.fromArray(SPECIES, u, uAt + 64);
    FloatVector s30 = FloatVector.fromArray(SPECIES, u, uAt + 96);
    FloatVector s40 = FloatVector.fromArray(SPECIES, u, uAt + 128);
    FloatVector s50 = FloatVector.fromArray(SPECIES, u, uAt + 160);
    FloatVector s60 = FloatVector.fromArray(SPECIES, u, uAt + 192);
    FloatVector s70 = FloatVector.fromArray(SPECIES, u, uAt + 224);
    for (int row = 0; row < rows; row++) {
      int i = aAt + row * VectorProduct.BLOCK;
      int j = dAt + row * VectorProduct.BLOCK;
      FloatVector d0 = FloatVector.fromArray(SPECIES, d, j);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s00 = a0.fma(d0, s00);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 1]);
      s10 = a1.fma(d0, s10);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 2]);
      s20 = a2.fma(d0, s20);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 3]);
      s30 = a3.fma(d0, s30);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[i + 4]);
      s40 = a4.fma(d0, s40);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[i + 5]);
      s50 = a5.fma(d0, s50);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[i + 6]);
      s60 = a6.fma(d0, s60);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[i + 7]);
      s70 = a7.fma(d0, s70);
    }
    s00.intoArray(u, uAt);
    s10.intoArray(u, uAt + 32);
    s20.intoArray(u, uAt + 64);
    s30.intoArray(u, uAt + 96);
    s40.intoArray(u, uAt + 128);
    s50.intoArray(u, uAt + 160);
    s60.intoArray(u, uAt + 192);
    s70.intoArray(u, uAt + 224);
  }

  static void columns6x2(float[] a, int aAt, float[] d, int dAt, int rows, float[] u, int uAt) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, u, uAt);
    FloatVector s01 = FloatVector.fromArray(SPECIES, u, uAt + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, u, uAt + 32);
    FloatVector s11 = FloatVector.fromArray(SPECIES, u, uAt + 32 + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, u, uAt + 64);
    FloatVector s21 = FloatVector.fromArray(SPECIES, u, uAt + 64 + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, u, uAt + 96);
    FloatVector s31 = FloatVector.fromArray(SPECIES, u, uAt + 96 + LANES);
    FloatVector s40 = FloatVector.fromArray(SPECIES, u, uAt + 128);
    FloatVector s41 = FloatVector.fromArray(SPECIES, u, uAt + 128 + LANES);
    FloatVector s50 = FloatVector.fromArray(SPECIES, u, uAt + 160);
    FloatVector s51 = FloatVector.fromArray(SPECIES, u, uAt + 160 + LANES);
    int end = rows / VectorProduct.STEPS;
    for (int row = 0; row < end; row++) {
      int i = aAt + row * (VectorProduct.STEPS * VectorProduct.BLOCK);
      int j = dAt + row * (VectorProduct.STEPS * VectorProduct.BLOCK);
      FloatVector d0 = FloatVector.fromArray(SPECIES, d, j);
      FloatVector d1 = FloatVector.fromArray(SPECIES, d, j + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s00 = a0.fma(d0, s00);
      s01 = a0.fma(d1, s01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 1]);
      s10 = a1.fma(d0, s10);
      s11 = a1.fma(d1, s11);
      VarHandle.loadLoadFence();
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 2]);
      s20 = a2.fma(d0, s20);
      s21 = a2.fma(d1, s21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 3]);
      s30 = a3.fma(d0, s30);
      s31 = a3.fma(d1, s31);
      VarHandle.loadLoadFence();
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[i + 4]);
      s40 = a4.fma(d0, s40);
      s41 = a4.fma(d1, s41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[i + 5]);
      s50 = a5.fma(d0, s50);
      s51 = a5.fma(d1, s51);
      VarHandle.loadLoadFence();
      d0 = FloatVector.fromArray(SPECIES, d, j + VectorProduct.BLOCK);
      d1 = FloatVector.fromArray(SPECIES, d, j + VectorProduct.BLOCK + LANES);
      a0 = FloatVector.broadcast(SPECIES, a[i + 32]);
      s00 = a0.fma(d0, s00);
      s01 = a0.fma(d1, s01);
      a1 = FloatVector.broadcast(SPECIES, a[i + 33]);
      s10 = a1.fma(d0, s10);
      s11 = a1.fma(d1, s11);
      VarHandle.loadLoadFence();
      a2 = FloatVector.broadcast(SPECIES, a[i + 34]);
      s20 = a2.fma(d0, s20);
      s21 = a2.fma(d1, s21);
      a3 = FloatVector.broadcast(SPECIES, a[i + 35]);
      s30 = a3.fma(d0, s30);
      s31 = a3.fma(d1, s31);
      VarHandle.loadLoadFence();
      a4 = FloatVector.broadcast(SPECIES, a[i + 36]);
      s40 = a4.fma(d0, s40);
      s41 = a4.fma(d1, s41);
      a5 = FloatVector.broadcast(SPECIES, a[i + 37]);
      s50 = a5.fma(d0, s50);
      s51 = a5.fma(d1, s51);
      VarHandle.loadLoadFence();
      d0 = FloatVector.fromArray(SPECIES, d, j + 2 * VectorProduct.BLOCK);
      d1 = FloatVector.fromArray(SPECIES, d, j + 2 * VectorProduct.BLOCK + LANES);
      a0 = FloatVector.broadcast(SPECIES, a[i + 64]);
      s00 = a0.fma(d0, s00);
      s01 = a0.fma(d1, s01);
      a1 = FloatVector.broadcast(SPECIES, a[i + 65]);
      s10 = a1.fma(d0, s10);
      s11 = a1.fma(d1, s11);
      VarHandle.loadLoadFence();
      a2 = FloatVector.broadcast(SPECIES, a[i + 66]);
      s20 = a2.fma(d0, s20);
      s21 = a2.fma(d1, s21);
      a3 = FloatVector.broadcast(SPECIES, a[i + 67]);
      s30 = a3.fma(d0, s30);
      s31 = a3.fma(d1, s31);
      VarHandle.loadLoadFence();
      a4 = FloatVector.broadcast(SPECIES, a[i + 68]);
      s40 = a4.fma(d0, s40);
      s41 = a4.fma(d1, s41);
      a5 = FloatVector.broadcast(SPECIES, a[i + 69]);
      s50 = a5.fma(d0, s50);
      s51 = a5.fma(d1, s51);
      VarHandle.loadLoadFence();
      d0 = FloatVector.fromArray(SPECIES, d, j + 3 * VectorProduct.BLOCK);
      d1 = FloatVector.fromArray(SPECIES, d, j + 3 * VectorProduct.BLOCK + LANES);
      a0 = FloatVector.broadcast(SPECIES, a[i + 96]);
      s00 = a0.fma(d0, s00);
      s01 = a0.fma(d1, s01);
      a1 = FloatVector.broadcast(SPECIES, a[i + 97]);
      s10 = a1.fma(d0, s10);
      s11 = a1.fma(d1, s11);
      VarHandle.loadLoadFence();
      a2 = FloatVector.broadcast(SPECIES, a[i + 98]);
      s20 = a2.fma(d0, s20);
      s21 = a2.fma(d1, s21);
      a3 = FloatVector.broadcast(SPECIES, a[i + 99]);
      s30 = a3.fma(d0, s30);
      s31 = a3.fma(d1, s31);
      VarHandle.loadLoadFence();
      a4 = FloatVector.broadcast(SPECIES, a[i + 100]);
      s40 = a4.fma(d0, s40);
      s41 = a4.fma(d1, s41);
      a5 = FloatVector.broadcast(SPECIES, a[i + 101]);
      s50 = a5.fma(d0, s50);
      s51 = a5.fma(d1, s51);
    }
    s00.intoArray(u, uAt);
    s01.intoArray(u, uAt + LANES);
    s10.intoArray(u, uAt + 32);
    s11.intoArray(u, uAt + 32 + LANES);
    s20.intoArray(u, uAt + 64);
    s21.intoArray(u, uAt + 64 + LANES);
    s30.intoArray(u, uAt + 96);
    s31.intoArray(u, uAt + 96 + LANES);
    s40.intoArray(u, uAt + 128);
    s41.intoArray(u, uAt + 128 + LANES);
    s50.intoArray(u, uAt + 160);
    s51.intoArray(u, uAt + 160 + LANES);
  }

  static void columns4x2(float[] a, int aAt, float[] d, int dAt, int rows, float[] u, int uAt) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, u, uAt);
    FloatVector s01 = FloatVector.fromArray(SPECIES, u, uAt + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, u, uAt + 32);
    FloatVector s11 = FloatVector.fromArray(SPECIES, u, uAt + 32 + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, u, uAt + 64);
    FloatVector s21 = FloatVector.fromArray(SPECIES, u, uAt + 64 + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, u, uAt + 96);
    FloatVector s31 = FloatVector.fromArray(SPECIES, u, uAt + 96 + LANES);
    int end = rows / VectorProduct.STEPS;
    for (int row = 0; row < end; row++) {
      int i = aAt + row * (VectorProduct.STEPS * VectorProduct.BLOCK);
      int j = dAt + row * (VectorProduct.STEPS * VectorProduct.BLOCK);
      FloatVector d0 = FloatVector.fromArray(SPECIES, d, j);
      FloatVector d1 = FloatVector.fromArray(SPECIES, d, j + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s00 = a0.fma(d0, s00);
      s01 = a0.fma(d1, s01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 1]);
      s10 = a1.fma(d0, s10);
      s11 = a1.fma(d1, s11);
      VarHandle.loadLoadFence();
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 2]);
      s20 = a2.fma(d0, s20);
      s21 = a2.fma(d1, s21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 3]);
      s30 = a3.fma(d0, s30);
      s31 = a3.fma(d1, s31);
      VarHandle.loadLoadFence();
      d0 = FloatVector.fromArray(SPECIES, d, j + VectorProduct.BLOCK);
      d1 = FloatVector.fromArray(SPECIES, d, j + VectorProduct.BLOCK + LANES);
      a0 = FloatVector.broadcast(SPECIES, a[i + 32]);
      s00 = a0.fma(d0, s00);
      s01 = a0.fma(d1, s01);
      a1 = FloatVector.broadcast(SPECIES, a[i + 33]);
      s10 = a1.fma(d0, s10);
      s11 = a1.fma(d1, s11);
      VarHandle.loadLoadFence();
      a2 = FloatVector.broadcast(SPECIES, a[i + 34]);
      s20 = a2.fma(d0, s20);
      s21 = a2.fma(d1, s21);
      a3 = FloatVector.broadcast(SPECIES, a[i + 35]);
      s30 = a3.fma(d0, s30);
      s31 = a3.fma(d1, s31);
      VarHandle.loadLoadFence();
      d0 = FloatVector.fromArray(SPECIES, d, j + 2 * VectorProduct.BLOCK);
      d1 = FloatVector.fromArray(SPECIES, d, j + 2 * VectorProduct.BLOCK + LANES);
      a0 = FloatVector.broadcast(SPECIES, a[i + 64]);
      s00 = a0.fma(d0, s00);
      s01 = a0.fma(d1, s01);
      a1 = FloatVector.broadcast(SPECIES, a[i + 65]);
      s10 = a1.fma(d0, s10);
      s11 = a1.fma(d1, s11);
      VarHandle.loadLoadFence();
      a2 = FloatVector.broadcast(SPECIES, a[i + 66]);
      s20 = a2.fma(d0, s20);
      s21 = a2.fma(d1, s21);
      a3 = FloatVector.broadcast(SPECIES, a[i + 67]);
      s30 = a3.fma(d0, s30);
      s31 = a3.fma(d1, s31);
      VarHandle.loadLoadFence();
      d0 = FloatVector.fromArray(SPECIES, d, j + 3 * VectorProduct.BLOCK);
      d1 = FloatVector.fromArray(SPECIES, d, j + 3 * VectorProduct.BLOCK + LANES);
      a0 = FloatVector.broadcast(SPECIES, a[i + 96]);
      s00 = a0.fma(d0, s00);
      s01 = a0.fma(d1, s01);
      a1 = FloatVector.broadcast(SPECIES, a[i + 97]);
      s10 = a1.fma(d0, s10);
      s11 = a1.fma(d1, s11);
      VarHandle.loadLoadFence();
      a2 = FloatVector.broadcast(SPECIES, a[i + 98]);
      s20 = a2.fma(d0, s20);
      s21 = a2.fma(d1, s21);
      a3 = FloatVector.broadcast(SPECIES, a[i + 99]);
      s30 = a3.fma(d0, s30);
      s31 = a3.fma(d1, s31);
    }
    s00.intoArray(u, uAt);
    s01.intoArray(u, uAt + LANES);
    s10.intoArray(u, uAt + 32);
    s11.intoArray(u, uAt + 32 + LANES);
    s20.intoArray(u, uAt + 64);
    s21.intoArray(u, uAt + 64 + LANES);
    s30.intoArray(u, uAt + 96);
    s31.intoArray(u, uAt + 96 + LANES);
  }

  static void columns4x1(float[] a, int aAt, float[] d, int dAt, int rows, float[] u, int uAt) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, u, uAt);
    FloatVector s10 = FloatVector.fromArray(SPECIES, u, uAt + 32);
    FloatVector s20 = FloatVector.fromArray(SPECIES, u, uAt + 64);
    FloatVector s30 = FloatVector.fromArray(SPECIES, u, uAt + 96);
    for (int row = 0; row < rows; row++) {
      int i = aAt + row * VectorProduct.BLOCK;
      int j = dAt + row * VectorProduct.BLOCK;
      FloatVector d0 = FloatVector.fromArray(SPECIES, d, j);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s00 = a0.fma(d0, s00);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 1]);
      s10 = a1.fma(d0, s10);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 2]);
      s20 = a2.fma(d0, s20);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 3]);
      s30 = a3.fma(d0, s30);
    }
    s00.intoArray(u, uAt);
    s10.intoArray(u, uAt + 32);
    s20.intoArray(u, uAt + 64);
    s30.intoArray(u, uAt + 96);
  }
}
