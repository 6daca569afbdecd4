package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.limpid.denoise.Image;
import org.limpid.denoise.ImageCache;

/**
 * Noisy images to learn from, and the files they come from.
 *
 * @param files one for each image
 * @param images in the same order
 * @param axes how their planes are seen, and those of images that go with them
 * @param results files that will be written or replaced, so that none may be read from
 * @param cache keeps those images used last that do not fit into memory together
 */
record Inputs(
    List<Path> files, List<Image> images, Axes axes, List<Path> results, ImageCache cache) {

  /** One image, seen so already. */
  static Inputs of(Path file, Image image, Axes axes, List<Path> results) throws IOException {
    refuse(file, results);
    return new Inputs(List.of(file), List.of(image), axes, results, newCache());
  }

  /**
   * Opens files and all images of folders; a quarter of Java's memory keeps those used last.
   *
   * @throws UserException if one of them will be replaced
   */
  static Inputs read(List<Path> paths, Axes axes, List<Path> results) throws IOException {
    List<Path> files = Paths.files(paths);
    List<Image> images = new ArrayList<>();
    ImageCache cache = newCache();
    for (Path file : files) {
      refuse(file, results);
      images.add(axes.apply(Sources.openToLearn(file, cache)));
    }
    return new Inputs(files, images, axes, results, cache);
  }

  /**
   * An image that goes with them, seen as they are and read when it is needed.
   *
   * @throws UserException if it will be replaced
   */
  Image partner(Path file) throws IOException {
    refuse(file, results);
    return axes.apply(cache.open(file));
  }

  private static ImageCache newCache() {
    return new ImageCache(Machine.heapBytes() / 4);
  }

  private static void refuse(Path file, List<Path> results) throws IOException {
    for (Path result : results) {
      if (Files.exists(file)) {
        Targets.checkOther(file, result);
      }
    }
  }
}
