package org.limpid.nn.optim;

import java.util.Map;
import org.limpid.autograd.Gradients;
import org.limpid.backend.Backend;
import org.limpid.backend.ElementwiseKernels;
import org.limpid.backend.ElementwiseKernels.Binary;
import org.limpid.backend.ElementwiseKernels.Unary;
import org.limpid.backend.Storage;
import org.limpid.nn.Layer;
import org.limpid.nn.Optimizer;
import org.limpid.tensor.Tensor;

/**
 * Adamax (Kingma and Ba 2015, section 7.1): Adam with the largest of past gradients instead of the
 * root of their mean square.
 */
public final class Adamax implements Optimizer {

  private final ParameterBlock parameters;
  private final AdamaxOptions options;
  private final Moments moments;
  private float rate;
  private long steps;

  /**
   * Trains a layer. Packs its parameters into one block; make it outside any scope or tape.
   *
   * @param layer whose trainable parameters are changed
   * @param options rate and the like
   */
  public Adamax(Layer layer, AdamaxOptions options) {
    this(ParameterBlock.of(layer), options);
  }

  /** Trains parameters that are packed already. */
  public Adamax(ParameterBlock parameters, AdamaxOptions options) {
    this.parameters = parameters;
    this.options = options;
    this.moments = new Moments(parameters, "first", "largest");
    this.rate = options.learningRate();
  }

  /** The parameters it changes. */
  public ParameterBlock parameters() {
    return parameters;
  }

  @Override
  public void step(Gradients gradients) {
    Tensor gradient = parameters.gather("adamax.step", gradients);
    Clipping.apply(gradient, options.clipNorm());
    steps++;
    Backend backend = parameters.device().backend();
    ElementwiseKernels kernels = backend.elementwise();
    Storage g = gradient.storage();
    Storage mean = moments.block(0).storage();
    Storage largest = moments.block(1).storage();
    backend.optimizer().average(options.beta1(), g, mean);
    kernels.unary(Unary.ABS, g, g);
    kernels.affine(g, 1, options.epsilon(), g);
    kernels.affine(largest, options.beta2(), 0, largest);
    kernels.binary(Binary.MAXIMUM, largest, g, largest);
    // The gradient is used up; its memory takes the change of the parameters.
    double corrected = rate / (1 - StrictMath.pow(options.beta1(), steps));
    kernels.binary(Binary.DIVIDE, mean, largest, g);
    kernels.affine(g, (float) -corrected, 0, g);
    Storage values = parameters.values().storage();
    kernels.binary(Binary.ADD, values, g, values);
  }

  @Override
  public float learningRate() {
    return rate;
  }

  @Override
  public void setLearningRate(float rate) {
    Range.atLeastZero("adamax", "learningRate", rate);
    this.rate = rate;
  }

  @Override
  public long steps() {
    return steps;
  }

  /** {@code first.PATH} and {@code largest.PATH} for each parameter. */
  @Override
  public Map<String, Tensor> state() {
    return moments.state();
  }

  @Override
  public void restore(long steps, Map<String, Tensor> state) {
    moments.restore("adamax.restore", steps, state);
    this.steps = steps;
  }

  @Override
  public void close() {
    moments.close();
    parameters.close();
  }
}
