package org.limpid.nn.weights;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Adds the name of the file to what the operating system says, which often lacks it. */
final class NamedFault {

  private NamedFault() {}

  /**
   * The fault, with the file in its message.
   *
   * @param what could not be done, such as {@code cannot be read}
   */
  static IOException of(Path file, String what, IOException fault) {
    boolean isNamed = String.valueOf(fault.getMessage()).startsWith(file.toString());
    return isNamed
        ? fault
        : new IOException(file + ": " + what + " (" + reason(fault) + ")", fault);
  }

  /** Without the name of a temporary file. */
  private static String reason(IOException fault) {
    if (fault instanceof NoSuchFileException) {
      return "its folder is missing";
    }
    if (fault instanceof AccessDeniedException) {
      return "access denied";
    }
    boolean isGiven = fault instanceof FileSystemException system && system.getReason() != null;
    return isGiven
        ? String.valueOf(((FileSystemException) fault).getReason())
        : String.valueOf(fault.getMessage());
  }
}
