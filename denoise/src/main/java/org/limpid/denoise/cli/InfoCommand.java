package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.limpid.denoise.Image;
import org.limpid.denoise.io.ImageInfo;
import org.limpid.denoise.io.Images;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code limpid info}: what is in image and model files. */
@Command(
    name = "info",
    sortOptions = false,
    description =
        "Says what is in images and models. Files are read to the end, so damage is found.",
    footer = {
      "",
      "With --json a line a file: file, ok, kind, width, height, pages, channels, bits,",
      "sampleFormat (uint, int or float), min, max; for a model method, network and training;",
      "for a file that cannot be read file, ok (false) and error.",
      "",
      "Examples:",
      "  limpid info cells.tif",
      "  limpid info --json folder/"
    })
final class InfoCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Images, models, folders of them, or patterns in quotes such as 'a*.tif'.")
  private List<Path> paths = List.of();

  @Mixin private OutputOptions output = new OutputOptions();

  InfoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    int refused = 0;
    for (Path file : files()) {
      try {
        terminal.out().println(harmless(String.valueOf(describe(file))));
      } catch (IOException e) {
        refused++;
        String message = Failures.message(e);
        if (output.json) {
          terminal
              .out()
              .println(new JsonLine().put("file", file).put("ok", false).put("error", message));
        } else {
          terminal.err().println("limpid: " + harmless(message));
        }
      }
    }
    return refused == 0 ? 0 : Failures.USER;
  }

  /** Names come from files and may be made to control a screen. */
  private static String harmless(String text) {
    return text.replaceAll("\\p{Cc}+", " ");
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        files.addAll(Folder.files(path));
      } else {
        files.addAll(Paths.files(List.of(path)));
      }
    }
    return files;
  }

  private Object describe(Path file) throws IOException {
    if (ModelInfo.isModel(file)) {
      return ModelInfo.describe(file, output.json);
    }
    ImageInfo info = Images.info(file);
    Image image = Images.read(file);
    float[] extremes = extremes(image);
    if (output.json) {
      return new JsonLine()
          .put("file", file)
          .put("ok", true)
          .put("kind", info.format().toLowerCase(Locale.ROOT))
          .put("width", info.width())
          .put("height", info.height())
          .put("pages", info.pages())
          .put("frames", info.frames())
          .put("depth", info.depth())
          .put("channels", info.channels())
          .put("alpha", info.alpha())
          .put("bits", info.bits())
          .put("sampleFormat", info.type().toString().replaceAll("\\d", ""))
          .put("min", extremes[0])
          .put("max", extremes[1]);
    }
    return file
        + ": "
        + info.format()
        + ", "
        + image
        + (info.alpha() ? " and opacity" : "")
        + (info.bits() == info.type().bits() ? "" : " of " + info.bits() + " bits")
        + ", "
        + number(extremes[0])
        + " to "
        + number(extremes[1]);
  }

  /** Smallest and largest sample that is a number; NaN if there is none. */
  private static float[] extremes(Image image) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int plane = 0; plane < image.frames() * image.depth(); plane++) {
      FloatBuffer samples = image.plane(plane / image.depth(), plane % image.depth());
      while (samples.hasRemaining()) {
        float sample = samples.get();
        if (!Float.isNaN(sample)) {
          min = Math.min(min, sample);
          max = Math.max(max, sample);
        }
      }
    }
    return min <= max ? new float[] {min, max} : new float[] {Float.NaN, Float.NaN};
  }

  private static String number(float value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9f
        ? Long.toString((long) value)
        : Float.toString(value);
  }
}
