package org.limpid.cuda;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.limpid.cuda.ptx.Scheduler;
import org.limpid.testing.Nightly;

/** The whole contract with the threads of a block in step. */
@EnabledIfSystemProperty(named = Nightly.PROPERTY, matches = "true")
class LockstepContractTest extends CudaBackendContractTest {

  @Override
  Scheduler scheduler() {
    return Scheduler.LOCKSTEP;
  }
}
