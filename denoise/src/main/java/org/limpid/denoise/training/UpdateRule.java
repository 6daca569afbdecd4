package org.limpid.denoise.training;

import org.limpid.nn.Optimizer;
import org.limpid.nn.optim.Adagrad;
import org.limpid.nn.optim.AdagradOptions;
import org.limpid.nn.optim.Adam;
import org.limpid.nn.optim.AdamOptions;
import org.limpid.nn.optim.Adamax;
import org.limpid.nn.optim.AdamaxOptions;
import org.limpid.nn.optim.ParameterBlock;
import org.limpid.nn.optim.Sgd;
import org.limpid.nn.optim.SgdOptions;

/**
 * How parameters follow their gradients: which optimiser, with which settings. A lambda will do:
 *
 * <pre>{@code
 * options.withUpdateRule(parameters -> new Adam(parameters, AdamOptions.DEFAULT.withClipNorm(1)));
 * }</pre>
 */
@FunctionalInterface
public interface UpdateRule {

  /** Adam with the settings of its paper. */
  UpdateRule ADAM =
      new NamedUpdateRule("adam", parameters -> new Adam(parameters, AdamOptions.DEFAULT));

  /** Adamax with the settings of its paper. */
  UpdateRule ADAMAX =
      new NamedUpdateRule("adamax", parameters -> new Adamax(parameters, AdamaxOptions.DEFAULT));

  /** Adagrad. */
  UpdateRule ADAGRAD =
      new NamedUpdateRule("adagrad", parameters -> new Adagrad(parameters, AdagradOptions.DEFAULT));

  /** Gradient descent with momentum 0.9. */
  UpdateRule SGD =
      new NamedUpdateRule("sgd", parameters -> new Sgd(parameters, SgdOptions.DEFAULT));

  /**
   * An optimiser for one training. Its learning rate is set before each step.
   *
   * @param parameters what it changes
   */
  Optimizer optimizer(ParameterBlock parameters);

  /** A name for model files. */
  default String describe() {
    return "custom";
  }
}
