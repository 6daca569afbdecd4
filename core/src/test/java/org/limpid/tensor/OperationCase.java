package org.limpid.tensor;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One way to call an operation: what the tests of gradients and of devices share.
 *
 * @param name operation and variant
 * @param function from the inputs to the result
 * @param inputs shapes and values to draw
 */
record OperationCase(String name, Function<List<Tensor>, Tensor> function, List<Input> inputs) {

  /** Draws the values of an input. */
  interface Sampler {
    float[] draw(Random random, int count);
  }

  /** An input of a shape. */
  record Input(Shape shape, Sampler sampler) {}

  /** Uniform in {@code [-1, 1)}. */
  static Input any(int... extents) {
    return input(u -> u, extents);
  }

  /** Away from 0 by at least 0.05. */
  static Input awayFromZero(int... extents) {
    return input(u -> Math.copySign(0.05 + 0.95 * Math.abs(u), u), extents);
  }

  /** Magnitude at least 0.5. */
  static Input large(int... extents) {
    return input(u -> Math.copySign(0.5 + 0.5 * Math.abs(u), u), extents);
  }

  /** Magnitude at most 0.4. */
  static Input small(int... extents) {
    return input(u -> 0.4 * u, extents);
  }

  /** From 0.2 to 2. */
  static Input positive(int... extents) {
    return input(u -> 1.1 + 0.9 * u, extents);
  }

  /** No two elements closer than 0.05, and none closer to 0 than 0.025. */
  static Input distinct(int... extents) {
    return new Input(
        Shape.of(extents),
        (random, count) -> {
          float[] values = new float[count];
          for (int i = 0; i < count; i++) {
            int place = random.nextInt(i + 1);
            values[i] = values[place];
            values[place] = (i - count / 2 + 0.5f) * 0.05f;
          }
          return values;
        });
  }

  private static Input input(DoubleUnaryOperator fromUniform, int... extents) {
    return new Input(
        Shape.of(extents),
        (random, count) -> {
          float[] values = new float[count];
          for (int i = 0; i < count; i++) {
            values[i] = (float) fromUniform.applyAsDouble(2 * random.nextDouble() - 1);
          }
          return values;
        });
  }

  /** The inputs as tensors, the same for the same seed on any device. */
  List<Tensor> draw(Device device, long seed) {
    Random random = new Random(seed);
    return inputs.stream()
        .map(
            input -> {
              int count = (int) input.shape.size();
              return Tensor.of(device, input.shape, input.sampler.draw(random, count));
            })
        .toList();
  }

  @Override
  public String toString() {
    return name;
  }

  /** Joins lists of cases. */
  @SafeVarargs
  static Stream<OperationCase> all(List<OperationCase>... lists) {
    return Stream.of(lists).flatMap(List::stream);
  }
}
