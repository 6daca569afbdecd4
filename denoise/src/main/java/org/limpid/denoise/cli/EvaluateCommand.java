package org.limpid.denoise.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.metric.Quality;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code limpid evaluate}: how close a result is to a reference. */
@Command(
    name = "evaluate",
    sortOptions = false,
    description = "Compares a result with a reference: PSNR, SSIM, NRMSE.",
    footer = {
      "",
      "Examples:",
      "  limpid evaluate truth.tif denoised.tif",
      "  limpid evaluate truth.tif denoised.tif --range 255",
      "  limpid evaluate truth.tif denoised.tif --fit --json"
    })
final class EvaluateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "REFERENCE", description = "Image as it should be.")
  private Path reference = Path.of("");

  @Parameters(index = "1", paramLabel = "RESULT", description = "Image of the same size.")
  private Path result = Path.of("");

  @Option(
      names = "--range",
      paramLabel = "R",
      description =
          "Range of possible values, for PSNR and SSIM. Default: 255 if the reference is of type"
              + " uint8, otherwise its largest minus its smallest sample.")
  private @Nullable Double range;

  @Option(
      names = "--fit",
      description = "First fit gain and offset, and compare gain * result + offset.")
  private boolean fit;

  @Mixin private OutputOptions output = new OutputOptions();

  EvaluateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Image truth = Image.read(reference);
    Image tested = Image.read(result);
    double peak = range != null ? range : usualRange(truth);
    Quality quality;
    try {
      quality = Quality.of(truth, tested, peak, fit);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "evaluate: " + String.valueOf(e.getMessage()).replaceFirst("^Quality\\.of: ", ""), e);
    }
    terminal.out().println(output.json ? json(quality, peak) : table(quality, peak));
    return 0;
  }

  private double usualRange(Image truth) {
    double peak = truth.type() == SampleType.UINT8 ? 255 : Quality.rangeOf(truth);
    if (peak == 0) {
      throw new UserException(
          reference + ": all samples are equal, so it has no range. Give one with --range.");
    }
    return peak;
  }

  private static JsonLine json(Quality quality, double peak) {
    return new JsonLine()
        .put("psnr", quality.psnr())
        .put("ssim", quality.ssim())
        .put("nrmse", quality.nrmse())
        .put("gain", quality.gain())
        .put("offset", quality.offset())
        .put("range", peak);
  }

  private String table(Quality quality, double peak) {
    String lines =
        String.format(
            Locale.ROOT,
            "PSNR   %.3f dB%nSSIM   %.5f%nNRMSE  %.5f%n",
            quality.psnr(),
            quality.ssim(),
            quality.nrmse());
    if (fit) {
      lines +=
          String.format(
              Locale.ROOT, "gain   %.6g%noffset %.6g%n", quality.gain(), quality.offset());
    }
    return lines
        + "range  "
        + new BigDecimal(peak).round(new MathContext(7)).stripTrailingZeros().toPlainString();
  }
}
