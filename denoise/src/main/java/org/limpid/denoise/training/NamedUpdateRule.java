package org.limpid.denoise.training;

import org.limpid.nn.Optimizer;
import org.limpid.nn.optim.ParameterBlock;

/** An update rule that comes with the library. */
record NamedUpdateRule(String describe, UpdateRule rule) implements UpdateRule {

  @Override
  public Optimizer optimizer(ParameterBlock parameters) {
    return rule.optimizer(parameters);
  }

  @Override
  public String toString() {
    return describe;
  }
}
