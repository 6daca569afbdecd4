package org.limpid.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.limpid.autograd.Gradients;
import org.limpid.autograd.Tape;
import org.limpid.backend.ReferenceBackend;
import org.limpid.backend.ReferenceStorage;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Tensor;

/**
 * Compares derivatives from the tape with central differences, in double precision: step 1e-5,
 * error at most 1e-6 of the value plus 1e-8. Each element of a small input is moved by itself, a
 * large input along random directions.
 *
 * <p>Inputs have to keep away from kinks, such as 0 for an absolute value, by much more than a
 * step.
 */
public final class GradientCheck {

  private static final double STEP = 1e-5;
  private static final int SMALL = 200;
  private static final int DIRECTIONS = 5;

  private final Function<List<Tensor>, Tensor> function;
  private final List<Tensor> inputs;
  private final Random random = new Random(1);
  private double[] weights = new double[0];

  private GradientCheck(Function<List<Tensor>, Tensor> function, List<Tensor> inputs) {
    this.function = function;
    this.inputs = inputs;
  }

  /** A new device that computes in double precision, for the inputs of a check. */
  public static Device device() {
    return Device.on("reference", new ReferenceBackend());
  }

  /**
   * Checks the derivatives of a function with respect to every input.
   *
   * @param function its result may have any shape; the check weights the elements at random
   * @param inputs on a {@link #device()}, owned by nobody or by a scope outside
   * @throws AssertionError that lists the derivatives that are wrong
   */
  public static void check(Function<List<Tensor>, Tensor> function, List<Tensor> inputs) {
    GradientCheck check = new GradientCheck(function, inputs);
    List<double[]> gradients = check.fromTape();
    List<String> wrong = new ArrayList<>();
    for (int k = 0; k < inputs.size(); k++) {
      check.compare(k, gradients.get(k), wrong);
    }
    if (!wrong.isEmpty()) {
      throw new AssertionError(
          wrong.size()
              + " derivatives are wrong:\n  "
              + String.join("\n  ", wrong.subList(0, Math.min(8, wrong.size()))));
    }
  }

  private List<double[]> fromTape() {
    try (Tape tape = Tape.open()) {
      inputs.forEach(tape::watch);
      Tensor y = function.apply(inputs);
      float[] drawn = new float[(int) y.shape().size()];
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = random.nextFloat() * 2 - 1;
      }
      Tensor weight = Tensor.of(y.device(), y.shape(), drawn);
      weights = values(weight).toArray();
      Gradients gradients = tape.gradients(y.multiply(weight).sum());
      List<double[]> result = new ArrayList<>();
      for (Tensor input : inputs) {
        Tensor gradient = gradients.of(input);
        if (gradient == null) {
          throw new AssertionError("no gradient for input " + result.size());
        }
        result.add(values(gradient).toArray());
      }
      return result;
    }
  }

  private void compare(int k, double[] gradient, List<String> wrong) {
    int n = gradient.length;
    for (int d = 0; d < (n <= SMALL ? n : DIRECTIONS); d++) {
      double[] direction = new double[n];
      if (n <= SMALL) {
        direction[d] = 1;
      } else {
        Arrays.setAll(direction, i -> random.nextGaussian() / Math.sqrt(n));
      }
      double fromTape = 0;
      for (int i = 0; i < n; i++) {
        fromTape += gradient[i] * direction[i];
      }
      double expected = (moved(k, direction, STEP) - moved(k, direction, -STEP)) / (2 * STEP);
      if (!(Math.abs(fromTape - expected) <= 1e-8 + 1e-6 * Math.abs(expected))) {
        wrong.add(
            "input %d %s, %s %d: %s (expected: %s)"
                .formatted(
                    k,
                    inputs.get(k).shape(),
                    n <= SMALL ? "element" : "direction",
                    d,
                    fromTape,
                    expected));
      }
    }
  }

  /** The weighted sum of the result where an input is moved a little. */
  private double moved(int k, double[] direction, double step) {
    ReferenceStorage x = values(inputs.get(k));
    double[] original = x.toArray();
    for (int i = 0; i < direction.length; i++) {
      x.set(i, original[i] + step * direction[i]);
    }
    double sum = 0;
    try (Scope scope = Scope.open()) {
      ReferenceStorage y = values(function.apply(inputs));
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * y.get(i);
      }
    }
    for (int i = 0; i < direction.length; i++) {
      x.set(i, original[i]);
    }
    return sum;
  }

  private static ReferenceStorage values(Tensor tensor) {
    return (ReferenceStorage) tensor.storage();
  }
}
