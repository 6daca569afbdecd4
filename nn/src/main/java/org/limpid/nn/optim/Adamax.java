package org.limpid.nn.optim;

import org.limpid.backend.Backend;
import org.limpid.backend.ElementwiseKernels;
import org.limpid.backend.ElementwiseKernels.Binary;
import org.limpid.backend.ElementwiseKernels.Unary;
import org.limpid.backend.Storage;
import org.limpid.nn.Layer;
import org.limpid.tensor.Tensor;

/**
 * Adamax (Kingma and Ba 2015, section 7.1): Adam with the largest of past gradients instead of the
 * root of their mean square.
 *
 * <p>Its state is {@code first.PATH} and {@code largest.PATH} for each parameter.
 */
public final class Adamax extends BlockOptimizer {

  private final AdamaxOptions options;

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
    super("adamax", parameters, options.learningRate(), options.clipNorm(), "first", "largest");
    this.options = options;
  }

  @Override
  void update(Tensor gradient) {
    Backend backend = parameters().device().backend();
    ElementwiseKernels kernels = backend.elementwise();
    Storage g = gradient.storage();
    Storage mean = moment(0).storage();
    Storage largest = moment(1).storage();
    backend.optimizer().average(options.beta1(), g, mean);
    kernels.unary(Unary.ABS, g, g);
    kernels.affine(g, 1, options.epsilon(), g);
    kernels.affine(largest, options.beta2(), 0, largest);
    kernels.binary(Binary.MAXIMUM, largest, g, largest);
    // The gradient is used up; its memory takes the change of the parameters.
    double corrected = learningRate() / (1 - StrictMath.pow(options.beta1(), steps()));
    kernels.binary(Binary.DIVIDE, mean, largest, g);
    kernels.affine(g, (float) -corrected, 0, g);
    Storage values = parameters().values().storage();
    kernels.binary(Binary.ADD, values, g, values);
  }
}
