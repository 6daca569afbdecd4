package org.limpid.benchmarks.quality;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.limpid.benchmarks.quality.data.DataSet;
import org.limpid.benchmarks.quality.data.Entry;
import org.limpid.benchmarks.quality.data.TestImage;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.synthetic.Noise;

/**
 * Lets {@code limpid train} learn from the noisy images of a set, before images of another set are
 * measured. Clean images are shown to no method but {@code supervised}; {@code noise2noise} is
 * shown second shots.
 *
 * @param set to learn from
 * @param folder where the image sets lie
 * @param limit most images to take
 */
record Schooling(DataSet set, Path folder, int limit) {

  /** Seeds of second shots begin here, far from those of the images. */
  private static final long SECOND_SHOTS = 1_000_000;

  /**
   * Learns.
   *
   * @param method of {@code limpid train}
   * @param options of {@code limpid train}
   * @param model file to write
   * @throws IOException if it fails
   */
  LimpidProcess.Ended learn(String method, List<String> options, Path model) throws IOException {
    try (Workplace workplace = new Workplace()) {
      Path inputs = workplace.path("inputs");
      Path targets = workplace.path("targets");
      boolean hasTargets = method.equals("noise2noise") || method.equals("supervised");
      List<Entry> entries = set.entries().stream().limit(limit).toList();
      for (int i = 0; i < entries.size(); i++) {
        TestImage image = entries.get(i).source().read(folder);
        String name = entries.get(i).name() + ".tif";
        write(image.noisy(), inputs, name);
        if (hasTargets) {
          boolean isClean = method.equals("supervised");
          write(isClean ? image.clean() : secondShot(image, i + 1), targets, name);
        }
      }
      List<String> arguments =
          new ArrayList<>(List.of("train", "--method", method, "--input", inputs.toString()));
      if (hasTargets) {
        arguments.addAll(List.of("--target", targets.toString()));
      }
      arguments.addAll(List.of("--model", model.toString()));
      arguments.addAll(options);
      return LimpidProcess.run(arguments);
    }
  }

  private Image secondShot(TestImage image, int number) {
    double sigma =
        set.sigma()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--learn "
                            + set.name()
                            + ": has no second shots (expected: a set of added"
                            + " noise). Let another method learn from it."));
    return Noise.gaussian(sigma).apply(image.clean(), SECOND_SHOTS + number);
  }

  private static void write(Image image, Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    image.withType(SampleType.FLOAT32).write(folder.resolve(name));
  }
}
