package org.limpid.nn.optim;

import org.limpid.backend.ElementwiseKernels;
import org.limpid.backend.ElementwiseKernels.Binary;
import org.limpid.backend.Storage;
import org.limpid.nn.Layer;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Tensor;

/**
 * Adagrad (Duchi, Hazan and Singer 2011): each parameter's rate falls with the sum of its squared
 * gradients.
 *
 * <p>Its state is {@code squares.PATH} for each parameter.
 */
public final class Adagrad extends BlockOptimizer {

  private final AdagradOptions options;

  /**
   * Trains a layer. Packs its parameters into one block; make it outside any scope or tape.
   *
   * @param layer whose trainable parameters are changed
   * @param options rate and the like
   */
  public Adagrad(Layer layer, AdagradOptions options) {
    this(ParameterBlock.of(layer), options);
  }

  /** Trains parameters that are packed already. */
  public Adagrad(ParameterBlock parameters, AdagradOptions options) {
    super("adagrad", parameters, options.learningRate(), options.clipNorm(), "squares");
    this.options = options;
  }

  @Override
  void update(Tensor gradient) {
    ElementwiseKernels kernels = parameters().device().backend().elementwise();
    Storage squares = moment(0).storage();
    Storage values = parameters().values().storage();
    try (Scope scope = Scope.open()) {
      kernels.binary(Binary.ADD, squares, gradient.square().storage(), squares);
      Tensor root = moment(0).sqrt().plus(options.epsilon());
      Tensor change = gradient.times(-learningRate()).divide(root);
      kernels.binary(Binary.ADD, values, change.storage(), values);
    }
  }
}
