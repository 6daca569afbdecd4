package org.limpid.nn.optim;

import java.util.Map;
import org.limpid.autograd.Gradients;
import org.limpid.nn.Optimizer;
import org.limpid.tensor.Tensor;

/**
 * What optimisers of this package have in common: all parameters in one block, moments laid out
 * alike, a rate, and a count of steps. How a gradient changes the block is each one's own.
 */
abstract class BlockOptimizer implements Optimizer {

  private final String name;
  private final ParameterBlock parameters;
  private final Moments moments;
  private final float clipNorm;
  private float rate;
  private long steps;

  /**
   * For packed parameters.
   *
   * @param name what messages begin with
   * @param rate of the first step
   * @param clipNorm longest gradient, 0 for any
   * @param moments names of the blocks that remember past gradients
   */
  BlockOptimizer(
      String name, ParameterBlock parameters, float rate, float clipNorm, String... moments) {
    this.name = name;
    this.parameters = parameters;
    this.moments = new Moments(parameters, moments);
    this.clipNorm = clipNorm;
    this.rate = rate;
  }

  /**
   * Changes the parameters and the moments.
   *
   * @param gradient of the whole block; may be modified
   */
  abstract void update(Tensor gradient);

  /** A block of past gradients, in the order of the names. */
  final Tensor moment(int index) {
    return moments.block(index);
  }

  /** The parameters it changes. */
  public final ParameterBlock parameters() {
    return parameters;
  }

  @Override
  public final void step(Gradients gradients) {
    Tensor gradient = parameters.gather(name + ".step", gradients);
    Clipping.apply(gradient, clipNorm);
    steps++;
    update(gradient);
  }

  @Override
  public final float learningRate() {
    return rate;
  }

  @Override
  public final void setLearningRate(float rate) {
    Range.atLeastZero(name, "learningRate", rate);
    this.rate = rate;
  }

  @Override
  public final long steps() {
    return steps;
  }

  @Override
  public final Map<String, Tensor> state() {
    return moments.state();
  }

  @Override
  public final void restore(long steps, Map<String, Tensor> state) {
    moments.restore(name + ".restore", steps, state);
    this.steps = steps;
  }

  @Override
  public final void close() {
    moments.close();
    parameters.close();
  }
}
