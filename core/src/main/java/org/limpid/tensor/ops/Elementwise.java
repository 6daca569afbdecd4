package org.limpid.tensor.ops;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.limpid.autograd.Tape;
import org.limpid.backend.Activation;
import org.limpid.backend.ElementwiseKernels;
import org.limpid.backend.ElementwiseKernels.Binary;
import org.limpid.backend.ElementwiseKernels.Unary;
import org.limpid.tensor.Shape;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;

/** Arithmetic on elements, activations, and the change of extents that moves nothing. */
public final class Elementwise {

  private Elementwise() {}

  /** {@code a op b}. */
  public static Tensor binary(Binary op, Tensor a, Tensor b) {
    String name = op.name().toLowerCase(Locale.ROOT);
    Operands.sameShape(name, a, b);
    Tensor y = Tensor.allocate(a.device(), a.shape());
    kernels(a).binary(op, a.storage(), b.storage(), y.storage());
    boolean wantA = Tape.tracks(a);
    boolean wantB = Tape.tracks(b);
    return Tape.record(
        name,
        y,
        List.of(a, b),
        g ->
            switch (op) {
              case ADD -> both(g, g);
              case SUBTRACT -> both(g, wantB ? g.times(-1) : null);
              case MULTIPLY -> both(wantA ? g.multiply(b) : null, wantB ? g.multiply(a) : null);
              case DIVIDE ->
                  both(
                      wantA ? g.divide(b) : null, wantB ? g.multiply(y).divide(b).times(-1) : null);
              case MAXIMUM, MINIMUM -> {
                float toA = op == Binary.MAXIMUM ? 0.5f : -0.5f;
                Tensor sign = unary(Unary.SIGN, a.subtract(b));
                yield both(
                    g.multiply(affine(sign, toA, 0.5f)), g.multiply(affine(sign, -toA, 0.5f)));
              }
            });
  }

  /** {@code op(x)}; SIGN has derivative 0. */
  public static Tensor unary(Unary op, Tensor x) {
    Tensor y = Tensor.allocate(x.device(), x.shape());
    kernels(x).unary(op, x.storage(), y.storage());
    return Tape.record(
        op.name().toLowerCase(Locale.ROOT),
        y,
        List.of(x),
        g ->
            List.of(
                switch (op) {
                  case EXP -> g.multiply(y);
                  case LOG -> g.divide(x);
                  case SQRT -> g.divide(y).times(0.5f);
                  case ABS -> g.multiply(unary(Unary.SIGN, x));
                  case SIGN -> g.times(0);
                }));
  }

  /** {@code scale·x + shift}. */
  public static Tensor affine(Tensor x, float scale, float shift) {
    Tensor y = Tensor.allocate(x.device(), x.shape());
    kernels(x).affine(x.storage(), scale, shift, y.storage());
    return Tape.record("affine", y, List.of(x), g -> List.of(scale == 1 ? g : g.times(scale)));
  }

  /** {@code activation(x)}. */
  public static Tensor activate(Activation activation, Tensor x) {
    Tensor y = Tensor.allocate(x.device(), x.shape());
    kernels(x).activation(activation, x.storage(), y.storage());
    return Tape.record(
        "activate", y, List.of(x), g -> List.of(activationGradient(activation, y, g)));
  }

  /**
   * Gradient before an activation, read off its result {@code y}.
   *
   * @param gradY overwritten and returned, unless somebody else needs it
   */
  static Tensor activationGradient(Activation activation, Tensor y, Tensor gradY) {
    if (activation.isIdentity()) {
      return gradY;
    }
    Tensor gradX = gradY.isShared() ? Tensor.allocate(y.device(), y.shape()) : gradY;
    kernels(y).activationBackward(activation, y.storage(), gradY.storage(), gradX.storage());
    return gradX;
  }

  /**
   * {@code sum + term}. Not recorded.
   *
   * @param sum overwritten and returned, unless somebody else needs it
   */
  public static Tensor accumulate(Tensor sum, Tensor term) {
    Tensor total = sum.isShared() ? Tensor.allocate(sum.device(), sum.shape()) : sum;
    kernels(sum).binary(Binary.ADD, sum.storage(), term.storage(), total.storage());
    return total;
  }

  /** The same elements with other extents, in shared memory. */
  public static Tensor reshape(Tensor x, Shape shape) {
    if (shape.size() != x.shape().size()) {
      throw new ShapeException(
          "reshape: "
              + x.shape()
              + " has "
              + x.shape().size()
              + " elements, "
              + shape
              + " has "
              + shape.size()
              + " (expected: as many)");
    }
    return Tape.record(
        "reshape", x.window(0, shape), List.of(x), g -> List.of(g.window(0, x.shape())));
  }

  private static List<@Nullable Tensor> both(@Nullable Tensor a, @Nullable Tensor b) {
    return Arrays.asList(a, b);
  }

  private static ElementwiseKernels kernels(Tensor x) {
    return x.device().backend().elementwise();
  }
}
