package org.limpid.cuda;

import org.limpid.backend.DeviceOptions;
import org.limpid.tensor.Device;
import org.limpid.tensor.DeviceException;

/** What {@link CudaGpuTest} runs in a process of its own: opening devices as users do. */
final class DeviceProbe {

  private DeviceProbe() {}

  /** Prints which device is taken, and what is said of it. */
  public static void main(String[] arguments) {
    try (Device best = Device.best(DeviceOptions.DEFAULT, System.out::println)) {
      System.out.println("auto is " + best.name());
    }
    try (Device named = Device.of("cuda:0")) {
      System.out.println("named is " + named.name());
    } catch (DeviceException e) {
      System.out.println(e.getMessage());
    }
  }
}
