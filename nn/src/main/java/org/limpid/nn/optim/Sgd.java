package org.limpid.nn.optim;

import org.limpid.nn.Layer;
import org.limpid.tensor.Tensor;

/**
 * Gradient descent with momentum: one kernel call a step for all parameters.
 *
 * <p>Its state is {@code velocity.PATH} for each parameter.
 */
public final class Sgd extends BlockOptimizer {

  private final SgdOptions options;

  /**
   * Trains a layer. Packs its parameters into one block; make it outside any scope or tape.
   *
   * @param layer whose trainable parameters are changed
   * @param options rate and the like
   */
  public Sgd(Layer layer, SgdOptions options) {
    this(ParameterBlock.of(layer), options);
  }

  /** Trains parameters that are packed already. */
  public Sgd(ParameterBlock parameters, SgdOptions options) {
    super("sgd", parameters, options.learningRate(), options.clipNorm(), "velocity");
    this.options = options;
  }

  @Override
  void update(Tensor gradient) {
    parameters()
        .device()
        .backend()
        .optimizer()
        .sgd(
            learningRate(),
            options.momentum(),
            options.weightDecay(),
            gradient.storage(),
            parameters().values().storage(),
            moment(0).storage());
  }
}
