package org.limpid.tensor;

/** Shapes do not fit an operation; the message names the operation, the shapes and the rule. */
public final class ShapeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message {@code op: what is wrong (names with values; expected: rule). Remedy.}
   */
  public ShapeException(String message) {
    super(message);
  }
}
