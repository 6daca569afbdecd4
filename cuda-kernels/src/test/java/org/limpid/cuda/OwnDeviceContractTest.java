package org.limpid.cuda;

/**
 * The contract on the GPU by our own kernels alone: where a library competes, those that join parts
 * and take statistics are not asked for by default.
 */
class OwnDeviceContractTest extends DeviceContractTest {

  @Override
  String engine() {
    return EngineChoice.OWN;
  }
}
