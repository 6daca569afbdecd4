package org.limpid.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limpid.autograd.Gradients;
import org.limpid.autograd.Tape;
import org.limpid.testing.GradientCheck;

/**
 * Every operation's value and gradients on a device against the same in double precision and
 * against PyTorch's, and that all memory is given back; a subclass says which device.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DeviceContract {

  private static final GoldenCases GOLDEN = new GoldenCases();
  private static final Device REFERENCE = GradientCheck.device();

  private Device device = REFERENCE;

  /** Opens the device to test; it is closed after the last test. */
  protected abstract Device open();

  static Stream<OperationCase> operations() {
    return OperationCases.all();
  }

  @BeforeAll
  final void openDevice() {
    device = open();
  }

  @AfterAll
  final void closeDevice() {
    device.close();
  }

  @AfterEach
  final void everythingIsFreed() {
    assertThat(device.memory().liveBytes()).as("bytes still allocated").isZero();
  }

  @ParameterizedTest
  @MethodSource("operations")
  final void valueAndGradientsMatchReference(OperationCase operation) {
    List<float[]> expected = valueAndGradients(operation, REFERENCE);
    List<float[]> actual = valueAndGradients(operation, device);
    for (int i = 0; i < expected.size(); i++) {
      String what = i == 0 ? "value" : "gradient of input " + (i - 1);
      assertThat(actual.get(i)).as(what).hasSameSizeAs(expected.get(i));
      for (int e = 0; e < expected.get(i).length; e++) {
        float wanted = expected.get(i)[e];
        assertThat(actual.get(i)[e])
            .as("%s, element %d", what, e)
            .isCloseTo(wanted, within(2e-5f + 2e-5f * Math.abs(wanted)));
      }
    }
  }

  static Set<String> goldenCases() {
    return GOLDEN.names();
  }

  @ParameterizedTest
  @MethodSource("goldenCases")
  final void valueAndGradientsMatchPyTorch(String name) {
    GOLDEN.check(name, device, 5e-6f);
  }

  private static List<float[]> valueAndGradients(OperationCase operation, Device device) {
    try (Tape tape = Tape.open()) {
      List<Tensor> inputs = operation.draw(device, 3);
      inputs.forEach(tape::watch);
      Tensor y = operation.function().apply(inputs);
      Random random = new Random(4);
      float[] weights = new float[(int) y.shape().size()];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = random.nextFloat() * 2 - 1;
      }
      List<float[]> results = new ArrayList<>();
      results.add(y.toArray());
      Tensor loss = y.multiply(Tensor.of(device, y.shape(), weights)).sum();
      Gradients gradients = tape.gradients(loss);
      for (Tensor input : inputs) {
        results.add(Objects.requireNonNull(gradients.of(input)).toArray());
      }
      return results;
    }
  }
}
