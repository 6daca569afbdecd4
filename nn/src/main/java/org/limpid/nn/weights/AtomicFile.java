package org.limpid.nn.weights;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Writes files that are complete or not there: readers and crashes never see half of one. */
public final class AtomicFile {

  private static final String SUFFIX = ".tmp";

  /** By how much the clocks of processes and of files may differ. */
  private static final Duration CLOCK = Duration.ofSeconds(5);

  private AtomicFile() {}

  /** What a file shall hold. */
  @FunctionalInterface
  public interface Content {

    /** Writes all of it; must not close the stream, which is buffered. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file beside its final place, waits until it is on the disk, and then gives it its name
   * as {@link #rename} does. If anything fails, nothing has changed.
   *
   * @throws IOException if the folder is missing or not writable, or the disk is full; names the
   *     file
   */
  public static void write(Path file, Content content) throws IOException {
    try {
      Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
      Path temporary = temporaryFor(target);
      try {
        fill(temporary, content);
        rename(temporary, target);
      } catch (IOException | RuntimeException | Error e) {
        discard(temporary, e);
        throw e;
      }
    } catch (IOException e) {
      throw NamedFault.of(file, "cannot be written", e);
    }
  }

  private static void fill(Path temporary, Content content) throws IOException {
    try (FileChannel channel =
            FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
      content.writeTo(out);
      out.flush();
      channel.force(true);
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

  /** Process and thread make it unique. */
  private static Path temporaryFor(Path target) throws IOException {
    removeLeftovers(target, SUFFIX);
    String owner = ProcessHandle.current().pid() + "-" + Thread.currentThread().getId();
    Path temporary = target.resolveSibling("." + target.getFileName() + "." + owner + SUFFIX);
    Files.deleteIfExists(temporary);
    return temporary;
  }

  /**
   * Deletes what killed processes left of their attempts to write a file: files beside it that are
   * named {@code .NAME.PROCESS-ANYTHING} and a suffix. Those of living processes stay, and so does
   * what cannot be deleted.
   *
   * @param target the file that was to be written
   */
  public static void removeLeftovers(Path target, String suffix) {
    String begin = "." + target.getFileName() + ".";
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, file -> isNamed(file, begin, suffix))) {
      for (Path file : files) {
        String owner = String.valueOf(file.getFileName()).substring(begin.length());
        if (isDead(Long.parseLong(owner.substring(0, owner.indexOf('-'))), file)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | DirectoryIteratorException | SecurityException untouched) {
      // Tidying up is no reason not to write.
    }
  }

  private static boolean isNamed(Path file, String begin, String suffix) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith(begin)
        && name.endsWith(suffix)
        && name.substring(begin.length()).matches("\\d{1,18}-.*");
  }

  /** Whether a process is gone, also if another one has got its number since. */
  private static boolean isDead(long process, Path file) throws IOException {
    Optional<ProcessHandle> handle = ProcessHandle.of(process).filter(ProcessHandle::isAlive);
    Instant changed = Files.getLastModifiedTime(file).toInstant();
    return handle
        .map(alive -> alive.info().startInstant().orElse(changed).minus(CLOCK).isAfter(changed))
        .orElse(true);
  }

  /**
   * Gives a file its final name in one step, replacing a file of that name, and waits until the
   * name is on the disk as well: without that, a power cut may bring the old file back.
   *
   * @param temporary complete and on the disk, in the folder of the target
   * @throws IOException if it cannot be renamed; without the name of the file
   */
  public static void rename(Path temporary, Path target) throws IOException {
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException unsupported) {
      // Windows and some network disks do not let folders be forced; the file is there and whole.
    }
  }
}
