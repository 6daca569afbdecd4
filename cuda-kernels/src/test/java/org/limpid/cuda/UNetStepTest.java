package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limpid.autograd.Gradients;
import org.limpid.autograd.Parameter;
import org.limpid.autograd.Tape;
import org.limpid.backend.Precision;
import org.limpid.backend.ReferenceBackend;
import org.limpid.cuda.ptx.Scheduler;
import org.limpid.nn.Loss;
import org.limpid.nn.Parameters;
import org.limpid.nn.Pass;
import org.limpid.nn.net.UNet;
import org.limpid.nn.net.UNetOptions;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/** The U-Net that trainers use, of depth 2, forth and back on the interpreter. */
class UNetStepTest {

  private static final Shape IMAGES = Shape.of(2, 12, 16, 1);

  /** Loss, then gradients of all parameters. */
  private static List<float[]> step(Device device, boolean batchNorm) {
    List<float[]> numbers = new ArrayList<>();
    try (device;
        Scope scope = Scope.open()) {
      UNet network =
          new UNet(
              UNetOptions.DEFAULT.withFilters(8).withBatchNorm(batchNorm),
              device,
              new RandomKey(1, 0, 0));
      Tensor x = draw(device, 1);
      Tensor target = draw(device, 2);
      Tensor weight = draw(device, 3).abs();
      try (Tape tape = Tape.open()) {
        Tensor y = network.forward(x, Pass.training(new RandomKey(1, 1, 0)));
        Tensor loss = Loss.MEAN_SQUARED_ERROR.evaluate(y, target, weight);
        Gradients gradients = tape.gradients(loss);
        numbers.add(new float[] {loss.item()});
        for (Parameter parameter : Parameters.of(network).trainable().values()) {
          Tensor gradient = gradients.of(parameter);
          assertThat(gradient).as(parameter.name()).isNotNull();
          numbers.add(gradient.toArray());
        }
      }
    }
    return numbers;
  }

  private static Tensor draw(Device device, int seed) {
    Random random = new Random(seed);
    float[] values = new float[(int) IMAGES.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(device, IMAGES, values);
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, false, 1e-5",
    "FLOAT32, true, 1e-5",
    "TF32, false, 0.05",
    "BFLOAT16, false, 0.1"
  })
  void lossAndGradientsAreThoseOfTheReference(
      Precision precision, boolean batchNorm, double tolerance) {
    List<float[]> expected = step(Device.on("reference", new ReferenceBackend()), batchNorm);
    List<float[]> actual =
        step(
            Device.on("cuda", new CudaBackend(new InterpretedGpu(Scheduler.BY_TURNS), precision)),
            batchNorm);
    assertThat(actual).hasSameSizeAs(expected).hasSizeGreaterThan(20);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(distance(actual.get(i), expected.get(i)))
          .as("numbers %d", i)
          .isLessThan(tolerance);
    }
  }

  /** Of what is expected, over all elements: rounding turns single relus and maxima over. */
  private static double distance(float[] actual, float[] expected) {
    double squares = 0;
    double all = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = actual[i] - expected[i];
      squares += difference * difference;
      all += (double) expected[i] * expected[i];
    }
    return Math.sqrt(squares / all);
  }
}
