package org.limpid.nn.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.autograd.Parameter;
import org.limpid.nn.Network;
import org.limpid.nn.Parameters;
import org.limpid.nn.Pass;
import org.limpid.nn.net.Networks;
import org.limpid.nn.net.UNet;
import org.limpid.nn.net.UNetOptions;
import org.limpid.nn.optim.ParameterBlock;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

class WeightsFileTest {

  private static final Device CPU = Device.cpu();
  private static final RandomKey KEY = new RandomKey(9, 1, 0);
  private static final UNetOptions OPTIONS =
      UNetOptions.DEFAULT.withFilters(4).withDepth(1).withBatchNorm(true);

  private final Path folder;
  private final Scope scope = Scope.open();
  private final UNet net = new UNet(OPTIONS, CPU, KEY);

  WeightsFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static float[] values(Network net) {
    Tensor x = Tensor.full(CPU, Shape.of(1, 8, 8, 1), 0.3f);
    return net.forward(x, Pass.inference()).toArray();
  }

  @Test
  void savedNetworkIsTheSameAfterLoading() throws IOException {
    Path file = folder.resolve("model.safetensors");
    net.forward(Tensor.full(CPU, Shape.of(1, 8, 8, 1), 2), Pass.training(KEY));
    WeightsFile.write(net, Map.of("architecture", Json.print(net.architecture())), file);
    Network again;
    try (Safetensors opened = Safetensors.open(file)) {
      String architecture = opened.metadata().values().iterator().next();
      again = Networks.build(Json.parseObject(architecture), CPU);
      WeightsFile.readInto(again, opened, "");
    }
    for (var entry : Parameters.of(net).byPath().entrySet()) {
      assertThat(Parameters.of(again).get(entry.getKey()).value().toArray())
          .as(entry.getKey())
          .isEqualTo(entry.getValue().value().toArray());
    }
    assertThat(values(again)).isEqualTo(values(net));
  }

  @Test
  void readingKeepsTheMemoryOfPackedParameters() throws IOException {
    Path file = folder.resolve("model.safetensors");
    WeightsFile.write(net, Map.of(), file);
    UNet other = new UNet(OPTIONS, CPU, KEY.at(1));
    ParameterBlock.of(other);
    Parameter weight = Parameters.of(other).get("last.weight");
    Tensor before = weight.value();
    WeightsFile.readInto(other, file);
    assertThat(weight.value()).isSameAs(before);
    assertThat(values(other)).isEqualTo(values(net));
  }

  @Test
  void prefixesKeepSeveralThingsApart() throws IOException {
    Path file = folder.resolve("checkpoint.safetensors");
    UNet average = new UNet(OPTIONS, CPU, KEY.at(1));
    Map<String, Tensor> tensors = new LinkedHashMap<>(WeightsFile.tensors(net, "network."));
    tensors.putAll(WeightsFile.tensors(average, "average."));
    Safetensors.write(file, Map.of(), tensors);
    UNet read = new UNet(OPTIONS, CPU, KEY.at(2));
    try (Safetensors opened = Safetensors.open(file)) {
      WeightsFile.readInto(read, opened, "average.");
    }
    assertThat(values(read)).isEqualTo(values(average));
  }

  private void refused(Map<String, Tensor> tensors, String message) throws IOException {
    Path file = folder.resolve("other.safetensors");
    Safetensors.write(file, Map.of(), tensors);
    float[] before = values(net);
    assertThatThrownBy(() -> WeightsFile.readInto(net, file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": " + message);
    assertThat(values(net)).isEqualTo(before);
  }

  @Test
  void tensorsOfAnotherNetworkAreRefused() throws IOException {
    Map<String, Tensor> tensors = WeightsFile.tensors(new UNet(OPTIONS, CPU, KEY.at(1)), "");
    Tensor last = tensors.remove("last.weight");
    tensors.put("head\n", last);
    refused(
        tensors,
        "tensors do not fit the network (missing: \"last.weight\"; unknown: \"head\\u000a\"). It"
            + " belongs to another network");
    tensors.remove("head\n");
    tensors.put("last.weight", Tensor.zeros(CPU, Shape.of(3, 3, 4, 1)));
    refused(
        tensors,
        "tensor 'last.weight' has shape [3, 3, 4, 1] (expected: [1, 1, 4, 1]). It belongs to a"
            + " network with other options");
    refused(
        Map.of(),
        "tensors do not fit the network (missing: \"down0.0.weight\", \"down0.1.gain\","
            + " \"down0.1.shift\" and 29 more; unknown: none). It belongs to another network");
  }

  @Test
  void valuesThatAreNotFiniteAreRefused() throws IOException {
    Map<String, Tensor> tensors = WeightsFile.tensors(new UNet(OPTIONS, CPU, KEY.at(1)), "");
    tensors.put("last.bias", Tensor.full(CPU, Shape.of(1), Float.NaN));
    refused(
        tensors,
        "tensor 'last.bias' holds NaN (expected: finite numbers). Training diverged, or the file"
            + " is damaged");
  }
}
