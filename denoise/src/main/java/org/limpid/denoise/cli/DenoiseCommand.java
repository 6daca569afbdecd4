package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Denoiser;
import org.limpid.tensor.Device;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code limpid denoise}: learns from an image and removes its noise. */
@Command(
    name = "denoise",
    sortOptions = false,
    description = {
      "Removes noise from an image, or from each of several.",
      "",
      "Without --model it learns from the image itself, no clean example is needed. Ctrl-C ends the"
          + " learning early and writes what it gives so far; a second one stops at once. 512 x 512"
          + " pixels take one to two minutes on 2 cores.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  limpid denoise noisy.tif clean.tif",
      "  limpid denoise noisy.tif clean.tif --budget 5m --report clean.html",
      "  limpid denoise folder/ results/ --steps 1000",
      "  limpid denoise day1/*.tif day2/*.tif results/",
      "  limpid denoise stack.tif clean.tif --axes time",
      "  limpid denoise movie.tif clean.tif --method noise2noise --pairs even-odd",
      "  limpid denoise noisy.tif clean.tif --model cells.safetensors"
    })
final class DenoiseCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private Paths paths = new Paths();
  @Mixin private Axes axes = new Axes();

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "Use this model, made by 'limpid train', instead of learning.")
  private @Nullable Path model;

  @Mixin private TrainingArguments training = new TrainingArguments();
  @Mixin private CheckpointArguments checkpoint = new CheckpointArguments();
  @Mixin private AveragingOptions averaging = new AveragingOptions();
  @Mixin private ComputeOptions compute = new ComputeOptions();

  @Option(
      names = "--report",
      paramLabel = "R.html",
      description = "Write a page with before and after, the loss and all settings.")
  private @Nullable Path report;

  @Mixin private TalkOptions talk = new TalkOptions();
  @Mixin private OutputOptions result = new OutputOptions();

  private final Methods methods = Methods.toDenoise();

  DenoiseCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command, with the options of the methods. */
  static CommandLine line(Terminal terminal) {
    DenoiseCommand command = new DenoiseCommand(terminal);
    CommandLine line = new CommandLine(command);
    command.methods.addTo(line.getCommandSpec());
    return line;
  }

  @Override
  public Integer call() throws IOException {
    paths.check();
    if (model != null
        && (training.isAnyGiven() || checkpoint.isAnyGiven() || methods.isAnyGiven())) {
      throw new UserException(
          "denoise: --model is trained already, so --steps, --budget, --checkpoint, --method and"
              + " its options mean nothing. Leave them out, or leave out --model.");
    }
    if (report != null && !paths.isOneFile()) {
      throw new UserException(
          "denoise: --report shows one image, but IN stands for several. Leave it out.");
    }
    if (checkpoint.isAnyGiven() && !paths.isOneFile()) {
      throw new UserException(
          "denoise: --checkpoint keeps one training, but IN stands for several images, each of"
              + " which is trained on by itself. Leave it out.");
    }
    averaging.orientations(); // refused before time is spent
    Method method = methods.chosen(null);
    method.checkLength("denoise", training.isAnyGiven() || checkpoint.isAnyGiven());
    try (Device device = model == null ? compute.open() : compute.openToApply(model, paths);
        Interruption interruption = model == null ? listen() : Interruption.off()) {
      Denoising denoising =
          model == null
              ? Denoising.by(
                  new Training(
                      terminal,
                      talk,
                      method,
                      checkpoint.applyTo(
                          compute.within(
                              training.options(method.defaults(), device, compute.seed))),
                      training.longest(),
                      interruption,
                      training.preview()),
                  axes)
              : Denoising.with(Denoiser.load(model, device), axes, terminal, talk);
      Batch batch =
          new Batch(
              terminal,
              denoising
                  .predicting(compute.toApply().withAveraging(averaging.orientations()))
                  .choosingAveraging(!averaging.isGiven()),
              device,
              interruption,
              result.json);
      return paths.isOneFile()
          ? batch.single(paths.inputs().get(0), paths.output(), report, compute)
          : batch.several(paths.inputs(), paths.output(), null);
    }
  }

  private Interruption listen() {
    return Interruption.listen(
        terminal, "ending early, the result follows; Ctrl-C again stops at once");
  }
}
