package org.limpid.backend;

import java.util.Optional;

/**
 * How a device is to compute, where there is a choice.
 *
 * @param precision of convolutions; empty for the device's own default, which is {@link
 *     Precision#TF32} on GPUs that have it and {@link Precision#FLOAT32} elsewhere
 * @param engine whose kernels compute convolutions and matrix products: {@code auto} for the
 *     fastest of those that are there, timed when a shape is first met; {@code own} for Limpid's,
 *     which give the same bits in every run; on NVIDIA GPUs {@code cudnn} or {@code cublas} for
 *     what those libraries compute. Processors have the first two, which are the same there
 */
public record DeviceOptions(Optional<Precision> precision, String engine) {

  /** What each device does by default. */
  public static final DeviceOptions DEFAULT = new DeviceOptions(Optional.empty(), "auto");

  /** The same with a precision, which a device has or is refused. */
  public DeviceOptions withPrecision(Precision value) {
    return new DeviceOptions(Optional.of(value), engine);
  }

  /** The same with an engine, which a device has or is refused. */
  public DeviceOptions withEngine(String value) {
    return new DeviceOptions(precision, value);
  }
}
