package org.limpid.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.limpid.backend.Backend;
import org.limpid.backend.BackendContract;
import org.limpid.backend.DeviceOptions;
import org.limpid.backend.Precision;

/**
 * The contract of every backend on the GPU of this machine, if it has one, with engines as they are
 * chosen by default.
 */
class DeviceContractTest extends BackendContract {

  /** Which engine computes. */
  String engine() {
    return EngineChoice.AUTO;
  }

  @Override
  protected Backend open() {
    Optional<String> reason = CudaDriver.unavailableReason();
    assumeTrue(reason.isEmpty(), () -> "no GPU: " + reason.orElse(""));
    return new CudaBackendProvider()
        .open(0, DeviceOptions.DEFAULT.withPrecision(Precision.FLOAT32).withEngine(engine()));
  }
}
