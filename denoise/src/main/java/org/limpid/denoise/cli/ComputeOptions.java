package org.limpid.denoise.cli;

import org.jspecify.annotations.Nullable;
import org.limpid.tensor.Device;
import picocli.CommandLine.Option;

/** Where a command computes. */
final class ComputeOptions {
  @Option(
      names = "--device",
      paramLabel = "D",
      defaultValue = "auto",
      description = "auto (the first usable GPU, otherwise the processor), cpu, or like cuda:0.")
  String device = "auto";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads of the processor. Default: one for each core. Any number gives the"
              + " same result.")
  private @Nullable Integer threads;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description =
          "Chooses the random numbers: the same seed and steps give the same result."
              + " Default: ${DEFAULT-VALUE}.")
  long seed;

  /** Opens the device; the caller closes it. */
  Device open() {
    if (threads != null && threads < 1) {
      throw new UserException("--threads " + threads + " (expected: 1 or more).");
    }
    Device chosen = device.equals("auto") ? Device.best() : Device.of(device);
    return threads != null && chosen.name().equals("cpu") ? Device.cpu(threads) : chosen;
  }
}
