package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Backend;
import org.limpid.backend.BackendProvider;
import org.limpid.backend.DeviceOptions;
import org.limpid.tensor.Device;
import org.limpid.tensor.DeviceException;

class CudaBackendProviderTest {
  private final BackendProvider cuda =
      ServiceLoader.load(BackendProvider.class).stream()
          .map(ServiceLoader.Provider::get)
          .filter(provider -> provider.kind().equals("cuda"))
          .findFirst()
          .orElseThrow();

  @Test
  void withoutGpuItSaysInOneLineWhyAndWhatToDo() {
    assumeTrue(cuda.unavailableReason().isPresent(), "there is a GPU");
    assertThat(cuda.deviceCount()).isZero();
    String reason = cuda.unavailableReason().orElseThrow();
    assertThat(reason).doesNotContain("\n").contains("device cpu").hasSizeLessThan(250);
    assertThatIllegalStateException()
        .isThrownBy(() -> cuda.open(0, DeviceOptions.DEFAULT))
        .withMessage("cuda:0 not available: " + reason);
  }

  @Test
  void withGpuItOpensTheFirstAndNoneBehindTheLast() {
    assumeTrue(cuda.unavailableReason().isEmpty(), "no GPU: " + cuda.unavailableReason());
    try (Backend backend = cuda.open(0, DeviceOptions.DEFAULT)) {
      assertThat(backend.description()).contains("compute capability");
    }
    assertThatExceptionOfType(DeviceException.class)
        .isThrownBy(() -> Device.of("cuda:" + cuda.deviceCount()))
        .withMessageContaining(cuda.deviceCount() == 1 ? "there is one device" : "there are ")
        .withMessageEndingWith("or the device cpu");
  }
}
