package org.limpid.backend;

/**
 * Arithmetic on elements. All storages of a call have the same length, which may be 0; an output
 * may be one of the inputs.
 */
public interface ElementwiseKernels {

  /** Two-operand functions. */
  enum Binary {
    /** {@code a + b}. */
    ADD,
    /** {@code a − b}. */
    SUBTRACT,
    /** {@code a · b}. */
    MULTIPLY,
    /** {@code a / b}. */
    DIVIDE,
    /** The smaller one; NaN if either is. */
    MINIMUM,
    /** The larger one; NaN if either is. */
    MAXIMUM
  }

  /** One-operand functions. */
  enum Unary {
    /** e to the x. */
    EXP,
    /** Natural logarithm. */
    LOG,
    /** Square root. */
    SQRT,
    /** Absolute value. */
    ABS,
    /** {@code −1}, 0 or 1; NaN stays NaN. */
    SIGN
  }

  /** {@code y = a op b}; {@code y} may be {@code a}. */
  void binary(Binary op, Storage a, Storage b, Storage y);

  /** {@code y = op(x)}. */
  void unary(Unary op, Storage x, Storage y);

  /** {@code y = scale·x + shift}. */
  void affine(Storage x, float scale, float shift, Storage y);

  /** {@code y = value}. */
  void fill(float value, Storage y);

  /** {@code y = x}. */
  void copy(Storage x, Storage y);

  /** {@code y = activation(x)}. */
  void activation(Activation activation, Storage x, Storage y);

  /**
   * {@code gradX = gradY · activation'(x)}, with the derivative read off the result.
   *
   * @param activation which function
   * @param y result of {@link #activation}
   * @param gradY gradient of the loss with respect to {@code y}
   * @param gradX gradient with respect to {@code x}. Modified; may be {@code gradY}.
   */
  void activationBackward(Activation activation, Storage y, Storage gradY, Storage gradX);
}
