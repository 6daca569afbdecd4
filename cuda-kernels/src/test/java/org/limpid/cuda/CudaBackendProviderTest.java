package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.limpid.backend.BackendProvider;

class CudaBackendProviderTest {
  private final BackendProvider cuda =
      ServiceLoader.load(BackendProvider.class).stream()
          .map(ServiceLoader.Provider::get)
          .filter(provider -> provider.kind().equals("cuda"))
          .findFirst()
          .orElseThrow();

  @Test
  void offersNoDeviceAndSaysWhy() {
    assertThat(cuda.deviceCount()).isZero();
    assertThat(cuda.unavailableReason()).get().asString().contains("no CUDA kernels", "cpu");
  }

  @Test
  void openingADeviceFailsWithTheSameReason() {
    assertThatIllegalStateException()
        .isThrownBy(() -> cuda.open(0))
        .withMessage("cuda:0 not available: " + cuda.unavailableReason().orElseThrow());
  }
}
