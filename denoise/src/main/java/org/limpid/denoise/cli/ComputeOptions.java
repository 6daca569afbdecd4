package org.limpid.denoise.cli;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.DeviceOptions;
import org.limpid.backend.Precision;
import org.limpid.denoise.predict.PredictionOptions;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.tensor.Device;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command computes. */
final class ComputeOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--device",
      paramLabel = "D",
      defaultValue = "auto",
      description = "auto (the first usable GPU, otherwise the processor), cpu, or like cuda:0.")
  String device = "auto";

  @Option(
      names = "--precision",
      paramLabel = "P",
      description =
          "How convolutions multiply on a GPU: float32 (exact), tf32 (10 bits of fraction) or"
              + " bfloat16 (7 bits). Default: tf32 where the GPU has it. The processor has float32"
              + " only.")
  private @Nullable String precision;

  @Option(
      names = "--engine",
      paramLabel = "E",
      defaultValue = "auto",
      description =
          "Whose kernels compute on a GPU: auto (the fastest, timed at the first use of a shape),"
              + " own (Limpid's: the same bits in every run), cudnn or cublas. Default:"
              + " ${DEFAULT-VALUE}.")
  private String engine = "auto";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads of the processor. Default: one for each core. Any number gives the"
              + " same result.")
  private @Nullable Integer threads;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description =
          "Most memory for the network at work, such as 500m or 2g: smaller tiles, and batches in"
              + " parts. Images come on top. Default: 512m for tiles, any for batches.")
  private @Nullable Long memory;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description =
          "Chooses the random numbers: the same seed and steps give the same result."
              + " Default: ${DEFAULT-VALUE}.")
  long seed;

  /** Keeps training to the memory that was given, if any was. */
  TrainingOptions within(TrainingOptions options) {
    return memory == null ? options : options.withMemoryBytes(memory);
  }

  /** How a network is applied: in the memory that was given, if any was. */
  PredictionOptions toApply() {
    PredictionOptions usual = PredictionOptions.DEFAULT;
    return memory == null ? usual : usual.withMemoryBytes(memory);
  }

  /** What was typed, for a POSIX shell. */
  String commandLine() {
    return spec == null
        ? "limpid"
        : spec.root().commandLine().getParseResult().originalArgs().stream()
            .map(RunReport::quoted)
            .collect(Collectors.joining(" ", "limpid ", ""));
  }

  /** Opens the device; the caller closes it. */
  Device open() {
    Device chosen = chosen();
    return threads != null && chosen.name().equals("cpu") ? Device.cpu(threads) : chosen;
  }

  /** Opens the device to apply a model to images; the caller closes it. */
  Device openToApply(Path model, Paths paths) {
    if (!paths.isOneFile() || !LittleWork.is(model, paths.inputs().get(0))) {
      return open();
    }
    Device chosen = chosen();
    return chosen.name().equals("cpu")
        ? Device.cpuForLittleWork(threads == null ? Machine.cores() : threads)
        : chosen;
  }

  private Device chosen() {
    if (threads != null && threads < 1) {
      throw new UserException("--threads " + threads + " (expected: 1 or more).");
    }
    return device.equals("auto")
        ? Device.best(options(), this::warn)
        : Device.of(device, options());
  }

  private void warn(String message) {
    if (spec != null) {
      spec.commandLine().getErr().println("limpid: " + message + ".");
    }
  }

  private DeviceOptions options() {
    DeviceOptions options = DeviceOptions.DEFAULT.withEngine(engine);
    if (precision == null) {
      return options;
    }
    try {
      return options.withPrecision(Precision.named(precision));
    } catch (IllegalArgumentException e) {
      throw new UserException("--" + e.getMessage() + ".");
    }
  }
}
