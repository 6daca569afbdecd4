package org.limpid.denoise.cli;

import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Image;
import picocli.CommandLine.Option;

/** What the planes of a stack are, where the file does not say or says it wrongly. */
final class Axes {
  /** Kinds of planes. */
  enum Meaning {
    /** Each plane stands for itself; what is known of one time helps no other. */
    TIME,
    /** Slices of one volume. */
    DEPTH,
    /** Channels of one plane. */
    CHANNELS
  }

  @Option(
      names = "--axes",
      paramLabel = "A",
      description =
          "What the planes of a stack are: time (each an image of its own), depth (slices of one"
              + " volume) or channels. The result's axes are those of the file all the same."
              + " Default: as the file says.")
  private @Nullable String axes;

  /** Sees an image's planes as was asked for. */
  Image apply(Image image) {
    if (axes == null) {
      return image;
    }
    int planes = image.frames() * image.depth();
    return switch (meaning()) {
      case TIME -> image.withPlanes(planes, 1);
      case DEPTH -> image.withPlanes(1, planes);
      case CHANNELS -> asChannels(image, planes);
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
    if (meaning() != Meaning.CHANNELS) {
      return result.withPlanes(original.frames(), original.depth());
    }
    int planes = result.channels();
    int pixels = original.height() * original.width();
    float[] mixed = result.samples();
    float[] apart = new float[mixed.length];
    for (int plane = 0; plane < planes; plane++) {
      for (int p = 0; p < pixels; p++) {
        apart[plane * pixels + p] = mixed[p * planes + plane];
      }
    }
    return original.withSamples(apart);
  }

  private Meaning meaning() {
    return Choice.of("--axes", String.valueOf(axes), Meaning.class);
  }

  private static Image asChannels(Image image, int planes) {
    if (image.channels() != 1) {
      throw new UserException(
          "--axes channels: the image is "
              + image
              + ", and its planes have channels already. Leave --axes out.");
    }
    int pixels = image.height() * image.width();
    float[] apart = image.samples();
    float[] mixed = new float[apart.length];
    for (int plane = 0; plane < planes; plane++) {
      for (int p = 0; p < pixels; p++) {
        mixed[p * planes + plane] = apart[plane * pixels + p];
      }
    }
    return Image.wrap(mixed, 1, 1, image.height(), image.width(), planes).withType(image.type());
  }
}
