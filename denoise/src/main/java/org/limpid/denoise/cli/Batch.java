package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.io.Images;
import org.limpid.tensor.Device;

/** Denoises what IN stands for, one image or a folder of them, and says what came of it. */
final class Batch {
  private final Terminal terminal;
  private final Denoising denoising;
  private final Device device;
  private final Interruption interruption;
  private final boolean json;

  Batch(
      Terminal terminal,
      Denoising denoising,
      Device device,
      Interruption interruption,
      boolean json) {
    this.terminal = terminal;
    this.denoising = denoising;
    this.device = device;
    this.interruption = interruption;
    this.json = json;
  }

  /**
   * Denoises one image.
   *
   * @param report where a page about it goes; null for none
   */
  int single(Path input, Path output, @Nullable Path report, ComputeOptions compute)
      throws IOException {
    if (report != null) {
      Targets.checkFile(report);
      if (report.toAbsolutePath().normalize().equals(output.toAbsolutePath().normalize())) {
        throw new UserException(report + ": is OUT itself. Give the report another name.");
      }
      Targets.checkOther(input, report);
      checkShowable(input);
    }
    Denoising.Result result = denoising.file(input, output, String.valueOf(input.getFileName()));
    if (report != null) {
      RunReport.write(result, device, compute, report);
    }
    terminal.out().println(success(result));
    return 0;
  }

  /** A page is made of whole images, so those that go through piece by piece cannot have one. */
  private void checkShowable(Path input) throws IOException {
    if (denoising.streams(input)) {
      throw new UserException(
          input
              + ": is too large for --report with the memory Java has ("
              + Machine.heapBytes() / (1 << 20)
              + " MiB). Leave --report out, or give it more by LIMPID_JAVA_OPTS=-Xmx8g.");
    }
  }

  /**
   * Denoises the images that are meant; one that fails does not stop the others.
   *
   * @param key what results depend on beside images, to go on where such work was broken off; null
   *     to do everything
   */
  int several(List<Path> inputs, Path output, @Nullable String key) throws IOException {
    List<Path> files = Paths.files(inputs);
    if (Images.supports(output) && !Files.isDirectory(output)) {
      throw new UserException(
          output
              + ": is named like an image, but the results of several go into a folder. Name one.");
    }
    checkNames(files, output);
    Targets.makeFolder(output);
    for (Path input : inputs) {
      if (Files.isDirectory(input)) {
        Targets.checkOther(input, output);
      }
    }
    FinishedFiles finished = key == null ? null : FinishedFiles.in(output, key);
    int failed = 0;
    int before = 0;
    long start = System.nanoTime();
    Table table = new Table();
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i);
      Path result = output.resolve(nameFor(file));
      try {
        if (finished != null && finished.contains(file, result)) {
          before++;
          addDoneBefore(table, file, result);
          continue;
        }
        if (interruption.isAsked()) {
          throw new UserException(file + ": not begun, because of Ctrl-C.");
        }
        String label = "[" + (i + 1) + "/" + files.size() + "] " + file.getFileName();
        String state = FinishedFiles.state(file);
        add(table, denoising.file(file, result, label));
        if (finished != null) {
          finished.add(file, state, result);
        }
      } catch (IOException | RuntimeException e) {
        if (!Failures.isTheUsers(e)) {
          throw e;
        }
        failed++;
        addFailure(table, file, Failures.message(e));
      }
    }
    if (finished != null && failed == 0) {
      finished.delete();
    }
    terminal.out().print(table);
    if (!json) {
      double seconds = (System.nanoTime() - start) * 1e-9;
      terminal
          .out()
          .printf(
              "%d denoised, %s%d failed, %s in all%n",
              files.size() - failed - before,
              before > 0 ? before + " done before, " : "",
              failed,
              Progress.clock(seconds));
    }
    return failed == 0 ? 0 : Failures.USER;
  }

  /** Refuses files whose results would replace each other. */
  private static void checkNames(List<Path> files, Path output) {
    Map<String, Path> taken = new HashMap<>();
    for (Path file : files) {
      Path other = taken.put(nameFor(file), file);
      if (other != null) {
        throw new UserException(
            file
                + " and "
                + other
                + " would both become "
                + output.resolve(nameFor(file))
                + ". Denoise them into folders of their own.");
      }
    }
  }

  private void add(Table table, Denoising.Result result) {
    if (json) {
      table.addLine(success(result));
      return;
    }
    List<String> how =
        result.training().isPresent()
            ? List.of(ModelInfo.learned(result.denoiser()).split(", "))
            : List.of("trained before");
    table.add(
        String.valueOf(result.input().getFileName()),
        result.method(),
        how.get(0),
        how.size() > 1 ? how.get(1) : "",
        Progress.clock(result.seconds()),
        result.output().toString());
  }

  private void addDoneBefore(Table table, Path file, Path output) {
    if (json) {
      table.addLine(
          new JsonLine()
              .put("input", file)
              .put("ok", true)
              .put("output", output)
              .put("skipped", true)
              .toString());
    } else {
      table.add(
          String.valueOf(file.getFileName()), "done before", "", "", "", String.valueOf(output));
    }
  }

  private void addFailure(Table table, Path file, String message) {
    if (json) {
      table.addLine(
          new JsonLine().put("input", file).put("ok", false).put("error", message).toString());
    } else {
      terminal.err().println("limpid: " + message);
      table.add(String.valueOf(file.getFileName()), "failed");
    }
  }

  /** Formats that are only read get a suffix that can be written. */
  private static String nameFor(Path file) {
    String name = String.valueOf(file.getFileName());
    boolean picture = name.toLowerCase(Locale.ROOT).matches(".*\\.(jpe?g|bmp)");
    return Images.writes(file) ? name : name + (picture ? ".png" : ".tif");
  }

  private String success(Denoising.Result result) {
    if (json) {
      return new JsonLine()
          .put("input", result.input())
          .put("ok", true)
          .put("output", result.output())
          .put("method", result.method())
          .put("steps", result.denoiser().history().steps())
          .put("seconds", result.seconds())
          .put("loss", ModelInfo.loss(result.denoiser()))
          .put("device", device.name())
          .toString();
    }
    String how =
        result.training().isEmpty() ? "trained before" : ModelInfo.learned(result.denoiser());
    return result.output()
        + ": "
        + result.method()
        + ", "
        + how
        + ", "
        + Progress.clock(result.seconds())
        + " in all";
  }
}
