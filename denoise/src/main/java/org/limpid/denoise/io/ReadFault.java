package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Adds the name of the file to what the operating system says, which often lacks it. */
final class ReadFault {
  private ReadFault() {}

  /** The fault, as a line that names the file. */
  static IOException of(Path file, IOException fault) {
    String message = String.valueOf(fault.getMessage());
    boolean named = message.startsWith(file.toString()) || fault instanceof FileSystemException;
    return named
        ? fault
        : new ImageFormatException(
            file, "cannot be read (" + message + ")", "Check the disk it is on.", fault);
  }
}
