package org.limpid.denoise;

import org.limpid.denoise.training.Objective;
import org.limpid.denoise.training.TrainingBatch;
import org.limpid.nn.Loss;
import org.limpid.nn.Network;
import org.limpid.nn.Pass;
import org.limpid.tensor.Tensor;

/**
 * How a prediction is compared with a target that may be noisy itself. What noise it forgives
 * follows from which value its minimum is.
 */
public enum PairLoss {
  /**
   * Mean absolute error; tends to the median. Right if clutter hits each pixel of the target less
   * than half of the time, and a good choice for most noise.
   */
  MAE {
    @Override
    Objective objective() {
      return Objective.of(Loss.MEAN_ABSOLUTE_ERROR);
    }
  },
  /**
   * Mean squared error; tends to the mean. Right for noise that is zero on average, whatever it
   * looks like; wrong if clutter only adds: its mean stays in the result.
   */
  MSE {
    @Override
    Objective objective() {
      return Objective.of(Loss.MEAN_SQUARED_ERROR);
    }
  },
  /**
   * {@code (|d| + 1e-8)^g} with g going from 2 to 0 during training; tends to the most frequent
   * value (Lehtinen et al. 2018, section 3.3). For outliers that hit more than half of the pixels.
   * Validation reports the mean absolute error, which stays comparable.
   */
  ANNEALED_L0 {
    @Override
    Objective objective() {
      return PairLoss::annealed;
    }
  },
  /**
   * {@code |d| / s + log 2s}: the likelihood of a Laplace distribution whose scale s = softplus +
   * 1e-3 is predicted too, in a second output for each channel (Weigert et al. 2018). Its middle is
   * the result.
   */
  LAPLACE {
    @Override
    Objective objective() {
      return PairLoss::laplace;
    }

    @Override
    int outputsPerChannel() {
      return 2;
    }
  };

  private static final float LEAST_DIFFERENCE = 1e-8f;
  private static final float LEAST_SCALE = 1e-3f;

  /** Too little to change a sum of weights, enough to make the mean of nothing 0. */
  private static final float NOTHING = 1e-30f;

  abstract Objective objective();

  /** Outputs of the network for each channel; results come first. */
  int outputsPerChannel() {
    return 1;
  }

  private static Tensor annealed(Network network, TrainingBatch batch, Pass pass) {
    if (!pass.isTraining()) {
      return MAE.objective().evaluate(network, batch, pass);
    }
    float exponent = (float) (2 * (1 - pass.progress()));
    Tensor difference = network.forward(batch.input(), pass).subtract(batch.target());
    Tensor power = difference.abs().plus(LEAST_DIFFERENCE).log().times(exponent).exp();
    return mean(power, batch.weight());
  }

  private static Tensor laplace(Network network, TrainingBatch batch, Pass pass) {
    Tensor output = network.forward(batch.input(), pass);
    int channels = batch.target().shape().extent(-1);
    Tensor middle = output.channels(0, channels);
    Tensor scale = output.channels(channels, channels).softplus().plus(LEAST_SCALE);
    Tensor distance = middle.subtract(batch.target()).abs();
    return mean(distance.divide(scale).add(scale.times(2).log()), batch.weight());
  }

  private static Tensor mean(Tensor values, Tensor weight) {
    return values.multiply(weight).sum().divide(weight.sum().plus(NOTHING));
  }
}
