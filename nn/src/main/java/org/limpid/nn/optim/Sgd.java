package org.limpid.nn.optim;

import java.util.Map;
import org.limpid.autograd.Gradients;
import org.limpid.nn.Layer;
import org.limpid.nn.Optimizer;
import org.limpid.tensor.Tensor;

/** Gradient descent with momentum: one kernel call a step for all parameters. */
public final class Sgd implements Optimizer {

  private final ParameterBlock parameters;
  private final SgdOptions options;
  private final Moments moments;
  private float rate;
  private long steps;

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
    this.parameters = parameters;
    this.options = options;
    this.moments = new Moments(parameters, "velocity");
    this.rate = options.learningRate();
  }

  /** The parameters it changes. */
  public ParameterBlock parameters() {
    return parameters;
  }

  @Override
  public void step(Gradients gradients) {
    Tensor gradient = parameters.gather("sgd.step", gradients);
    Clipping.apply(gradient, options.clipNorm());
    steps++;
    parameters
        .device()
        .backend()
        .optimizer()
        .sgd(
            rate,
            options.momentum(),
            options.weightDecay(),
            gradient.storage(),
            parameters.values().storage(),
            moments.block(0).storage());
  }

  @Override
  public float learningRate() {
    return rate;
  }

  @Override
  public void setLearningRate(float rate) {
    Range.atLeastZero("sgd", "learningRate", rate);
    this.rate = rate;
  }

  @Override
  public long steps() {
    return steps;
  }

  /** {@code velocity.PATH} for each parameter. */
  @Override
  public Map<String, Tensor> state() {
    return moments.state();
  }

  @Override
  public void restore(long steps, Map<String, Tensor> state) {
    moments.restore("sgd.restore", steps, state);
    this.steps = steps;
  }

  @Override
  public void close() {
    moments.close();
    parameters.close();
  }
}
