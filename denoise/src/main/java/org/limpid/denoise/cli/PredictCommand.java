package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.limpid.denoise.Denoiser;
import org.limpid.tensor.Device;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code limpid predict}: denoises with a model that was trained before. */
@Command(
    name = "predict",
    sortOptions = false,
    description = "Removes noise with a model that 'limpid train' made.",
    footer = {
      "",
      "Examples:",
      "  limpid predict --model cells.safetensors noisy.tif clean.tif",
      "  limpid predict --model cells.safetensors folder/ results/ --json"
    })
final class PredictCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--model", paramLabel = "FILE", required = true, description = "Model to use.")
  private Path model = Path.of("");

  @Parameters(index = "0", paramLabel = "IN", description = "Noisy image, or a folder of them.")
  private Path input = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "Result (.tif or .png), or a folder if IN is one.")
  private Path output = Path.of("");

  @Mixin private ComputeOptions compute = new ComputeOptions();
  @Mixin private TalkOptions talk = new TalkOptions();
  @Mixin private OutputOptions result = new OutputOptions();

  PredictCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    try (Device device = compute.openToApply(model, input);
        Interruption interruption = Interruption.off()) {
      Denoising denoising = Denoising.with(Denoiser.load(model, device), terminal, talk);
      Batch batch = new Batch(terminal, denoising, device, interruption, result.json);
      return Files.isDirectory(input)
          ? batch.folder(input, output)
          : batch.single(input, output, null, compute);
    }
  }
}
