package org.limpid.nn.weights;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files that are complete or not there: readers and crashes never see half of one. */
public final class AtomicFile {

  private AtomicFile() {}

  /** What a file shall hold. */
  @FunctionalInterface
  public interface Content {

    /** Writes all of it; must not close the stream, which is buffered. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file beside its final place, waits until it is on the disk, and then gives it its name
   * in one step, replacing a file of that name. If anything fails, nothing has changed.
   *
   * @throws IOException if the folder is missing or not writable, or the disk is full
   */
  public static void write(Path file, Content content) throws IOException {
    Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
    Path temporary = temporaryFor(target);
    try {
      try (FileChannel channel =
              FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      rename(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Process and thread make it unique; what a killed process left there may be overwritten. */
  private static Path temporaryFor(Path target) throws IOException {
    String owner = ProcessHandle.current().pid() + "-" + Thread.currentThread().getId();
    Path temporary = target.resolveSibling("." + target.getFileName() + "." + owner + ".tmp");
    Files.deleteIfExists(temporary);
    return temporary;
  }

  private static void rename(Path temporary, Path target) throws IOException {
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
