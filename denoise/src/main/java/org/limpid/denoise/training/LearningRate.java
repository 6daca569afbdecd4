package org.limpid.denoise.training;

/** The learning rate as the budget is spent and validations come in. */
final class LearningRate {

  private static final int PATIENCE = 10;

  private final Decay decay;
  private final float full;
  private float factor = 1;
  private double lowest = Double.POSITIVE_INFINITY;
  private int sinceLowest;

  LearningRate(Decay decay, float full) {
    this.decay = decay;
    this.full = full;
  }

  /** The rate of the next step when a part of the budget is spent, 0 to 1. */
  float at(double spent) {
    return switch (decay) {
      case CONSTANT -> full;
      case COSINE -> (float) (full * 0.5 * (1 + StrictMath.cos(Math.PI * spent)));
      case PLATEAU -> full * factor;
    };
  }

  void validated(double loss) {
    if (loss < lowest) {
      lowest = loss;
      sinceLowest = 0;
    } else if (++sinceLowest >= PATIENCE) {
      factor /= 2;
      sinceLowest = 0;
    }
  }
}
