package org.limpid.cuda.ptx;

/** A kernel did what it must not do, or the interpreter does not know what it does. */
public final class PtxException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PtxException(String message) {
    super(message);
  }

  PtxException(String message, Throwable cause) {
    super(message, cause);
  }
}
