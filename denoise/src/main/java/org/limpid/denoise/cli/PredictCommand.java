package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.limpid.denoise.Denoiser;
import org.limpid.tensor.Device;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code limpid predict}: denoises with a model that was trained before. */
@Command(
    name = "predict",
    sortOptions = false,
    description = "Removes noise with a model that 'limpid train' made.",
    footer = {
      "",
      "Examples:",
      "  limpid predict --model cells.safetensors noisy.tif clean.tif",
      "  limpid predict --model cells.safetensors folder/ results/ --json",
      "  limpid predict --model cells.safetensors slide.tif clean.tif --resume"
    })
final class PredictCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--model", paramLabel = "FILE", required = true, description = "Model to use.")
  private Path model = Path.of("");

  @Mixin private Paths paths = new Paths();
  @Mixin private Axes axes = new Axes();

  @Option(
      names = "--resume",
      description =
          "Keep what is done in OUT.unfinished, 4 bytes a sample, and go on from there if it was"
              + " broken off, even killed. Removed once OUT is complete. Of several images, those"
              + " done before are passed over if they, the model and their results are as they"
              + " were.")
  private boolean resume;

  @Mixin private AveragingOptions averaging = new AveragingOptions();
  @Mixin private ComputeOptions compute = new ComputeOptions();
  @Mixin private TalkOptions talk = new TalkOptions();
  @Mixin private OutputOptions result = new OutputOptions();

  PredictCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    paths.check();
    try (Device device = compute.openToApply(model, paths);
        Interruption interruption = Interruption.off()) {
      Denoising denoising =
          Denoising.with(Denoiser.load(model, device), axes, terminal, talk)
              .resuming(resume)
              .predicting(compute.toApply().withAveraging(averaging.orientations()));
      Batch batch = new Batch(terminal, denoising, device, interruption, result.json);
      return paths.isOneFile()
          ? batch.single(paths.inputs().get(0), paths.output(), null, compute)
          : batch.several(paths.inputs(), paths.output(), resume ? key() : null);
    }
  }

  /** What tells results apart beside the images they are of. */
  private String key() throws IOException {
    return model.toAbsolutePath().normalize() + ", " + FinishedFiles.state(model) + ", " + axes;
  }
}
