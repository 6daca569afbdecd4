package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.limpid.denoise.Image;
import org.limpid.denoise.ImagePair;
import picocli.CommandLine.Option;

/** The images that networks are to give. */
final class TargetArguments {

  @Option(
      names = "--target",
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "The other image of each pair, or folders of them: files of the same names as the"
              + " inputs. A single pair of files may have any names.")
  private List<Path> targets = List.of();

  boolean isGiven() {
    return !targets.isEmpty();
  }

  /** Pairs of inputs and targets, by name. */
  List<ImagePair> pairs(Inputs inputs) throws IOException {
    List<Path> partners = partners(inputs.files());
    List<ImagePair> pairs = new ArrayList<>();
    for (int i = 0; i < partners.size(); i++) {
      Image target = inputs.partner(partners.get(i));
      try {
        pairs.add(new ImagePair(inputs.images().get(i), seenAs(inputs.images().get(i), target)));
      } catch (IllegalArgumentException e) {
        throw new UserException(
            inputs.files().get(i) + " and " + partners.get(i) + ": " + e.getMessage(), e);
      }
    }
    return pairs;
  }

  /** Frames are as good as slices if there are as many. */
  private static Image seenAs(Image input, Image target) {
    boolean hasAsManyPlanes = input.frames() * input.depth() == target.frames() * target.depth();
    return hasAsManyPlanes ? target.withPlanes(input.frames(), input.depth()) : target;
  }

  private List<Path> partners(List<Path> inputs) throws IOException {
    List<Path> files = Paths.files(targets);
    if (inputs.size() == 1 && targets.size() == 1 && !Files.isDirectory(targets.get(0))) {
      return files;
    }
    try {
      return ImagePair.partners(inputs, files);
    } catch (IllegalArgumentException e) {
      throw new UserException("--target: " + e.getMessage(), e);
    }
  }
}
