package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Image;
import org.limpid.denoise.NeuralEggSeparationOptions;
import org.limpid.denoise.NeuralEggSeparationOptions.Start;
import picocli.CommandLine.Option;

/** What clutter looks like, and how often to learn from what was learned. */
final class ClutterArguments {

  @Option(
      names = "--clutter",
      paramLabel = "PATH",
      arity = "1..*",
      description = "Images of clutter alone on a background of 0, or folders of them.")
  private List<Path> clutter = List.of();

  @Option(
      names = "--start",
      paramLabel = "S",
      description =
          "What is learned from first: one-shot (the inputs with more clutter), or half (half of"
              + " each input). Default: one-shot.")
  private @Nullable String start;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "How often what was learned is learned from again, 0 for one-shot alone. Steps and time"
              + " are divided among the start and the rounds. Default: 3.")
  private @Nullable Integer rounds;

  boolean isGiven() {
    return !clutter.isEmpty();
  }

  /** Seen as the inputs are. */
  List<Image> images(Inputs inputs) throws IOException {
    List<Image> images = new ArrayList<>();
    for (Path file : Paths.files(clutter)) {
      images.add(inputs.partner(file));
    }
    return images;
  }

  NeuralEggSeparationOptions applyTo(NeuralEggSeparationOptions options) {
    Start first = start == null ? options.start() : Choice.of("--start", start, Start.class);
    try {
      return new NeuralEggSeparationOptions(
          first, rounds == null ? options.rounds() : rounds, options.loss());
    } catch (IllegalArgumentException e) {
      throw new UserException("--rounds: " + e.getMessage(), e);
    }
  }
}
