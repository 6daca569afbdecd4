package org.limpid.backend;

import java.util.Optional;

/**
 * Offers a kind of device, such as {@code cuda}. Found through {@link java.util.ServiceLoader}, so
 * that adding a jar to the class path is all a user does.
 */
public interface BackendProvider {

  /** The kind in device names: {@code cuda} for {@code cuda:0}. */
  String kind();

  /** Why no device of this kind can be used here and what to do about it; empty if one can. */
  Optional<String> unavailableReason();

  /**
   * Number of devices, those included that {@link #open} refuses; 0 if there is an {@link
   * #unavailableReason()}.
   */
  int deviceCount();

  /** One line for people about whose kernels there are to choose from, if there is a choice. */
  default Optional<String> engines() {
    return Optional.empty();
  }

  /**
   * Opens a device.
   *
   * @param ordinal 0 to {@code deviceCount() - 1}
   * @param options how it is to compute
   * @throws IllegalStateException if it cannot be opened or does not have what the options name;
   *     the message gives reason and remedy
   */
  Backend open(int ordinal, DeviceOptions options);
}
