package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.limpid.backend.Activation;

/**
 * Loops by the Vector API, which reads where things are: half the time of {@link
 * PlainChannelLoops}, whose work on the last elements and on activations other than the rectifier
 * it shares. Loaded only where {@link VectorSupport} finds it.
 */
final class VectorChannelLoops implements ChannelLoops {

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;

  @Override
  public void addDeviations(
      float[] x,
      int at,
      float[] center,
      float[] sum,
      float[] squares,
      int count,
      float[][] scratch) {
    int whole = SPECIES.loopBound(count);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector deviation =
          FloatVector.fromArray(SPECIES, x, at + i).sub(FloatVector.fromArray(SPECIES, center, i));
      FloatVector.fromArray(SPECIES, sum, i).add(deviation).intoArray(sum, i);
      FloatVector.fromArray(SPECIES, squares, i)
          .add(deviation.mul(deviation))
          .intoArray(squares, i);
    }
    for (int i = whole; i < count; i++) {
      float deviation = x[at + i] - center[i];
      sum[i] += deviation;
      squares[i] += deviation * deviation;
    }
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
    boolean isRectified = activation.kind() == Activation.Kind.RELU;
    float floor = isRectified ? 0 : Float.NEGATIVE_INFINITY;
    FloatVector least = FloatVector.broadcast(SPECIES, floor);
    int whole = SPECIES.loopBound(count);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, x, at + i)
          .sub(FloatVector.fromArray(SPECIES, center, i))
          .mul(FloatVector.fromArray(SPECIES, scale, i))
          .add(FloatVector.fromArray(SPECIES, shift, i))
          .max(least)
          .intoArray(y, to + i);
    }
    for (int i = whole; i < count; i++) {
      y[to + i] = Math.max((x[at + i] - center[i]) * scale[i] + shift[i], floor);
    }
    if (!isRectified) {
      Activations.forward(activation, y, y, to, to + count);
    }
  }

  @Override
  public void passActivation(
      Activation activation,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float[] gradY,
      int gradAt,
      float[] center,
      float[] scale,
      float[] gradX,
      int to,
      float[] sum,
      float[] products,
      int count,
      float[][] scratch) {
    if (activation.kind() == Activation.Kind.RELU) {
      passRectifier(y, yAt, gradY, gradAt, gradX, to, count);
    } else {
      System.arraycopy(y, yAt, scratch[0], 0, count);
      System.arraycopy(gradY, gradAt, scratch[1], 0, count);
      Activations.backward(activation, scratch[0], scratch[1], scratch[1], 0, count);
      System.arraycopy(scratch[1], 0, gradX, to, count);
    }
    int whole = SPECIES.loopBound(count);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector gradient = FloatVector.fromArray(SPECIES, gradX, to + i);
      FloatVector normalized =
          FloatVector.fromArray(SPECIES, x, xAt + i)
              .sub(FloatVector.fromArray(SPECIES, center, i))
              .mul(FloatVector.fromArray(SPECIES, scale, i));
      FloatVector.fromArray(SPECIES, sum, i).add(gradient).intoArray(sum, i);
      FloatVector.fromArray(SPECIES, products, i)
          .add(gradient.mul(normalized))
          .intoArray(products, i);
    }
    for (int i = whole; i < count; i++) {
      sum[i] += gradX[to + i];
      products[i] += gradX[to + i] * ((x[xAt + i] - center[i]) * scale[i]);
    }
  }

  private static void passRectifier(
      float[] y, int yAt, float[] gradY, int gradAt, float[] gradX, int to, int count) {
    int whole = SPECIES.loopBound(count);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, y, yAt + i)
          .mul(Activations.HUGE)
          .mul(Activations.HUGE)
          .min(1)
          .mul(FloatVector.fromArray(SPECIES, gradY, gradAt + i))
          .intoArray(gradX, to + i);
    }
    for (int i = whole; i < count; i++) {
      float passed = Math.min(y[yAt + i] * Activations.HUGE * Activations.HUGE, 1f);
      gradX[to + i] = gradY[gradAt + i] * passed;
    }
  }

  @Override
  public void passStatistics(
      float[] x,
      int at,
      float[] center,
      float[] scale,
      float[] factor,
      float[] slope,
      float[] constant,
      float[] gradX,
      int to,
      int count,
      float[][] scratch) {
    int whole = SPECIES.loopBound(count);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector normalized =
          FloatVector.fromArray(SPECIES, x, at + i)
              .sub(FloatVector.fromArray(SPECIES, center, i))
              .mul(FloatVector.fromArray(SPECIES, scale, i));
      FloatVector through =
          normalized
              .mul(FloatVector.fromArray(SPECIES, slope, i))
              .add(FloatVector.fromArray(SPECIES, constant, i));
      FloatVector.fromArray(SPECIES, gradX, to + i)
          .mul(FloatVector.fromArray(SPECIES, factor, i))
          .add(through)
          .intoArray(gradX, to + i);
    }
    for (int i = whole; i < count; i++) {
      float normalized = (x[at + i] - center[i]) * scale[i];
      gradX[to + i] = factor[i] * gradX[to + i] + (slope[i] * normalized + constant[i]);
    }
  }
}
