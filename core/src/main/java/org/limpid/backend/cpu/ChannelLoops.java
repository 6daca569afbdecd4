package org.limpid.backend.cpu;

import org.limpid.backend.Activation;

/**
 * The loops of {@link CpuNormalization} over a run of elements, the first of which belongs to
 * channel 0. Arrays named after factors and sums hold one number for each element of a {@link
 * ChannelTiles tile} and are read from 0 on. Every implementation gives the same bits.
 */
interface ChannelLoops {

  /** How many arrays of a tile's length the loops may use to work in. */
  int SCRATCH = 2;

  /** {@code sum += x − center}, {@code squares += (x − center)²}. */
  void addDeviations(
      float[] x,
      int at,
      float[] center,
      float[] sum,
      float[] squares,
      int count,
      float[][] scratch);

  /** {@code y = activation((x − center)·scale + shift)}. */
  void normalize(
      Activation activation,
      float[] x,
      int at,
      float[] center,
      float[] scale,
      float[] shift,
      float[] y,
      int to,
      int count,
      float[][] scratch);

  /**
   * {@code gradient = gradY·activation'(y)} for the {@code y} of {@link #normalize}, {@code sum +=
   * gradient}, {@code products += gradient·(x − center)·inverse}.
   */
  void addGradients(
      Activation activation,
      float[] x,
      int xAt,
      float[] gradY,
      int gradAt,
      NormalizationFactors factors,
      float[] sum,
      float[] products,
      int count,
      float[][] scratch);

  /** {@code gradX = scale·gradient + (slope·(x − center)·inverse + constant)}. */
  void passGradients(
      Activation activation,
      float[] x,
      int xAt,
      float[] gradY,
      int gradAt,
      NormalizationFactors factors,
      float[] gradX,
      int to,
      int count,
      float[][] scratch);
}
