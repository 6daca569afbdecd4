package org.limpid.denoise.cli;

import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Image;
import org.limpid.denoise.StackAxis;
import picocli.CommandLine.Option;

/** What the planes of a stack are, where the file does not say or says it wrongly. */
final class Axes {
  @Option(
      names = "--axes",
      paramLabel = "A",
      description =
          "What the planes of a stack are: time (each an image of its own), depth (slices of one"
              + " volume) or channels. The result's axes are those of the file all the same."
              + " Default: as the file says.")
  private @Nullable String axes;

  /** Sees an image's planes as was asked for; nothing is read for that. */
  Image apply(Image image) {
    if (axes == null) {
      return image;
    }
    StackAxis axis = axis();
    if (axis == StackAxis.CHANNELS && image.channels() > 1) {
      throw new UserException(
          "--axes channels: the image is "
              + image
              + ", and its planes have channels already. Leave --axes out.");
    }
    int planes = image.frames() * image.depth();
    return switch (axis) {
      case TIME -> image.withPlanes(planes, 1);
      case DEPTH -> image.withPlanes(1, planes);
      case CHANNELS -> image.withStackAs(axis);
    };
  }

  /**
   * The planes as they were.
   *
   * @param original what {@link #apply} was given
   * @param result what came of what it gave, of the same size
   */
  Image restore(Image original, Image result) {
    if (axes == null) {
      return result;
    }
    Image planes = axis() == StackAxis.CHANNELS ? result.withStackAs(StackAxis.DEPTH) : result;
    return planes.withPlanes(original.frames(), original.depth());
  }

  @Override
  public String toString() {
    return axes == null ? "axes as the file says" : "axes " + axes;
  }

  private StackAxis axis() {
    return Choice.of("--axes", String.valueOf(axes), StackAxis.class);
  }
}
