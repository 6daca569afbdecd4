package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.tensor.Device;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code limpid train}: learns from images and keeps the model. */
@Command(
    name = "train",
    sortOptions = false,
    description = {
      "Learns from noisy images and writes a model for 'limpid predict'.",
      "",
      "Ctrl-C ends the learning early and writes the model; a second one stops at once.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  limpid train --method noise2void --input folder/ --model cells.safetensors",
      "  limpid train --input a.tif b.tif --model ab.safetensors --budget 10m --patch 128",
      "  limpid train --input folder/ --model cells.safetensors --resume    after a crash",
      "  limpid train --method noise2noise --input first/ --target second/ --model m.safetensors",
      "  limpid train --method noise2noise --input movie.tif --pairs adjacent --model"
          + " m.safetensors",
      "  limpid train --method supervised --input noisy/ --target clean/ --model m.safetensors",
      "  limpid train --method nes --input images/ --clutter clutter/ --model m.safetensors"
    })
final class TrainCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      required = true,
      arity = "1..*",
      description =
          "Noisy images, folders of them, or patterns in quotes such as 'a*.tif'; all with the"
              + " same channels.")
  private List<Path> inputs = List.of();

  @Option(
      names = "--model",
      paramLabel = "FILE",
      required = true,
      description = "Model to write, usually .safetensors; replaced if it exists.")
  private Path model = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "MODEL",
      description =
          "Go on from this model, with its network, scale, method (unless --method says another)"
              + " and the rate it ended with, instead of new weights; --steps and all else as"
              + " given.")
  private @Nullable Path from;

  @Mixin private Axes axes = new Axes();
  @Mixin private TrainingArguments training = new TrainingArguments();
  @Mixin private CheckpointArguments checkpoint = new CheckpointArguments();
  @Mixin private LearningArguments learning = new LearningArguments();
  @Mixin private NetworkArguments network = new NetworkArguments();
  @Mixin private ComputeOptions compute = new ComputeOptions();
  @Mixin private TalkOptions talk = new TalkOptions();
  @Mixin private OutputOptions result = new OutputOptions();

  private final Methods methods = Methods.toTrain();

  TrainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command, with the options of the methods. */
  static CommandLine line(Terminal terminal) {
    TrainCommand command = new TrainCommand(terminal);
    CommandLine line = new CommandLine(command);
    command.methods.addTo(line.getCommandSpec());
    return line;
  }

  @Override
  public Integer call() throws IOException {
    Method method = methods.chosen(from == null ? null : Denoiser.load(from));
    method.checkLength("train", training.isAnyGiven() || checkpoint.isAnyGiven());
    try (Device device = compute.open();
        Interruption interruption =
            Interruption.listen(
                terminal, "ending early, the model follows; Ctrl-C again stops at once")) {
      Targets.checkFile(model);
      TrainingOptions given =
          compute.within(training.options(method.defaults(), device, compute.seed));
      if (from != null) {
        given = Denoiser.load(from, device).continuing(given);
      }
      TrainingOptions options =
          checkpoint.applyBeside(model, learning.applyTo(network.applyTo(given)));
      KeptModels.check(model, options.keepBest());
      Training learner =
          new Training(
              terminal,
              talk,
              method,
              options,
              training.longest(),
              interruption,
              training.preview());
      Inputs images = Inputs.read(inputs, axes, learner.results(model));
      Training.Outcome outcome = learner.run(images, "training");
      outcome.denoiser().save(model);
      int kept = KeptModels.save(outcome.denoiser(), model);
      CheckpointArguments.removeAfter(outcome.end(), options);
      terminal.out().println(describe(outcome, method, device, kept));
    }
    return 0;
  }

  private Object describe(Training.Outcome outcome, Method method, Device device, int kept) {
    if (result.json) {
      return new JsonLine()
          .put("model", model)
          .put("method", method.name())
          .put("steps", outcome.end().steps())
          .put("seconds", outcome.end().seconds())
          .put("loss", outcome.end().loss())
          .put("device", device.name())
          .put("kept", kept);
    }
    return String.format(
        Locale.ROOT,
        "%s: %s, %s, %s in all%s",
        model,
        method.name(),
        ModelInfo.learned(outcome.end().steps(), outcome.end().loss()),
        Progress.clock(outcome.end().seconds()),
        kept == 0 ? "" : ", " + kept + " more models kept beside it");
  }
}
