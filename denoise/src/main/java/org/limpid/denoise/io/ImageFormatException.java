package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that cannot be read or written as an image. The message is one line: the file, what is
 * wrong, and what to do about it.
 */
public final class ImageFormatException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * Composes the message {@code file: fault. remedy}.
   *
   * @param fault what is wrong, without a full stop
   * @param remedy what the user can do, one or more sentences with their full stops
   */
  public ImageFormatException(Path file, String fault, String remedy) {
    super(oneLine(file + ": " + fault + ". " + remedy));
  }

  /** As the other constructor, for a fault that another exception reported. */
  public ImageFormatException(Path file, String fault, String remedy, Throwable cause) {
    this(file, fault, remedy);
    initCause(cause);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
