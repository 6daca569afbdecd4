package org.limpid.cuda;

/** A library does not compute what it was asked for; our own kernels do. */
final class LibraryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LibraryException(String message) {
    super(message);
  }
}
