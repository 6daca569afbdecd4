package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.training.Checkpoints;
import org.limpid.denoise.training.TrainingListener.End;
import org.limpid.denoise.training.TrainingListener.Reason;
import org.limpid.denoise.training.TrainingOptions;
import picocli.CommandLine.Option;

/** Where the state of a training is kept, and whether to go on from it. */
final class CheckpointArguments {

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "Keep the state of training in this file, to go on after a crash. Removed once all is"
              + " done. 'limpid train' does so by itself, beside the model.")
  private @Nullable Path file;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "How often it is written. Default: 1m.")
  private @Nullable Duration interval;

  @Option(
      names = "--resume",
      description =
          "Go on from that file: with --steps the result is, bit for bit, that of a training that"
              + " was never broken off. Starts at the beginning if there is none.")
  private boolean resume;

  /** Whether anything was said that a trained model has no use for. */
  boolean isAnyGiven() {
    return file != null || interval != null || resume;
  }

  /** Adds checkpoints to options, in the file that was asked for. */
  TrainingOptions applyTo(TrainingOptions options) throws IOException {
    if (file == null && isAnyGiven()) {
      throw new UserException(
          (resume ? "--resume" : "--checkpoint-every")
              + ": of which file? Say it with --checkpoint FILE.");
    }
    return file == null ? options : applyTo(options, file);
  }

  /** The same, with a file beside the model if none was asked for. */
  TrainingOptions applyBeside(Path model, TrainingOptions options) throws IOException {
    return applyTo(
        options, file == null ? model.resolveSibling(model.getFileName() + ".checkpoint") : file);
  }

  private TrainingOptions applyTo(TrainingOptions options, Path path) throws IOException {
    Targets.checkFile(path);
    Checkpoints checkpoints = Checkpoints.in(path);
    if (interval != null) {
      checkpoints = checkpoints.withInterval(interval);
    }
    return options.withCheckpoints(resume ? checkpoints.resuming() : checkpoints);
  }

  /** Removes the file if training came to its end: its result is written. */
  static void removeAfter(End end, TrainingOptions options) throws IOException {
    Checkpoints checkpoints = options.checkpoints();
    if (checkpoints != null && end.reason() != Reason.STOPPED) {
      Files.deleteIfExists(checkpoints.file());
    }
  }
}
