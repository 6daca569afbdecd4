package org.limpid.backend.cpu;

import org.limpid.backend.Activation;

/**
 * Activations and their derivatives over a range of arrays that are read and written at the same
 * index; any of the arrays may be the same one.
 *
 * <p>Choices are written as minimum, maximum and product: C2 on JDK 17 makes vector instructions of
 * those, but branches of a comparison, which are mispredicted for half the pixels.
 */
final class Activations {

  /** Two factors of this make at least 1 of any positive float, the smallest being 2^-149. */
  private static final float HUGE = 0x1p127f;

  private Activations() {}

  /** {@code y[i] = activation(x[i])} for {@code from ≤ i < to}. */
  static void forward(Activation activation, float[] x, float[] y, int from, int to) {
    switch (activation.kind()) {
      case IDENTITY -> {
        if (x != y) {
          System.arraycopy(x, from, y, from, to - from);
        }
      }
      case RELU -> relu(x, y, from, to);
      case LEAKY_RELU -> leakyRelu(activation.slope(), x, y, from, to);
      case ELU -> elu(x, y, from, to);
      case SIGMOID -> sigmoid(x, y, from, to);
      case SOFTPLUS -> softplus(x, y, from, to);
    }
  }

  /** {@code gradX[i] = gradY[i] · activation'}, read off {@code y[i] = activation(x[i])}. */
  static void backward(
      Activation activation, float[] y, float[] gradY, float[] gradX, int from, int to) {
    switch (activation.kind()) {
      case IDENTITY -> {
        if (gradX != gradY) {
          System.arraycopy(gradY, from, gradX, from, to - from);
        }
      }
      case RELU -> reluBackward(y, gradY, gradX, from, to);
      case LEAKY_RELU -> leakyReluBackward(activation.slope(), y, gradY, gradX, from, to);
      case ELU -> eluBackward(y, gradY, gradX, from, to);
      case SIGMOID -> sigmoidBackward(y, gradY, gradX, from, to);
      case SOFTPLUS -> softplusBackward(y, gradY, gradX, from, to);
    }
  }

  private static void relu(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.max(x[i], 0f);
    }
  }

  private static void reluBackward(float[] y, float[] gradY, float[] gradX, int from, int to) {
    for (int i = from; i < to; i++) {
      gradX[i] = gradY[i] * Math.min(y[i] * HUGE * HUGE, 1f);
    }
  }

  private static void leakyRelu(float slope, float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.max(x[i], slope * x[i]);
    }
  }

  private static void leakyReluBackward(
      float slope, float[] y, float[] gradY, float[] gradX, int from, int to) {
    for (int i = from; i < to; i++) {
      float positive = Math.min(Math.max(y[i], 0f) * HUGE * HUGE, 1f);
      gradX[i] = gradY[i] * (positive + slope * (1 - positive));
    }
  }

  private static void elu(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.max(x[i], 0f) + Exponential.expMinusOne(Math.min(x[i], 0f));
    }
  }

  private static void eluBackward(float[] y, float[] gradY, float[] gradX, int from, int to) {
    for (int i = from; i < to; i++) {
      gradX[i] = gradY[i] * (Math.min(y[i], 0f) + 1);
    }
  }

  private static void sigmoid(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = 1 / (1 + Exponential.exp(-x[i]));
    }
  }

  private static void sigmoidBackward(float[] y, float[] gradY, float[] gradX, int from, int to) {
    for (int i = from; i < to; i++) {
      gradX[i] = gradY[i] * (y[i] * (1 - y[i]));
    }
  }

  private static void softplus(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.max(x[i], 0f) + Exponential.logOnePlus(Exponential.exp(-Math.abs(x[i])));
    }
  }

  private static void softplusBackward(float[] y, float[] gradY, float[] gradX, int from, int to) {
    for (int i = from; i < to; i++) {
      gradX[i] = gradY[i] * -Exponential.expMinusOne(-y[i]);
    }
  }
}
