package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.metric.Quality;
import org.limpid.denoise.report.BeforeAfter;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.weights.AtomicFile;
import org.limpid.tensor.Device;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code limpid demo}: the main job on an image that is made on the spot, so its truth is known.
 */
@Command(
    name = "demo",
    sortOptions = false,
    description = {
      "Makes up a noisy microscope image, denoises it, and shows how close the result is to the"
          + " truth. Takes less than two minutes.",
      ""
    },
    footer = {"", "Examples:", "  limpid demo", "  limpid demo --output somewhere --seed 7"})
final class DemoCommand implements Callable<Integer> {
  private static final int SIDE = 256;
  private static final double RANGE = 255; // of 8-bit images
  private static final int STEPS = 1000;
  private static final Duration LONGEST = Duration.ofSeconds(80);

  private final Terminal terminal;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "limpid-demo",
      description = "Folder for the results. Default: ${DEFAULT-VALUE}.")
  private Path folder = Path.of("");

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps to train. Default: " + STEPS + ", but at most 80 seconds.")
  private @Nullable Integer steps;

  @Mixin private ComputeOptions compute = new ComputeOptions();
  @Mixin private TalkOptions talk = new TalkOptions();
  @Mixin private OutputOptions result = new OutputOptions();

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (steps != null && steps < 1) {
      throw new UserException("--steps " + steps + " (expected: 1 or more).");
    }
    try (Device device = compute.open();
        Interruption interruption =
            Interruption.listen(
                terminal, "ending early, the result follows; Ctrl-C again stops at once")) {
      Targets.makeFolder(folder);
      Image truth = truth();
      truth.write(folder.resolve("truth.png"));
      noisy(truth).write(folder.resolve("noisy.png"));
      Denoising denoising =
          Denoising.by(
              new Training(
                  terminal,
                  talk,
                  new Noise2VoidMethod(new BlindSpotArguments()),
                  options(device),
                  longest(),
                  interruption,
                  null),
              new Axes());
      Denoising.Result run =
          denoising.file(folder.resolve("noisy.png"), folder.resolve("denoised.png"), "training");
      show(run, device);
    }
    return 0;
  }

  private void show(Denoising.Result run, Device device) throws IOException {
    // What is in the files is compared, so that 'limpid evaluate' finds the same.
    Image truth = Image.read(folder.resolve("truth.png"));
    Image noisy = Image.read(run.input());
    Image denoised = Image.read(run.output());
    Quality before = Quality.of(truth, noisy, RANGE, false);
    Quality after = Quality.of(truth, denoised, RANGE, false);
    AtomicFile.write(
        folder.resolve("before-after.png"),
        out -> ImageIO.write(BeforeAfter.of(noisy, denoised), "png", out));
    RunReport.Truth known = new RunReport.Truth(truth, before, after);
    RunReport.write(run, device, compute, Optional.of(known), folder.resolve("report.html"));
    terminal.out().println(result.json ? json(run, before, after) : text(run, before, after));
  }

  /**
   * Threads such as those of a cell's skeleton, so bright that noise is hardly ever cut at zero.
   */
  private Image truth() {
    Image light = Specimen.FILAMENTS.image(SIDE, SIDE, compute.seed);
    float[] samples = light.samples();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Math.round(0.55f * samples[i] + 40);
    }
    return light.withSamples(samples).withType(SampleType.UINT8);
  }

  private Image noisy(Image truth) {
    return Noise.poissonGaussian(4, 12).apply(truth, compute.seed);
  }

  private TrainingOptions options(Device device) {
    return TrainingOptions.DEFAULT
        .withBudget(Budget.steps(steps == null ? STEPS : steps))
        .withDevice(device)
        .withSeed(compute.seed);
  }

  /** Where the default number of steps takes too long; until then the result is that of all. */
  private Duration longest() {
    return steps == null ? LONGEST : TrainingArguments.FOREVER;
  }

  private JsonLine json(Denoising.Result run, Quality before, Quality after) {
    return new JsonLine()
        .put("psnrBefore", before.psnr())
        .put("psnrAfter", after.psnr())
        .put("ssimBefore", before.ssim())
        .put("ssimAfter", after.ssim())
        .put("steps", run.denoiser().history().steps())
        .put("seconds", run.seconds())
        .put("output", folder);
  }

  private String text(Denoising.Result run, Quality before, Quality after) {
    return String.format(
        Locale.ROOT,
        "PSNR %.2f dB before, %.2f dB after (SSIM %.3f and %.3f)%n"
            + "%s, %,d steps, %.1f seconds%n"
            + "Before and after:    %s%n"
            + "Open in a browser:   %s",
        before.psnr(),
        after.psnr(),
        before.ssim(),
        after.ssim(),
        run.method(),
        run.denoiser().history().steps(),
        run.seconds(),
        folder.resolve("before-after.png"),
        folder.resolve("report.html"));
  }
}
