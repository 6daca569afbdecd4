package org.limpid.nn.optim;

import org.limpid.backend.OptimizerKernels.AdamStep;
import org.limpid.nn.Layer;
import org.limpid.tensor.Tensor;

/**
 * Adam (Kingma and Ba 2015), with decoupled weight decay (Loshchilov and Hutter 2019): one kernel
 * call a step for all parameters.
 *
 * <p>Its state is {@code first.PATH} and {@code second.PATH} for each parameter.
 */
public final class Adam extends BlockOptimizer {

  private final AdamOptions options;

  /**
   * Trains a layer. Packs its parameters into one block; make it outside any scope or tape.
   *
   * @param layer whose trainable parameters are changed
   * @param options rate and the like
   */
  public Adam(Layer layer, AdamOptions options) {
    this(ParameterBlock.of(layer), options);
  }

  /** Trains parameters that are packed already. */
  public Adam(ParameterBlock parameters, AdamOptions options) {
    super("adam", parameters, options.learningRate(), options.clipNorm(), "first", "second");
    this.options = options;
  }

  @Override
  void update(Tensor gradient) {
    AdamStep settings =
        new AdamStep(
            learningRate(),
            options.beta1(),
            options.beta2(),
            options.epsilon(),
            options.weightDecay(),
            steps());
    parameters()
        .device()
        .backend()
        .optimizer()
        .adam(
            settings,
            gradient.storage(),
            parameters().values().storage(),
            moment(0).storage(),
            moment(1).storage());
  }
}
