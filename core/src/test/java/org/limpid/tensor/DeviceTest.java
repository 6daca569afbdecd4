package org.limpid.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Backend;
import org.limpid.backend.BackendProvider;
import org.limpid.backend.DeviceOptions;
import org.limpid.backend.Precision;
import org.limpid.backend.ReferenceBackend;

class DeviceTest {

  @Test
  void processorIsOneForTheWholeProgram() {
    assertThat(Device.of("cpu")).isSameAs(Device.cpu());
    Device.cpu().close();
    try (Tensor x = Tensor.full(Device.cpu(), Shape.of(2), 3)) {
      assertThat(x.toArray()).containsExactly(3, 3);
    }
  }

  @Test
  void unknownKindIsRefusedWithoutFallback() {
    assertThatThrownBy(() -> Device.of("tpu:0"))
        .isInstanceOf(DeviceException.class)
        .hasMessageStartingWith("device: no 'tpu' on the class path (found: cpu")
        .hasMessageEndingWith("Add the module that offers it, or use --device cpu");
    assertThatThrownBy(() -> Device.of("cuda:first"))
        .isInstanceOf(DeviceException.class)
        .hasMessage("device: 'cuda:first' (expected: cpu, or like cuda:0)");
  }

  @Test
  void threadsMustBePositive() {
    assertThatThrownBy(() -> Device.cpu(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads: 0 (expected: >= 1)");
    assertThatThrownBy(() -> Device.cpuForLittleWork(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads: 0 (expected: >= 1)");
  }

  @Test
  void littleWorkIsDoneInPlainLoops() {
    try (Device device = Device.cpuForLittleWork(1)) {
      assertThat(device.name()).isEqualTo("cpu");
      assertThat(device.description()).endsWith("1 thread, plain loops (for little work)");
    }
  }

  @Test
  void reportTellsOfTheProcessor() {
    assertThat(Device.report()).first().asString().startsWith("cpu: ");
  }

  /** Three devices: one that cannot be opened, one that is full, and a good one. */
  private static final class Three implements BackendProvider {
    private final int devices;

    Three(int devices) {
      this.devices = devices;
    }

    @Override
    public String kind() {
      return "test";
    }

    @Override
    public Optional<String> unavailableReason() {
      return Optional.empty();
    }

    @Override
    public int deviceCount() {
      return devices;
    }

    @Override
    public Backend open(int ordinal, DeviceOptions options) {
      if (ordinal < 2) {
        throw new IllegalStateException(
            ordinal == 0 ? "test:0 not available: too old" : "no memory left");
      }
      return new ReferenceBackend();
    }
  }

  @Test
  void bestIsTheFirstThatIsUsable() {
    List<String> warnings = new ArrayList<>();
    try (Device best = Device.best(List.of(new Three(3)), DeviceOptions.DEFAULT, warnings::add)) {
      assertThat(best.name()).isEqualTo("test:2");
    }
    assertThat(warnings)
        .containsExactly(
            "test:0 not available: too old. test:2 computes in its place",
            "test:1: no memory left. test:2 computes in its place");
  }

  @Test
  void bestIsTheProcessorWhereNoneIsUsable() {
    List<String> warnings = new ArrayList<>();
    assertThat(Device.best(List.of(new Three(2)), DeviceOptions.DEFAULT, warnings::add))
        .isSameAs(Device.cpu());
    assertThat(warnings)
        .containsExactly(
            "test:0 not available: too old. The processor computes in its place",
            "test:1: no memory left. The processor computes in its place");
  }

  @Test
  void reportTellsOfEachDevice() {
    try (Backend good = new ReferenceBackend()) {
      assertThat(Device.report(List.of(new Three(3))))
          .hasSize(4)
          .endsWith(
              "test:0: not available: too old",
              "test:1: no memory left",
              "test:2: " + good.description());
    }
  }

  @Test
  void processorHasFloat32Only() {
    DeviceOptions exact = DeviceOptions.DEFAULT.withPrecision(Precision.FLOAT32);
    assertThat(Device.of("cpu", exact)).isSameAs(Device.cpu());
    assertThatThrownBy(
            () -> Device.of("cpu", DeviceOptions.DEFAULT.withPrecision(Precision.BFLOAT16)))
        .isInstanceOf(DeviceException.class)
        .hasMessage(
            "cpu: precision bfloat16 (expected: float32, the only one of a processor). Leave it"
                + " out, or take a GPU with --device cuda:0");
  }

  @Test
  void precisionsAreKnownByName() {
    for (Precision precision : Precision.values()) {
      assertThat(Precision.named(precision.text())).isEqualTo(precision);
    }
    assertThatThrownBy(() -> Precision.named("FLOAT32"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("precision: 'FLOAT32' (expected: float32, tf32, bfloat16)");
  }
}
