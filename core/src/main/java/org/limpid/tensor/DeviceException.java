package org.limpid.tensor;

/** A device cannot be used; the message names it, the reason and the remedy. */
public final class DeviceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message device, reason, remedy
   */
  public DeviceException(String message) {
    super(message);
  }
}
