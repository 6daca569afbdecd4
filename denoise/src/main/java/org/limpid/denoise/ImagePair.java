package org.limpid.denoise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.limpid.denoise.io.Images;

/**
 * Two images of one scene, pixel upon pixel: two noisy shots, or a noisy one and a clean one.
 *
 * @param input what a network is shown
 * @param target what it should give; of the same frames, slices, rows, columns and channels
 */
public record ImagePair(Image input, Image target) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if they differ
   */
  public ImagePair {
    if (!input.hasSizeOf(target)) {
      throw new IllegalArgumentException(
          "pair: input is "
              + input
              + ", target is "
              + target
              + " (expected: equal sizes and channels)");
    }
  }

  /**
   * Pairs from two folders, by the names of the files in them.
   *
   * @param inputs folder of images; others inside it and hidden files are not looked at
   * @param targets folder with as many images of the same names
   * @throws IllegalArgumentException if a name is missing on a side; lists them
   * @throws IOException if a folder or an image cannot be read
   */
  public static List<ImagePair> read(Path inputs, Path targets) throws IOException {
    List<Path> files = images(inputs);
    List<Path> partners = partners(files, images(targets));
    List<ImagePair> pairs = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      pairs.add(new ImagePair(Image.open(files.get(i)), Image.open(partners.get(i))));
    }
    return pairs;
  }

  private static List<Path> images(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .filter(path -> Files.isRegularFile(path) && Images.supports(path))
          .sorted()
          .toList();
    }
  }

  /**
   * For each file the one of the same name on the other side. The order of a listing says nothing:
   * one file too many would shift all that follow.
   *
   * @param inputs in any order, no name twice
   * @param targets in any order, no name twice
   * @return targets in the order of the inputs
   * @throws IllegalArgumentException if a name is on one side only, or twice; lists them
   */
  public static List<Path> partners(List<Path> inputs, List<Path> targets) {
    return PartnerNames.partners(inputs, targets);
  }
}
