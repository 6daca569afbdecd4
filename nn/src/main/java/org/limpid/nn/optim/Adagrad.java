package org.limpid.nn.optim;

import java.util.Map;
import org.limpid.autograd.Gradients;
import org.limpid.backend.ElementwiseKernels;
import org.limpid.backend.ElementwiseKernels.Binary;
import org.limpid.backend.Storage;
import org.limpid.nn.Layer;
import org.limpid.nn.Optimizer;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Tensor;

/**
 * Adagrad (Duchi, Hazan and Singer 2011): each parameter's rate falls with the sum of its squared
 * gradients.
 */
public final class Adagrad implements Optimizer {

  private final ParameterBlock parameters;
  private final AdagradOptions options;
  private final Moments moments;
  private float rate;
  private long steps;

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
    this.parameters = parameters;
    this.options = options;
    this.moments = new Moments(parameters, "squares");
    this.rate = options.learningRate();
  }

  /** The parameters it changes. */
  public ParameterBlock parameters() {
    return parameters;
  }

  @Override
  public void step(Gradients gradients) {
    Tensor gradient = parameters.gather("adagrad.step", gradients);
    Clipping.apply(gradient, options.clipNorm());
    steps++;
    ElementwiseKernels kernels = parameters.device().backend().elementwise();
    Storage squares = moments.block(0).storage();
    Storage values = parameters.values().storage();
    try (Scope scope = Scope.open()) {
      kernels.binary(Binary.ADD, squares, gradient.square().storage(), squares);
      Tensor root = moments.block(0).sqrt().plus(options.epsilon());
      Tensor change = gradient.times(-rate).divide(root);
      kernels.binary(Binary.ADD, values, change.storage(), values);
    }
  }

  @Override
  public float learningRate() {
    return rate;
  }

  @Override
  public void setLearningRate(float rate) {
    Range.atLeastZero("adagrad", "learningRate", rate);
    this.rate = rate;
  }

  @Override
  public long steps() {
    return steps;
  }

  /** {@code squares.PATH} for each parameter. */
  @Override
  public Map<String, Tensor> state() {
    return moments.state();
  }

  @Override
  public void restore(long steps, Map<String, Tensor> state) {
    moments.restore("adagrad.restore", steps, state);
    this.steps = steps;
  }

  @Override
  public void close() {
    moments.close();
    parameters.close();
  }
}
