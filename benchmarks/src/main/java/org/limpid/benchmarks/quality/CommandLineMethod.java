package org.limpid.benchmarks.quality;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.limpid.benchmarks.quality.data.TestImage;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;

/**
 * {@code limpid denoise} with the options it was given, a new process for each image. Images go in
 * and come out as 32-bit TIFF, so that a result is not rounded.
 */
final class CommandLineMethod implements Method {

  private final String label;
  private final List<String> options;

  /**
   * A call of the command line.
   *
   * @param options of {@code denoise}
   */
  CommandLineMethod(String label, List<String> options) {
    this.label = label;
    this.options = List.copyOf(options);
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public Outcome run(TestImage image) throws IOException {
    try (Workplace folder = new Workplace()) {
      Path input = folder.path("noisy.tif");
      Path output = folder.path("result.tif");
      image.noisy().withType(SampleType.FLOAT32).write(input);
      List<String> arguments = new ArrayList<>(List.of("denoise", "--quiet"));
      arguments.addAll(options);
      arguments.addAll(List.of(input.toString(), output.toString()));
      LimpidProcess.Ended ended = LimpidProcess.run(arguments);
      return new Outcome(
          Image.read(output),
          ended.seconds(),
          ended.processorSeconds(),
          ended.said().get("steps") + " steps");
    }
  }
}
