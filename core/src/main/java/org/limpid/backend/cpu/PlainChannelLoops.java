package org.limpid.backend.cpu;

import org.limpid.backend.Activation;

/**
 * Loops that C2 turns into vector instructions: what they read is copied to where it has the index
 * of the factors.
 */
final class PlainChannelLoops implements ChannelLoops {

  @Override
  public void addDeviations(
      float[] x,
      int at,
      float[] center,
      float[] sum,
      float[] squares,
      int count,
      float[][] scratch) {
    float[] tile = scratch[0];
    System.arraycopy(x, at, tile, 0, count);
    addDeviations(tile, center, sum, squares, count);
  }

  @Override
  public void normalize(
      Activation activation,
      float[] x,
      int at,
      float[] center,
      float[] scale,
      float[] shift,
      float[] y,
      int to,
      int count,
      float[][] scratch) {
    float[] tile = scratch[0];
    System.arraycopy(x, at, tile, 0, count);
    normalize(tile, center, scale, shift, count);
    Activations.forward(activation, tile, tile, 0, count);
    System.arraycopy(tile, 0, y, to, count);
  }

  @Override
  public void addGradients(
      Activation activation,
      float[] x,
      int xAt,
      float[] gradY,
      int gradAt,
      NormalizationFactors factors,
      float[] sum,
      float[] products,
      int count,
      float[][] scratch) {
    float[] tile = scratch[0];
    float[] gradient = scratch[1];
    passActivation(activation, x, xAt, gradY, gradAt, factors, tile, gradient, count);
    System.arraycopy(x, xAt, tile, 0, count);
    addProducts(tile, factors.center(), factors.inverse(), gradient, sum, products, count);
  }

  @Override
  public void passGradients(
      Activation activation,
      float[] x,
      int xAt,
      float[] gradY,
      int gradAt,
      NormalizationFactors factors,
      float[] gradX,
      int to,
      int count,
      float[][] scratch) {
    float[] tile = scratch[0];
    float[] gradient = scratch[1];
    passActivation(activation, x, xAt, gradY, gradAt, factors, tile, gradient, count);
    System.arraycopy(x, xAt, tile, 0, count);
    normalize(tile, factors.center(), factors.inverse(), count);
    combine(tile, gradient, factors.scale(), factors.slope(), factors.constant(), count);
    System.arraycopy(gradient, 0, gradX, to, count);
  }

  /**
   * {@code gradient = gradY·activation'(y)}, with indices from 0 on.
   *
   * @param y to work in
   */
  private static void passActivation(
      Activation activation,
      float[] x,
      int xAt,
      float[] gradY,
      int gradAt,
      NormalizationFactors factors,
      float[] y,
      float[] gradient,
      int count) {
    System.arraycopy(x, xAt, y, 0, count);
    normalize(y, factors.center(), factors.scale(), factors.shift(), count);
    Activations.forward(activation, y, y, 0, count);
    System.arraycopy(gradY, gradAt, gradient, 0, count);
    Activations.backward(activation, y, gradient, gradient, 0, count);
  }

  private static void addDeviations(
      float[] x, float[] center, float[] sum, float[] squares, int count) {
    for (int i = 0; i < count; i++) {
      float deviation = x[i] - center[i];
      sum[i] += deviation;
      squares[i] += deviation * deviation;
    }
  }

  private static void normalize(
      float[] x, float[] center, float[] scale, float[] shift, int count) {
    for (int i = 0; i < count; i++) {
      x[i] = (x[i] - center[i]) * scale[i] + shift[i];
    }
  }

  private static void normalize(float[] x, float[] center, float[] scale, int count) {
    for (int i = 0; i < count; i++) {
      x[i] = (x[i] - center[i]) * scale[i];
    }
  }

  private static void addProducts(
      float[] x,
      float[] center,
      float[] scale,
      float[] gradient,
      float[] sum,
      float[] products,
      int count) {
    for (int i = 0; i < count; i++) {
      sum[i] += gradient[i];
      products[i] += gradient[i] * ((x[i] - center[i]) * scale[i]);
    }
  }

  private static void combine(
      float[] x, float[] gradient, float[] factor, float[] slope, float[] constant, int count) {
    for (int i = 0; i < count; i++) {
      gradient[i] = factor[i] * gradient[i] + (slope[i] * x[i] + constant[i]);
    }
  }
}
