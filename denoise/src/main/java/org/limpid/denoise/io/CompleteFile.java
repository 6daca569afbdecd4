package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.limpid.nn.weights.AtomicFile;

/**
 * Makes a file appear only when it is complete: written beside its place under another name, forced
 * to the disk, then renamed.
 */
final class CompleteFile {
  /** Fills an empty file. */
  @FunctionalInterface
  interface Filler {
    void fill(Path temporary) throws IOException;
  }

  private static final String SUFFIX = ".part";

  private CompleteFile() {}

  static void write(Path file, Filler filler) throws IOException {
    fill(file, filler, AtomicFile::rename);
  }

  /** Does all that {@link #write} does but for putting the file in its place. */
  static void rehearse(Path file, Filler filler) throws IOException {
    fill(file, filler, (temporary, target) -> Files.delete(temporary));
  }

  /** Last step: what becomes of the complete file. */
  private interface End {
    void reach(Path temporary, Path target) throws IOException;
  }

  private static void fill(Path file, Filler filler, End end) throws IOException {
    // A link stays a link: what it points to is replaced.
    Path target = Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file;
    check(file, target);
    Path temporary = create(file, target);
    try {
      filler.fill(temporary);
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      end.reach(temporary, target);
    } catch (ImageFormatException | RuntimeException | Error e) {
      discard(temporary, e);
      throw e;
    } catch (IOException e) {
      discard(temporary, e);
      throw new ImageFormatException(
          file, "cannot be written (" + reason(e) + ")", "Check the disk's free space.", e);
    }
  }

  /** Deletes what is of no use; that this fails too is told beside the fault. */
  private static void discard(Path temporary, Throwable fault) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      fault.addSuppressed(e);
    }
  }

  private static void check(Path file, Path target) throws IOException {
    if (Files.isDirectory(target)) {
      throw new ImageFormatException(file, "is a folder", "Name a file inside it.");
    }
    Path folder = folder(target);
    if (!Files.isDirectory(folder)) {
      throw new ImageFormatException(
          file,
          "cannot be written, folder "
              + folder
              + (Files.exists(folder) ? " is a file" : " is missing"),
          "Create the folder first.");
    }
    if (Files.exists(target) && !Files.isWritable(target)) {
      throw new ImageFormatException(
          file, "exists and is read-only", "Change its permissions or choose another name.");
    }
  }

  private static Path create(Path file, Path target) throws IOException {
    AtomicFile.removeLeftovers(target, SUFFIX);
    long process = ProcessHandle.current().pid();
    for (int attempt = 0; ; attempt++) {
      Path temporary =
          folder(target)
              .resolve("." + target.getFileName() + "." + process + "-" + attempt + SUFFIX);
      try {
        return Files.createFile(temporary);
      } catch (FileAlreadyExistsException e) {
        // Another thread is writing the same file.
        if (attempt == 1000) {
          throw new ImageFormatException(
              file, "cannot be written, too many .part files lie beside it", "Delete them.", e);
        }
      } catch (IOException e) {
        throw new ImageFormatException(
            file,
            "cannot be written, folder "
                + folder(target)
                + " takes no new file ("
                + reason(e)
                + ")",
            "Check its permissions or choose another folder.",
            e);
      }
    }
  }

  private static Path folder(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }

  /** What it was in the end: encoders only say that they could not write. */
  private static String reason(IOException e) {
    if (e.getCause() instanceof IOException cause) {
      return reason(cause);
    }
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
  }
}
