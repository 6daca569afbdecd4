package org.limpid.backend;

import org.junit.jupiter.api.Test;
import org.limpid.backend.cpu.CpuBackend;

class CpuBackendContractTest extends BackendContract {

  @Override
  protected Backend open() {
    return new CpuBackend(2);
  }

  @Test
  void numberOfThreadsDoesNotChangeBits() {
    for (int threads : new int[] {1, 3, 7}) {
      try (Backend other = new CpuBackend(threads)) {
        DeterminismContract.assertSameBits(backend(), other);
      }
    }
  }
}
