package org.limpid.backend;

import java.util.Optional;

/**
 * How a device is to compute, where there is a choice.
 *
 * @param precision of convolutions; empty for the device's own default, which is {@link
 *     Precision#TF32} on GPUs that have it and {@link Precision#FLOAT32} elsewhere
 */
public record DeviceOptions(Optional<Precision> precision) {

  /** What each device does by default. */
  public static final DeviceOptions DEFAULT = new DeviceOptions(Optional.empty());

  /** The same with a precision, which a device has or is refused. */
  public DeviceOptions withPrecision(Precision value) {
    return new DeviceOptions(Optional.of(value));
  }
}
