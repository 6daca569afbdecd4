package org.limpid.cuda;

import org.junit.jupiter.api.Tag;
import org.limpid.backend.Backend;
import org.limpid.backend.BackendContract;
import org.limpid.backend.Precision;
import org.limpid.cuda.ptx.Scheduler;

/**
 * The kernels that ship keep the contract of every backend, on the interpreter. Which of the two
 * orders of threads a launch runs in is drawn, so that "the same bits in every run" holds for both.
 */
@Tag("once")
class CudaBackendContractTest extends BackendContract {

  @Override
  protected Backend open() {
    return new CudaBackend(new InterpretedGpu(Scheduler.EITHER), Precision.FLOAT32);
  }
}
