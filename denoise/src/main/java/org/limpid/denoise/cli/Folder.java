package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.limpid.denoise.io.Images;

/** Files directly inside a folder, by name; hidden ones are left out. */
final class Folder {
  private Folder() {}

  /**
   * All of them.
   *
   * @throws UserException if there is none
   */
  static List<Path> files(Path folder) throws IOException {
    return list(folder, "file");
  }

  /**
   * Those whose suffix is that of an image.
   *
   * @throws UserException if there is none
   */
  static List<Path> images(Path folder) throws IOException {
    return list(folder, "image");
  }

  private static List<Path> list(Path folder, String what) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> files =
          entries
              .filter(path -> !path.getFileName().toString().startsWith("."))
              .filter(Files::isRegularFile)
              .filter(path -> what.equals("file") || Images.supports(path))
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new UserException(
            folder
                + ": no "
                + what
                + " in this folder (looked for: "
                + (what.equals("file") ? "any file" : "image files such as .tif or .png")
                + "; folders inside it are not entered). Check the path.");
      }
      return files;
    }
  }
}
