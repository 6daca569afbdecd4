package org.limpid.tensor;

class CpuDeviceContractTest extends DeviceContract {

  @Override
  protected Device open() {
    return Device.cpu(2);
  }
}
