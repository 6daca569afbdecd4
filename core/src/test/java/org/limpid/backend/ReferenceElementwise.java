package org.limpid.backend;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Arithmetic on elements, in double precision. */
final class ReferenceElementwise implements ElementwiseKernels {

  @Override
  public void binary(Binary op, Storage a, Storage b, Storage y) {
    switch (op) {
      case ADD -> each(a, b, y, (p, q) -> p + q);
      case SUBTRACT -> each(a, b, y, (p, q) -> p - q);
      case MULTIPLY -> each(a, b, y, (p, q) -> p * q);
      case DIVIDE -> each(a, b, y, (p, q) -> p / q);
      case MINIMUM -> each(a, b, y, Math::min);
      case MAXIMUM -> each(a, b, y, Math::max);
    }
  }

  @Override
  public void unary(Unary op, Storage x, Storage y) {
    switch (op) {
      case EXP -> each(x, y, StrictMath::exp);
      case LOG -> each(x, y, StrictMath::log);
      case SQRT -> each(x, y, Math::sqrt);
      case ABS -> each(x, y, Math::abs);
      case SIGN -> each(x, y, Math::signum);
    }
  }

  @Override
  public void affine(Storage x, float scale, float shift, Storage y) {
    each(x, y, v -> (double) scale * v + shift);
  }

  @Override
  public void fill(float value, Storage y) {
    ReferenceStorage.of(y).fill(value);
  }

  @Override
  public void copy(Storage x, Storage y) {
    each(x, y, v -> v);
  }

  @Override
  public void activation(Activation activation, Storage x, Storage y) {
    each(x, y, v -> apply(activation, v));
  }

  @Override
  public void activationBackward(Activation activation, Storage y, Storage gradY, Storage gradX) {
    each(gradY, y, gradX, (g, v) -> g * derivative(activation, v));
  }

  static double apply(Activation activation, double x) {
    return switch (activation.kind()) {
      case IDENTITY -> x;
      case RELU -> Math.max(x, 0);
      case LEAKY_RELU -> x > 0 ? x : activation.slope() * x;
      case ELU -> x > 0 ? x : StrictMath.expm1(x);
      case SIGMOID -> 1 / (1 + StrictMath.exp(-x));
      // log(1 + exp(x)) without overflow.
      case SOFTPLUS -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    };
  }

  /** Derivative of the activation where its result is {@code y}. */
  static double derivative(Activation activation, double y) {
    return switch (activation.kind()) {
      case IDENTITY -> 1;
      case RELU -> y > 0 ? 1 : 0;
      case LEAKY_RELU -> y > 0 ? 1 : activation.slope();
      case ELU -> y > 0 ? 1 : y + 1;
      case SIGMOID -> y * (1 - y);
      // y = log(1 + e^x), so that sigmoid(x) = 1 - e^-y.
      case SOFTPLUS -> -StrictMath.expm1(-y);
    };
  }

  private static void each(Storage x, Storage y, DoubleUnaryOperator f) {
    ReferenceStorage source = ReferenceStorage.of(x);
    ReferenceStorage target = ReferenceStorage.of(y);
    for (long i = 0; i < target.elements(); i++) {
      target.set(i, f.applyAsDouble(source.get(i)));
    }
  }

  private static void each(Storage a, Storage b, Storage y, DoubleBinaryOperator f) {
    ReferenceStorage left = ReferenceStorage.of(a);
    ReferenceStorage right = ReferenceStorage.of(b);
    ReferenceStorage target = ReferenceStorage.of(y);
    for (long i = 0; i < target.elements(); i++) {
      target.set(i, f.applyAsDouble(left.get(i), right.get(i)));
    }
  }
}
