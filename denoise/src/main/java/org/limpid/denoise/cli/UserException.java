package org.limpid.denoise.cli;

/** Something the user can put right; the message is one line that says what is wrong and how. */
final class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UserException(String message) {
    super(message);
  }

  UserException(String message, Throwable cause) {
    super(message, cause);
  }
}
