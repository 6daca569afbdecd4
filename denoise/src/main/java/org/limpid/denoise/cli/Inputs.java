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
 */
record Inputs(List<Path> files, List<Image> images, Axes axes) {

  /** One image, seen so already. */
  static Inputs of(Path file, Image image, Axes axes) {
    return new Inputs(List.of(file), List.of(image), axes);
  }

  /**
   * Opens files and all images of folders; a quarter of Java's memory keeps those used last.
   *
   * @param axes how to see their planes
   * @param result a file that none of them may be, since it will be replaced
   */
  static Inputs read(List<Path> paths, Axes axes, Path result) throws IOException {
    List<Path> files = Paths.files(paths);
    List<Image> images = new ArrayList<>();
    ImageCache cache = new ImageCache(Machine.heapBytes() / 4);
    for (Path file : files) {
      if (Files.exists(file)) {
        Targets.checkOther(file, result);
      }
      images.add(axes.apply(Sources.openToLearn(file, cache)));
    }
    return new Inputs(files, images, axes);
  }
}
