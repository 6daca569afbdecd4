package org.limpid.nn.optim;

import java.util.Map;
import org.limpid.autograd.Gradients;
import org.limpid.backend.OptimizerKernels.AdamStep;
import org.limpid.nn.Layer;
import org.limpid.nn.Optimizer;
import org.limpid.tensor.Tensor;

/**
 * Adam (Kingma and Ba 2015), with decoupled weight decay (Loshchilov and Hutter 2019): one kernel
 * call a step for all parameters.
 */
public final class Adam implements Optimizer {

  private final ParameterBlock parameters;
  private final AdamOptions options;
  private final Moments moments;
  private float rate;
  private long steps;

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
    this.parameters = parameters;
    this.options = options;
    this.moments = new Moments(parameters, "first", "second");
    this.rate = options.learningRate();
  }

  /** The parameters it changes. */
  public ParameterBlock parameters() {
    return parameters;
  }

  @Override
  public void step(Gradients gradients) {
    Tensor gradient = parameters.gather("adam.step", gradients);
    Clipping.apply(gradient, options.clipNorm());
    steps++;
    AdamStep settings =
        new AdamStep(
            rate,
            options.beta1(),
            options.beta2(),
            options.epsilon(),
            options.weightDecay(),
            steps);
    parameters
        .device()
        .backend()
        .optimizer()
        .adam(
            settings,
            gradient.storage(),
            parameters.values().storage(),
            moments.block(0).storage(),
            moments.block(1).storage());
  }

  @Override
  public float learningRate() {
    return rate;
  }

  @Override
  public void setLearningRate(float rate) {
    Range.atLeastZero("adam", "learningRate", rate);
    this.rate = rate;
  }

  @Override
  public long steps() {
    return steps;
  }

  /** {@code first.PATH} and {@code second.PATH} for each parameter. */
  @Override
  public Map<String, Tensor> state() {
    return moments.state();
  }

  @Override
  public void restore(long steps, Map<String, Tensor> state) {
    moments.restore("adam.restore", steps, state);
    this.steps = steps;
  }

  @Override
  public void close() {
    moments.close();
    parameters.close();
  }
}
