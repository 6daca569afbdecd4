package org.limpid.nn.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.limpid.nn.Parameters;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;

class NetworksTest {

  private static void refused(Map<String, Object> change, String message) {
    Map<String, Object> map = new LinkedHashMap<>(UNetDescription.of(UNetOptions.DEFAULT));
    map.putAll(change);
    assertThatThrownBy(() -> Networks.build(map, Device.cpu()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void unknownKindsAndOptionsAreRefused() {
    refused(
        Map.of("kind", "resnet"),
        "network: kind resnet (expected: unet, per_channel, pass_through or self2self). Build it with its own code, then read the weights");
    refused(
        Map.of("attention", true),
        "unet: unknown option 'attention'. Was it written by a newer version?");
    refused(
        Map.of("upsampling", "cubic"),
        "unet: upsampling cubic (expected: one of nearest, linear, transposed)");
    assertThatThrownBy(() -> Networks.build(Map.of(), Device.cpu()))
        .hasMessageStartingWith(
            "network: kind null (expected: unet, per_channel, pass_through or self2self)");
  }

  @Test
  void valuesOfWrongTypesAreRefused() {
    refused(Map.of("depth", "2"), "unet: depth 2 (expected: a whole number)");
    refused(Map.of("depth", 2.5), "unet: depth 2.5 (expected: a whole number)");
    refused(Map.of("depth", 1e300), "unet: depth 1.0E300 (expected: a whole number)");
    refused(Map.of("depth", 4294967298L), "unet: depth 4294967298 (expected: a whole number)");
    refused(Map.of("dropout", Double.NaN), "unet: dropout NaN (expected: a number)");
    refused(Map.of("batchNorm", 1), "unet: batchNorm 1 (expected: true or false)");
    refused(Map.of("batchNorm", List.of()), "unet: batchNorm [] (expected: true or false)");
    refused(
        Map.of("activation", Map.of("a", 1)),
        "unet: activation {a=1} (expected: one of identity, relu, leaky_relu, elu, sigmoid,"
            + " softplus)");
  }

  @Test
  void messagesStayOnOneShortLine() {
    assertThatThrownBy(
            () -> Networks.build(Map.of("kind", "x\n\u001b[2J" + "y".repeat(9999)), Device.cpu()))
        .message()
        .hasLineCount(1)
        .hasSizeLessThan(200)
        .doesNotContain("\u001b");
  }

  @Test
  void hugeNetworksAreRefusedBeforeMemoryIsTaken() {
    long before = Device.cpu().memory().liveBytes();
    refused(
        Map.of("depth", 8, "filters", 1024, "dimensions", 3),
        "unet: 4329290621953 parameters (expected: at most 268435456)");
    refused(Map.of("depth", 1000), "unet: depth 1000 (expected: 0 to 8)");
    refused(Map.of("filters", -1), "unet: filters -1 (expected: 1 to 1024)");
    assertThat(Device.cpu().memory().liveBytes()).isEqualTo(before);
  }

  @Test
  void numbersOfAnyTypeAndMissingOptionsAreFine() {
    try (Scope scope = Scope.open()) {
      Map<String, Object> map = Map.of("kind", "unet", "depth", 1.0, "filters", 4L);
      UNet net = (UNet) Networks.build(map, Device.cpu());
      assertThat(net.options()).isEqualTo(UNetOptions.DEFAULT.withDepth(1).withFilters(4));
      for (var parameter : Parameters.of(net).byPath().values()) {
        assertThat(parameter.value().toArray()).containsOnly(0);
      }
    }
  }
}
