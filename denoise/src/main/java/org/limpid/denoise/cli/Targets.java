package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.limpid.denoise.Image;
import org.limpid.denoise.io.Images;

/** Makes sure that results can be written before hours are spent on them. */
final class Targets {
  private Targets() {}

  /**
   * Checks that an image can be written to a file.
   *
   * @param input the file it comes from, which is never replaced
   * @param image what has the result's size and type
   */
  static void checkImage(Path input, Image image, Path output) throws IOException {
    checkOther(input, output);
    refuseFolder(output);
    Images.checkWrite(image, output);
  }

  /** Checks that a file can be made or replaced. */
  static void checkFile(Path file) throws IOException {
    Path folder = folderOf(file);
    refuseFolder(file);
    if (!Files.isDirectory(folder)) {
      throw new UserException(
          file + ": cannot be written, folder " + folder + " is missing. Create it first.");
    }
    if (Files.exists(file) && !Files.isWritable(file)) {
      throw new UserException(
          file + ": is read-only. Change its permissions or choose another name.");
    }
    try {
      Files.delete(Files.createTempFile(folder, ".limpid", ".tmp"));
    } catch (IOException e) {
      throw new UserException(
          file
              + ": cannot be written, folder "
              + folder
              + " takes no new file. Check its permissions or choose another folder.",
          e);
    }
  }

  /** Makes a folder if it is not there; its parent has to be. */
  static void makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    if (Files.exists(folder)) {
      throw new UserException(folder + ": is a file. Name a folder for the results.");
    }
    checkFile(folder);
    Files.createDirectory(folder);
  }

  /** Refuses to replace what was read. */
  static void checkOther(Path input, Path output) throws IOException {
    if (Files.exists(output) && Files.isSameFile(input, output)) {
      throw new UserException(
          output + ": is the input itself, which is never replaced. Choose another output.");
    }
  }

  private static void refuseFolder(Path file) {
    if (Files.isDirectory(file)) {
      throw new UserException(file + ": is a folder. Name a file inside it.");
    }
  }

  private static Path folderOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }
}
