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

  private final ChannelLoops plain = new PlainChannelLoops();

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
    if (activation.kind() != Activation.Kind.RELU) {
      plain.addGradients(activation, x, xAt, gradY, gradAt, factors, sum, products, count, scratch);
      return;
    }
    int whole = SPECIES.loopBound(count);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector deviation =
          FloatVector.fromArray(SPECIES, x, xAt + i)
              .sub(FloatVector.fromArray(SPECIES, factors.center(), i));
      FloatVector gradient =
          passed(deviation, factors, i).mul(FloatVector.fromArray(SPECIES, gradY, gradAt + i));
      FloatVector normalized = deviation.mul(FloatVector.fromArray(SPECIES, factors.inverse(), i));
      FloatVector.fromArray(SPECIES, sum, i).add(gradient).intoArray(sum, i);
      FloatVector.fromArray(SPECIES, products, i)
          .add(gradient.mul(normalized))
          .intoArray(products, i);
    }
    for (int i = whole; i < count; i++) {
      float deviation = x[xAt + i] - factors.center()[i];
      float gradient = passedLast(deviation, factors, i) * gradY[gradAt + i];
      sum[i] += gradient;
      products[i] += gradient * (deviation * factors.inverse()[i]);
    }
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
    if (activation.kind() != Activation.Kind.RELU) {
      plain.passGradients(activation, x, xAt, gradY, gradAt, factors, gradX, to, count, scratch);
      return;
    }
    int whole = SPECIES.loopBound(count);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector deviation =
          FloatVector.fromArray(SPECIES, x, xAt + i)
              .sub(FloatVector.fromArray(SPECIES, factors.center(), i));
      FloatVector gradient =
          passed(deviation, factors, i).mul(FloatVector.fromArray(SPECIES, gradY, gradAt + i));
      FloatVector through =
          deviation
              .mul(FloatVector.fromArray(SPECIES, factors.inverse(), i))
              .mul(FloatVector.fromArray(SPECIES, factors.slope(), i))
              .add(FloatVector.fromArray(SPECIES, factors.constant(), i));
      gradient
          .mul(FloatVector.fromArray(SPECIES, factors.scale(), i))
          .add(through)
          .intoArray(gradX, to + i);
    }
    for (int i = whole; i < count; i++) {
      float deviation = x[xAt + i] - factors.center()[i];
      float gradient = passedLast(deviation, factors, i) * gradY[gradAt + i];
      float normalized = deviation * factors.inverse()[i];
      gradX[to + i] =
          factors.scale()[i] * gradient + (factors.slope()[i] * normalized + factors.constant()[i]);
    }
  }

  /** Whether the rectifier lets gradients through: 1, or 0; as {@link Activations} says it. */
  private static FloatVector passed(FloatVector deviation, NormalizationFactors factors, int i) {
    return deviation
        .mul(FloatVector.fromArray(SPECIES, factors.scale(), i))
        .add(FloatVector.fromArray(SPECIES, factors.shift(), i))
        .max(0)
        .mul(Activations.HUGE)
        .mul(Activations.HUGE)
        .min(1);
  }

  private static float passedLast(float deviation, NormalizationFactors factors, int i) {
    float y = Math.max(deviation * factors.scale()[i] + factors.shift()[i], 0f);
    return Math.min(y * Activations.HUGE * Activations.HUGE, 1f);
  }
}
