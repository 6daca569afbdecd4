package org.limpid.cuda;

import org.limpid.tensor.Device;
import org.limpid.tensor.DeviceException;

/** What {@link CudaFaultTest} runs in a process of its own: which devices there are. */
final class DeviceListProbe {

  private DeviceListProbe() {}

  /** Prints them, and what is said of one that there is not. */
  public static void main(String[] arguments) {
    Device.report().forEach(System.out::println);
    try (Device named = Device.of("cuda:7")) {
      System.out.println("named is " + named.name());
    } catch (DeviceException e) {
      System.out.println(e.getMessage());
    }
  }
}
