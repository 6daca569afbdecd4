package org.limpid.denoise;

import org.limpid.denoise.masking.BernoulliMask;
import org.limpid.denoise.masking.RandomMask;
import org.limpid.denoise.training.HeldOutExamination.Prediction;
import org.limpid.denoise.training.Purposes;
import org.limpid.denoise.training.TrainingBatch;
import org.limpid.nn.Network;
import org.limpid.nn.Pass;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Tensor;

/**
 * Guesses values that are hidden in all runs of a network that is made to guess hidden values, as
 * the mean of its runs. Of the other values so many are visible that it is shown as many as it is
 * used to.
 *
 * @param mask what is hidden in the runs that it is used to
 * @param passes number of runs
 * @param seed which random numbers
 */
record HiddenPrediction(RandomMask mask, int passes, long seed) implements Prediction {

  /** Part of the values that is hidden in all runs. */
  static final float SHARE = 0.1f;

  /**
   * The mean of runs.
   *
   * @param batch values to be guessed have weight 1, others 0
   */
  @Override
  public Tensor of(Network network, TrainingBatch batch) {
    RandomMask visible =
        new RandomMask(Math.min(1, mask.keep() / (1 - SHARE)), mask.blocks(), mask.blockSide());
    Tensor others = batch.weight().times(-1).plus(1);
    Tensor mean = Tensor.zeros(batch.target().device(), batch.target().shape());
    for (int pass = 0; pass < passes; pass++) {
      RandomKey key = new RandomKey(seed, Purposes.EXAMINATION, pass);
      try (Scope scope = Scope.open()) {
        Tensor seen = visible.draw(batch.input(), key.child(0)).multiply(others);
        Tensor shown = BernoulliMask.shown(batch.input(), seen);
        Tensor y = network.forward(shown, Pass.sampling(key.child(1)));
        mean = scope.keep(mean.add(y.times(1f / passes)));
      }
    }
    return mean;
  }
}
