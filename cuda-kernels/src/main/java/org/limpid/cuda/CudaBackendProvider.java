package org.limpid.cuda;

import java.util.Optional;
import org.limpid.backend.Backend;
import org.limpid.backend.BackendProvider;
import org.limpid.backend.DeviceOptions;
import org.limpid.backend.Precision;

/**
 * Offers the NVIDIA GPUs of this machine as {@code cuda:0}, {@code cuda:1} and so on. Where there
 * is none, it says in one line what is missing; naming a device then fails with that line, and
 * never falls back to the CPU in silence.
 */
public final class CudaBackendProvider implements BackendProvider {

  /** For {@link java.util.ServiceLoader}. */
  public CudaBackendProvider() {}

  @Override
  public String kind() {
    return "cuda";
  }

  @Override
  public Optional<String> unavailableReason() {
    return Unavailable.REASON;
  }

  @Override
  public int deviceCount() {
    return unavailableReason().isPresent() ? 0 : CudaDriver.deviceCount();
  }

  @Override
  public Optional<String> engines() {
    return unavailableReason().isPresent()
        ? Optional.empty()
        : Optional.of(NvidiaLibraries.report());
  }

  @Override
  public Backend open(int ordinal, DeviceOptions options) {
    Optional<String> reason = unavailableReason().or(() -> CudaDriver.unfitReason(ordinal));
    if (reason.isPresent()) {
      throw new IllegalStateException("cuda:" + ordinal + " not available: " + reason.get());
    }
    CudaGpu gpu = new CudaGpu(ordinal);
    try {
      Precision precision = Precisions.chosen(options.precision(), gpu.capability());
      return new CudaBackend(gpu, precision, options.engine());
    } catch (RuntimeException e) {
      gpu.close();
      throw e;
    }
  }

  /** Looked up once: a class is initialised under the JVM's lock. */
  private static final class Unavailable {
    static final Optional<String> REASON = CudaDriver.unavailableReason();
  }
}
