package org.limpid.nn.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.limpid.autograd.Gradients;
import org.limpid.autograd.Parameter;
import org.limpid.autograd.Tape;
import org.limpid.backend.ReferenceBackend;
import org.limpid.nn.Loss;
import org.limpid.nn.Parameters;
import org.limpid.nn.Pass;
import org.limpid.nn.layer.Init;
import org.limpid.nn.optim.Adam;
import org.limpid.nn.optim.AdamOptions;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Tensor;
import org.limpid.testing.Golden;

/** Ten training steps of a tiny U-Net against the same in PyTorch. */
class UNetGoldenTest {

  private static final Golden GOLDEN = Golden.read("/golden/unet.safetensors");
  private static final AdamOptions OPTIONS =
      AdamOptions.DEFAULT.withLearningRate(0x1p-8f).withEpsilon(0x1p-13f);

  @Test
  void trainingOnTheReferenceFollowsPyTorch() {
    try (Device device = Device.on("reference", new ReferenceBackend())) {
      check(device, 2e-7f);
    }
  }

  @Test
  void trainingOnTheProcessorFollowsPyTorch() {
    try (Device device = Device.cpu(2)) {
      check(device, 2e-6f);
    }
  }

  private static void check(Device device, float tolerance) {
    UNet net =
        new UNet(UNetOptions.DEFAULT.withFilters(4), device, Init.ZEROS, new RandomKey(0, 0, 0));
    Map<String, Parameter> parameters = Parameters.of(net).byPath();
    parameters.forEach((path, parameter) -> parameter.set(GOLDEN.tensor(device, path)));
    try (Adam adam = new Adam(net, OPTIONS)) {
      float[] losses = GOLDEN.values("losses");
      for (int step = 0; step < losses.length; step++) {
        assertThat(train(device, net, adam, step == 0 ? tolerance : 0))
            .as("loss before step %d", step + 1)
            .isCloseTo(losses[step], within(tolerance));
      }
      parameters.forEach(
          (path, parameter) -> compare("final." + path, parameter.value(), tolerance));
    } finally {
      Parameters.of(net).close();
    }
  }

  /** One step; compares output and gradients too if a tolerance is given. */
  private static float train(Device device, UNet net, Adam adam, float tolerance) {
    try (Tape tape = Tape.open()) {
      Tensor y = net.forward(GOLDEN.tensor(device, "x"), Pass.training(new RandomKey(0, 0, 0)));
      if (tolerance > 0) {
        compare("output", y, tolerance);
      }
      Tensor target = GOLDEN.tensor(device, "target");
      Tensor weight = GOLDEN.tensor(device, "weight");
      Tensor loss = Loss.MEAN_SQUARED_ERROR.evaluate(y, target, weight);
      Gradients gradients = tape.gradients(loss);
      if (tolerance > 0) {
        Parameters.of(net)
            .byPath()
            .forEach(
                (path, parameter) -> {
                  Tensor gradient = Objects.requireNonNull(gradients.of(parameter));
                  compare("grad." + path, gradient, tolerance);
                });
      }
      adam.step(gradients);
      return loss.item();
    }
  }

  private static void compare(String name, Tensor actual, float tolerance) {
    assertThat(actual.shape()).as(name).isEqualTo(GOLDEN.shape(name));
    float[] expected = GOLDEN.values(name);
    float[] values = actual.toArray();
    for (int i = 0; i < expected.length; i++) {
      assertThat(values[i])
          .as("%s, element %d", name, i)
          .isCloseTo(expected[i], within(tolerance * (1 + Math.abs(expected[i]))));
    }
  }

  @Test
  void networkHasTheParametersOfTheFile() {
    try (Device device = Device.on("reference", new ReferenceBackend())) {
      UNet net =
          new UNet(UNetOptions.DEFAULT.withFilters(4), device, Init.ZEROS, new RandomKey(0, 0, 0));
      List<String> inFile =
          GOLDEN.names().stream()
              .filter(name -> name.startsWith("grad."))
              .map(name -> name.substring("grad.".length()))
              .toList();
      assertThat(Parameters.of(net).byPath().keySet()).containsExactlyElementsOf(inFile);
      Parameters.of(net).close();
    }
  }
}
