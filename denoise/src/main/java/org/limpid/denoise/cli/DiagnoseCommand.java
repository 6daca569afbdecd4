package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.limpid.denoise.diagnosis.Diagnosis;
import org.limpid.denoise.io.ImageInfo;
import org.limpid.denoise.io.Images;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code limpid diagnose}: what kind of noise images have, and what to do about it. */
@Command(
    name = "diagnose",
    sortOptions = false,
    description = {
      "Says what noise an image has: how much, how it depends on brightness, whether neighbouring"
          + " pixels share it; what is cut off, rounded, compressed or resampled; and which method"
          + " to try first.",
      ""
    },
    footer = {
      "",
      "With --json a line a file: file, ok, noise, sigma, slope, offset, flatShare (each a list"
          + " with",
      "one entry a channel), pattern, alongRows and alongColumns (correlation at 1, 2, ..."
          + " pixels),",
      "certain, min, max, clippedShare, saturatedShare, step, bits, jpeg, period, verdict,"
          + " warnings,",
      "method, options; for a file that cannot be read file, ok (false) and error.",
      "",
      "Examples:",
      "  limpid diagnose cells.tif",
      "  limpid diagnose --json folder/"
    })
final class DiagnoseCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Images, folders of them, or patterns in quotes such as 'a*.tif'.")
  private List<Path> paths = List.of();

  @Mixin private OutputOptions output = new OutputOptions();

  DiagnoseCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    int refused = 0;
    for (Path file : Paths.files(paths)) {
      try {
        terminal.out().println(describe(file));
      } catch (IOException e) {
        refused++;
        String message = Failures.message(e);
        if (output.json) {
          terminal
              .out()
              .println(new JsonLine().put("file", file).put("ok", false).put("error", message));
        } else {
          terminal.err().println("limpid: " + message);
        }
      }
    }
    return refused == 0 ? 0 : Failures.USER;
  }

  private String describe(Path file) throws IOException {
    ImageInfo info = Images.info(file);
    Diagnosis diagnosis = Diagnosis.of(Images.read(file));
    DiagnosisText text = new DiagnosisText(file, info, diagnosis);
    return output.json ? text.json() : text.words();
  }
}
