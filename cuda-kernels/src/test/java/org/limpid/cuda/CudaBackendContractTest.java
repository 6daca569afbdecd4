package org.limpid.cuda;

import org.junit.jupiter.api.Tag;
import org.limpid.backend.Backend;
import org.limpid.backend.BackendContract;
import org.limpid.backend.Precision;
import org.limpid.cuda.ptx.Scheduler;

/**
 * The kernels that ship keep the contract of every backend, on the interpreter. Each kernel takes
 * turns between the two orders of threads, so that "the same bits in every run" holds for both. All
 * of the contract in either order takes twice as long again: {@code mvn -Pnightly verify}.
 */
@Tag("once")
class CudaBackendContractTest extends BackendContract {

  /** In which order threads run. */
  Scheduler scheduler() {
    return Scheduler.BY_TURNS;
  }

  @Override
  protected Backend open() {
    return new CudaBackend(new InterpretedGpu(scheduler()), Precision.FLOAT32);
  }
}
