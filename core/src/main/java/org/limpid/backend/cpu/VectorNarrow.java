package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link OneInput} and {@link OneOutput}. Sums are formed in the order of {@link
 * DirectConvolution}, from zero on, so that they have its bits. Loaded only where {@link
 * VectorSupport} finds the Vector API.
 */
final class VectorNarrow {

  /** Pixels whose sums {@link #dotsOfEight} forms at the same time. */
  private static final int DOTS = 8;

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;

  private VectorNarrow() {}

  /**
   * Nine products for each pixel of a row, for one vector of output channels.
   *
   * @param x three rows of a source with one channel, {@code stride} apart
   * @param w nine taps, {@code channels} apart, from {@code wAt} on
   * @param bias to be added, from {@code k} on
   * @param y from {@code to} on, pixels {@code channels} apart. Modified.
   */
  static void stencil(
      float[] x,
      int stride,
      float[] w,
      int wAt,
      int channels,
      Epilogue epilogue,
      int k,
      float[] y,
      int to,
      int pixels) {
    FloatVector w0 = FloatVector.fromArray(SPECIES, w, wAt);
    FloatVector w1 = FloatVector.fromArray(SPECIES, w, wAt + channels);
    FloatVector w2 = FloatVector.fromArray(SPECIES, w, wAt + 2 * channels);
    FloatVector w3 = FloatVector.fromArray(SPECIES, w, wAt + 3 * channels);
    FloatVector w4 = FloatVector.fromArray(SPECIES, w, wAt + 4 * channels);
    FloatVector w5 = FloatVector.fromArray(SPECIES, w, wAt + 5 * channels);
    FloatVector w6 = FloatVector.fromArray(SPECIES, w, wAt + 6 * channels);
    FloatVector w7 = FloatVector.fromArray(SPECIES, w, wAt + 7 * channels);
    FloatVector w8 = FloatVector.fromArray(SPECIES, w, wAt + 8 * channels);
    FloatVector bias = FloatVector.fromArray(SPECIES, epilogue.bias(), k);
    FloatVector floor = FloatVector.broadcast(SPECIES, epilogue.floor());
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = 0; i < pixels; i++) {
      int middle = i + stride;
      int last = middle + stride;
      FloatVector sum = FloatVector.broadcast(SPECIES, x[i]).fma(w0, zero);
      sum = FloatVector.broadcast(SPECIES, x[i + 1]).fma(w1, sum);
      sum = FloatVector.broadcast(SPECIES, x[i + 2]).fma(w2, sum);
      sum = FloatVector.broadcast(SPECIES, x[middle]).fma(w3, sum);
      sum = FloatVector.broadcast(SPECIES, x[middle + 1]).fma(w4, sum);
      sum = FloatVector.broadcast(SPECIES, x[middle + 2]).fma(w5, sum);
      sum = FloatVector.broadcast(SPECIES, x[last]).fma(w6, sum);
      sum = FloatVector.broadcast(SPECIES, x[last + 1]).fma(w7, sum);
      sum = FloatVector.broadcast(SPECIES, x[last + 2]).fma(w8, sum);
      sum.add(bias).max(floor).intoArray(y, to + i * channels);
    }
  }

  /**
   * The adjoint of {@link #stencil} with respect to the taps.
   *
   * @param x as there, from {@code at} on
   * @param gradY from {@code from} on, pixels {@code channels} apart
   * @param u sums for the taps, {@code channels} apart, from {@code uAt} on. Modified.
   */
  static void addStencil(
      float[] x,
      int at,
      int stride,
      float[] gradY,
      int from,
      int channels,
      int pixels,
      float[] u,
      int uAt) {
    FloatVector u0 = FloatVector.fromArray(SPECIES, u, uAt);
    FloatVector u1 = FloatVector.fromArray(SPECIES, u, uAt + channels);
    FloatVector u2 = FloatVector.fromArray(SPECIES, u, uAt + 2 * channels);
    FloatVector u3 = FloatVector.fromArray(SPECIES, u, uAt + 3 * channels);
    FloatVector u4 = FloatVector.fromArray(SPECIES, u, uAt + 4 * channels);
    FloatVector u5 = FloatVector.fromArray(SPECIES, u, uAt + 5 * channels);
    FloatVector u6 = FloatVector.fromArray(SPECIES, u, uAt + 6 * channels);
    FloatVector u7 = FloatVector.fromArray(SPECIES, u, uAt + 7 * channels);
    FloatVector u8 = FloatVector.fromArray(SPECIES, u, uAt + 8 * channels);
    for (int i = 0; i < pixels; i++) {
      int first = at + i;
      int middle = first + stride;
      int last = middle + stride;
      FloatVector g = FloatVector.fromArray(SPECIES, gradY, from + i * channels);
      u0 = FloatVector.broadcast(SPECIES, x[first]).fma(g, u0);
      u1 = FloatVector.broadcast(SPECIES, x[first + 1]).fma(g, u1);
      u2 = FloatVector.broadcast(SPECIES, x[first + 2]).fma(g, u2);
      u3 = FloatVector.broadcast(SPECIES, x[middle]).fma(g, u3);
      u4 = FloatVector.broadcast(SPECIES, x[middle + 1]).fma(g, u4);
      u5 = FloatVector.broadcast(SPECIES, x[middle + 2]).fma(g, u5);
      u6 = FloatVector.broadcast(SPECIES, x[last]).fma(g, u6);
      u7 = FloatVector.broadcast(SPECIES, x[last + 1]).fma(g, u7);
      u8 = FloatVector.broadcast(SPECIES, x[last + 2]).fma(g, u8);
    }
    u0.intoArray(u, uAt);
    u1.intoArray(u, uAt + channels);
    u2.intoArray(u, uAt + 2 * channels);
    u3.intoArray(u, uAt + 3 * channels);
    u4.intoArray(u, uAt + 4 * channels);
    u5.intoArray(u, uAt + 5 * channels);
    u6.intoArray(u, uAt + 6 * channels);
    u7.intoArray(u, uAt + 7 * channels);
    u8.intoArray(u, uAt + 8 * channels);
  }

  /**
   * Products of the channels of some pixels with weights, summed.
   *
   * @param x pixels one behind the other from {@code at} on
   * @param w a weight for each channel
   * @param y {@code max(sum + bias, floor)} of each pixel from {@code to} on. Modified.
   */
  static void dots(
      float[] x,
      int at,
      int channels,
      CpuStorage w,
      float bias,
      float floor,
      float[] y,
      int to,
      int pixels) {
    int p = 0;
    for (; p + DOTS <= pixels; p += DOTS) {
      dotsOfEight(x, at + p * channels, channels, w.array, w.offset, bias, floor, y, to + p);
    }
    for (; p < pixels; p++) {
      dot(x, at + p * channels, channels, w.array, w.offset, bias, floor, y, to + p);
    }
  }

  /** Sums over channels for eight pixels: as numbers, which need not be gathered from vectors. */
  private static void dotsOfEight(
      float[] x,
      int at,
      int channels,
      float[] w,
      int wAt,
      float bias,
      float floor,
      float[] y,
      int to) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    for (int c = 0; c < channels; c++) {
      int i = at + c;
      float weight = w[wAt + c];
      s0 = MultiplyAdd.of(x[i], weight, s0);
      s1 = MultiplyAdd.of(x[i + channels], weight, s1);
      s2 = MultiplyAdd.of(x[i + 2 * channels], weight, s2);
      s3 = MultiplyAdd.of(x[i + 3 * channels], weight, s3);
      s4 = MultiplyAdd.of(x[i + 4 * channels], weight, s4);
      s5 = MultiplyAdd.of(x[i + 5 * channels], weight, s5);
      s6 = MultiplyAdd.of(x[i + 6 * channels], weight, s6);
      s7 = MultiplyAdd.of(x[i + 7 * channels], weight, s7);
    }
    y[to] = Math.max(s0 + bias, floor);
    y[to + 1] = Math.max(s1 + bias, floor);
    y[to + 2] = Math.max(s2 + bias, floor);
    y[to + 3] = Math.max(s3 + bias, floor);
    y[to + 4] = Math.max(s4 + bias, floor);
    y[to + 5] = Math.max(s5 + bias, floor);
    y[to + 6] = Math.max(s6 + bias, floor);
    y[to + 7] = Math.max(s7 + bias, floor);
  }

  /** The same for one pixel. */
  private static void dot(
      float[] x,
      int at,
      int channels,
      float[] w,
      int wAt,
      float bias,
      float floor,
      float[] y,
      int to) {
    float sum = 0;
    for (int c = 0; c < channels; c++) {
      sum = MultiplyAdd.of(x[at + c], w[wAt + c], sum);
    }
    y[to] = Math.max(sum + bias, floor);
  }

  /**
   * The adjoint of {@link #dots} with respect to the pixels, for one vector of channels.
   *
   * @param gradX from {@code to} on, pixels {@code channels} apart. Modified.
   */
  static void spread(
      float[] gradY,
      int from,
      float[] w,
      int wAt,
      float[] gradX,
      int to,
      int channels,
      int pixels) {
    FloatVector weight = FloatVector.fromArray(SPECIES, w, wAt);
    for (int i = 0; i < pixels; i++) {
      weight.mul(gradY[from + i]).add(0).intoArray(gradX, to + i * channels);
    }
  }

  /** The same for two vectors. */
  static void spreadPair(
      float[] gradY,
      int from,
      float[] w,
      int wAt,
      float[] gradX,
      int to,
      int channels,
      int pixels) {
    FloatVector first = FloatVector.fromArray(SPECIES, w, wAt);
    FloatVector second = FloatVector.fromArray(SPECIES, w, wAt + LANES);
    for (int i = 0; i < pixels; i++) {
      int at = to + i * channels;
      first.mul(gradY[from + i]).add(0).intoArray(gradX, at);
      second.mul(gradY[from + i]).add(0).intoArray(gradX, at + LANES);
    }
  }

  /**
   * The adjoint of {@link #dots} with respect to the weights, for one vector of channels.
   *
   * @param x from {@code at} on, pixels {@code channels} apart
   * @param u sums from {@code to} on. Modified.
   */
  static void addDots(
      float[] x, int at, int channels, float[] gradY, int from, int pixels, float[] u, int to) {
    FloatVector sum = FloatVector.fromArray(SPECIES, u, to);
    for (int i = 0; i < pixels; i++) {
      FloatVector pixel = FloatVector.fromArray(SPECIES, x, at + i * channels);
      sum = pixel.fma(FloatVector.broadcast(SPECIES, gradY[from + i]), sum);
    }
    sum.intoArray(u, to);
  }

  /** The same for two vectors. */
  static void addDotsPair(
      float[] x, int at, int channels, float[] gradY, int from, int pixels, float[] u, int to) {
    FloatVector first = FloatVector.fromArray(SPECIES, u, to);
    FloatVector second = FloatVector.fromArray(SPECIES, u, to + LANES);
    for (int i = 0; i < pixels; i++) {
      int pixel = at + i * channels;
      FloatVector g = FloatVector.broadcast(SPECIES, gradY[from + i]);
      first = FloatVector.fromArray(SPECIES, x, pixel).fma(g, first);
      second = FloatVector.fromArray(SPECIES, x, pixel + LANES).fma(g, second);
    }
    first.intoArray(u, to);
    second.intoArray(u, to + LANES);
  }
}
