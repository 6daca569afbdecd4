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
  static final float HUGE = 0x1p127f;

  private static final int PIECE = 1 << 9;

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
      case ELU, SIGMOID, SOFTPLUS -> smooth(activation.kind(), x, y, from, to);
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

  private static void eluBackward(float[] y, float[] gradY, float[] gradX, int from, int to) {
    for (int i = from; i < to; i++) {
      gradX[i] = gradY[i] * (Math.min(y[i], 0f) + 1);
    }
  }

  private static void sigmoidBackward(float[] y, float[] gradY, float[] gradX, int from, int to) {
    for (int i = from; i < to; i++) {
      gradX[i] = gradY[i] * (y[i] * (1 - y[i]));
    }
  }

  /** Those with an exponential, which works in pieces of two small arrays. */
  private static void smooth(Activation.Kind kind, float[] x, float[] y, int from, int to) {
    float[] piece = new float[PIECE];
    float[] powers = new float[PIECE];
    for (int at = from; at < to; at += PIECE) {
      int count = Math.min(to - at, PIECE);
      System.arraycopy(x, at, piece, 0, count);
      switch (kind) {
        case ELU -> {
          limit(piece, count);
          Exponential.expMinusOne(piece, powers, count);
          addPositive(piece, x, y, at, count);
        }
        case SIGMOID -> {
          negate(piece, count);
          Exponential.exp(piece, powers, count);
          invert(piece, count);
          System.arraycopy(piece, 0, y, at, count);
        }
        case SOFTPLUS -> {
          negateMagnitude(piece, count);
          Exponential.exp(piece, powers, count);
          Exponential.logOnePlus(piece, count);
          addPositive(piece, x, y, at, count);
        }
        default -> throw new AssertionError(kind);
      }
    }
  }

  private static void softplusBackward(float[] y, float[] gradY, float[] gradX, int from, int to) {
    float[] piece = new float[PIECE];
    float[] powers = new float[PIECE];
    for (int at = from; at < to; at += PIECE) {
      int count = Math.min(to - at, PIECE);
      System.arraycopy(y, at, piece, 0, count);
      negate(piece, count);
      Exponential.expMinusOne(piece, powers, count);
      subtractProduct(piece, gradY, gradX, at, count);
    }
  }

  private static void limit(float[] x, int count) {
    for (int i = 0; i < count; i++) {
      x[i] = Math.min(x[i], 0f);
    }
  }

  private static void negate(float[] x, int count) {
    for (int i = 0; i < count; i++) {
      x[i] = -x[i];
    }
  }

  private static void negateMagnitude(float[] x, int count) {
    for (int i = 0; i < count; i++) {
      x[i] = -Math.abs(x[i]);
    }
  }

  private static void invert(float[] x, int count) {
    for (int i = 0; i < count; i++) {
      x[i] = 1 / (1 + x[i]);
    }
  }

  private static void addPositive(float[] piece, float[] x, float[] y, int at, int count) {
    for (int i = 0; i < count; i++) {
      y[at + i] = Math.max(x[at + i], 0f) + piece[i];
    }
  }

  private static void subtractProduct(
      float[] piece, float[] gradY, float[] gradX, int at, int count) {
    for (int i = 0; i < count; i++) {
      gradX[at + i] = -piece[i] * gradY[at + i];
    }
  }
}
