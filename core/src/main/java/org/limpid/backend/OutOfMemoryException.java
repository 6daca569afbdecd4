package org.limpid.backend;

/** A device has less memory than was asked for; the message says how much was asked and is free. */
public final class OutOfMemoryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message what was asked, what is free, and the remedy
   */
  public OutOfMemoryException(String message) {
    super(message);
  }
}
