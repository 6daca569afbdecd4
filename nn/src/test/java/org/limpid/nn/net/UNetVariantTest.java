package org.limpid.nn.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.autograd.Parameter;
import org.limpid.backend.Activation;
import org.limpid.backend.ReferenceBackend;
import org.limpid.nn.Parameters;
import org.limpid.nn.Pass;
import org.limpid.nn.layer.Init;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Tensor;
import org.limpid.testing.Golden;

/** Published U-Nets in small against the same in PyTorch. */
class UNetVariantTest {

  private static final Golden GOLDEN = Golden.read("/golden/variants.safetensors");

  private static UNetOptions options(String name) {
    UNetOptions options =
        switch (name) {
          case "tapered" -> UNetOptions.TAPERED;
          case "noise2noise" -> UNetOptions.NOISE2NOISE;
          case "noise2noise_1x1" ->
              UNetOptions.NOISE2NOISE.withVariant(UNetVariant.NOISE2NOISE_1X1);
          case "n2v2" -> UNetOptions.N2V2;
          default -> throw new IllegalArgumentException(name);
        };
    return name.startsWith("noise2noise")
        ? options.withDepth(2).withFilters(3).withActivation(Activation.leakyRelu(0.125f))
        : options.withDepth(2).withFilters(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tapered", "noise2noise", "noise2noise_1x1", "n2v2"})
  void outputIsThatOfPyTorch(String name) {
    try (Device reference = Device.on("reference", new ReferenceBackend());
        Device cpu = Device.cpu(2)) {
      check(name, reference, 1e-6f);
      check(name, cpu, 1e-5f);
    }
  }

  private static void check(String name, Device device, float tolerance) {
    try (Scope scope = Scope.open()) {
      UNet net = new UNet(options(name), device, Init.ZEROS, new RandomKey(0, 0, 0));
      Map<String, Parameter> parameters = Parameters.of(net).byPath();
      parameters.forEach(
          (path, parameter) -> parameter.set(GOLDEN.tensor(device, name + "/" + path)));
      long inFile = GOLDEN.names().stream().filter(n -> n.startsWith(name + "/")).count();
      assertThat(parameters.size()).isEqualTo((int) inFile - 1);
      Tensor y = net.forward(GOLDEN.tensor(device, "x"), Pass.inference());
      float[] expected = GOLDEN.values(name + "/output");
      float[] actual = y.toArray();
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i])
            .as("%s on %s, element %d", name, device.name(), i)
            .isCloseTo(expected[i], within(tolerance * (1 + Math.abs(expected[i]))));
      }
    }
  }
}
