package org.limpid.denoise.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.FramePairs;
import org.limpid.denoise.ImagePair;
import picocli.CommandLine.Option;

/** Where pairs of noisy images come from if they are not named, and how they are used. */
final class NoisyPairArguments {

  @Option(
      names = "--pairs",
      paramLabel = "P",
      description =
          "Take pairs from the frames (or slices) of each input: even-odd (0 and 1, 2 and 3, ...),"
              + " adjacent (0 and 1, 1 and 2, ...), or even-odd-mean (the means of both halves).")
  private @Nullable String pairs;

  @Option(
      names = "--one-way",
      description =
          "Learn from --input to --target only. Otherwise a coin decides for each patch, which"
              + " doubles what can be learned.")
  private boolean oneWay;

  boolean isGiven() {
    return pairs != null;
  }

  boolean isOneWay() {
    return oneWay;
  }

  List<ImagePair> pairs(Inputs inputs) {
    FramePairs chosen = Choice.of("--pairs", String.valueOf(pairs), FramePairs.class);
    List<ImagePair> found = new ArrayList<>();
    for (int i = 0; i < inputs.files().size(); i++) {
      Path file = inputs.files().get(i);
      try {
        found.addAll(chosen.of(inputs.images().get(i)));
      } catch (IllegalArgumentException e) {
        throw new UserException(file + ": --" + e.getMessage(), e);
      }
    }
    return found;
  }
}
