package org.limpid.tensor;

/** A device cannot be used; the message names it, the reason and the remedy. */
public final class DeviceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean isOutOfMemory;

  /**
   * Makes one.
   *
   * @param message device, reason, remedy
   */
  public DeviceException(String message) {
    this(message, false);
  }

  private DeviceException(String message, boolean isOutOfMemory) {
    super(message);
    this.isOutOfMemory = isOutOfMemory;
  }

  /**
   * Says that a call of the device's driver or libraries found too little memory. The device stays
   * usable: less work at once may fit, and training tries that.
   *
   * @param message device, reason, remedy
   */
  public static DeviceException outOfMemory(String message) {
    return new DeviceException(message, true);
  }

  /** Whether all that is wrong is too little memory for what was asked. */
  public boolean isOutOfMemory() {
    return isOutOfMemory;
  }
}
