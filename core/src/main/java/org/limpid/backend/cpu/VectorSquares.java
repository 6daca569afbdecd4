package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link VectorPooling}: over a row of squares of 2 x 2 pixels, one vector of channels
 * of each. The squares' upper pixels stand in memory one behind the other from {@code top} on, the
 * lower ones from {@code bottom} on. Loaded only where {@link VectorSupport} finds the Vector API.
 */
final class VectorSquares {

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;

  private VectorSquares() {}

  /** {@code y} = the largest of each square. */
  static void maximum(
      float[] x, int top, int bottom, float[] y, int at, int channels, int squares) {
    for (int i = 0; i < squares; i++) {
      int left = 2 * i * channels;
      int right = left + channels;
      FloatVector first =
          FloatVector.fromArray(SPECIES, x, top + left)
              .max(FloatVector.fromArray(SPECIES, x, bottom + left));
      FloatVector second =
          FloatVector.fromArray(SPECIES, x, top + right)
              .max(FloatVector.fromArray(SPECIES, x, bottom + right));
      first.max(second).intoArray(y, at + i * channels);
    }
  }

  /** {@code y} = the sum of each square. */
  static void sum(float[] x, int top, int bottom, float[] y, int at, int channels, int squares) {
    for (int i = 0; i < squares; i++) {
      int left = 2 * i * channels;
      int right = left + channels;
      FloatVector first =
          FloatVector.fromArray(SPECIES, x, top + left)
              .add(FloatVector.fromArray(SPECIES, x, bottom + left));
      FloatVector second =
          FloatVector.fromArray(SPECIES, x, top + right)
              .add(FloatVector.fromArray(SPECIES, x, bottom + right));
      // The zero that sums start from makes a positive zero of a negative one.
      first.add(0).add(second).intoArray(y, at + i * channels);
    }
  }

  /**
   * Gives the gradient of each maximum to the first pixel that equals it, and zero to the others;
   * as {@link Pooling} does it.
   *
   * @param x inputs. Not modified.
   * @param y maxima, from {@code at} on. Not modified.
   * @param gradY with respect to the maxima, from {@code gradAt} on. Not modified.
   * @param gradX with respect to inputs, which stand {@code shift} further here. Modified.
   */
  static void route(
      float[] x,
      int top,
      int bottom,
      float[] y,
      int at,
      float[] gradY,
      int gradAt,
      float[] gradX,
      int shift,
      int channels,
      int squares) {
    for (int i = 0; i < squares; i++) {
      int left = 2 * i * channels;
      int right = left + channels;
      FloatVector largest = FloatVector.fromArray(SPECIES, y, at + i * channels);
      FloatVector rest0 = FloatVector.fromArray(SPECIES, gradY, gradAt + i * channels);
      FloatVector rest1 = passed(x, top + left, largest).mul(rest0);
      FloatVector rest2 = passed(x, top + right, largest).mul(rest1);
      FloatVector rest3 = passed(x, bottom + left, largest).mul(rest2);
      FloatVector rest4 = passed(x, bottom + right, largest).mul(rest3);
      rest0.sub(rest1).intoArray(gradX, shift + top + left);
      rest1.sub(rest2).intoArray(gradX, shift + top + right);
      rest2.sub(rest3).intoArray(gradX, shift + bottom + left);
      rest3.sub(rest4).intoArray(gradX, shift + bottom + right);
    }
  }

  /** The same, added to what is there. */
  static void routeAndAdd(
      float[] x,
      int top,
      int bottom,
      float[] y,
      int at,
      float[] gradY,
      int gradAt,
      float[] gradX,
      int shift,
      int channels,
      int squares) {
    for (int i = 0; i < squares; i++) {
      int left = 2 * i * channels;
      int right = left + channels;
      FloatVector largest = FloatVector.fromArray(SPECIES, y, at + i * channels);
      FloatVector rest0 = FloatVector.fromArray(SPECIES, gradY, gradAt + i * channels);
      FloatVector rest1 = passed(x, top + left, largest).mul(rest0);
      FloatVector rest2 = passed(x, top + right, largest).mul(rest1);
      FloatVector rest3 = passed(x, bottom + left, largest).mul(rest2);
      FloatVector rest4 = passed(x, bottom + right, largest).mul(rest3);
      add(rest0.sub(rest1), gradX, shift + top + left);
      add(rest1.sub(rest2), gradX, shift + top + right);
      add(rest2.sub(rest3), gradX, shift + bottom + left);
      add(rest3.sub(rest4), gradX, shift + bottom + right);
    }
  }

  /** 1 where an input is less than the maximum, otherwise 0. */
  private static FloatVector passed(float[] x, int at, FloatVector largest) {
    return largest
        .sub(FloatVector.fromArray(SPECIES, x, at))
        .mul(Activations.HUGE)
        .mul(Activations.HUGE)
        .min(1);
  }

  private static void add(FloatVector gradient, float[] sum, int at) {
    FloatVector.fromArray(SPECIES, sum, at).add(gradient).intoArray(sum, at);
  }
}
