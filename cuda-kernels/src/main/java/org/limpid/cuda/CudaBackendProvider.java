package org.limpid.cuda;

import java.util.Optional;
import org.limpid.backend.Backend;
import org.limpid.backend.BackendProvider;

/**
 * Answers for device names such as {@code cuda:0}.
 *
 * <p>This version has no CUDA kernels, so no device is usable, whatever the machine has. Naming one
 * fails with that reason; it never falls back to the CPU in silence.
 */
public final class CudaBackendProvider implements BackendProvider {
  private static final String REASON =
      "this version of Limpid has no CUDA kernels. Use the device cpu.";

  /** For {@link java.util.ServiceLoader}. */
  public CudaBackendProvider() {}

  @Override
  public String kind() {
    return "cuda";
  }

  @Override
  public Optional<String> unavailableReason() {
    return Optional.of(REASON);
  }

  @Override
  public int deviceCount() {
    return 0;
  }

  @Override
  public Backend open(int ordinal) {
    throw new IllegalStateException("cuda:" + ordinal + " not available: " + REASON);
  }
}
