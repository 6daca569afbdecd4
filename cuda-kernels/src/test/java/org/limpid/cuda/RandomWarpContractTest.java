package org.limpid.cuda;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.limpid.cuda.ptx.Scheduler;
import org.limpid.testing.Nightly;

/** The whole contract, one random warp as far as it can. */
@EnabledIfSystemProperty(named = Nightly.PROPERTY, matches = "true")
class RandomWarpContractTest extends CudaBackendContractTest {

  @Override
  Scheduler scheduler() {
    return Scheduler.RANDOM_WARP;
  }
}
