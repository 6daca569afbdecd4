package org.limpid.denoise.training;

import org.limpid.nn.Loss;
import org.limpid.nn.Network;
import org.limpid.nn.Pass;
import org.limpid.nn.Sites;
import org.limpid.tensor.Tensor;

/** What a method minimises: how a network is run on a batch, and how the result is judged. */
@FunctionalInterface
public interface Objective {

  /**
   * The loss of a batch.
   *
   * @param network run it as often as needed
   * @param batch on the network's device
   * @param pass mode and randomness
   * @return one element, differentiable with respect to the network's parameters
   */
  Tensor evaluate(Network network, TrainingBatch batch, Pass pass);

  /**
   * Whether a lower validation loss means a better result, so that weights can be chosen and
   * training be ended by it. True of clean targets; against noisy ones most of the loss is noise,
   * and differences between good weights drown in it.
   */
  default boolean isRanking() {
    return false;
  }

  /** The same, of which a lower validation loss means a better result. */
  default Objective ranking() {
    Objective plain = this;
    return new Objective() {
      @Override
      public Tensor evaluate(Network network, TrainingBatch batch, Pass pass) {
        return plain.evaluate(network, batch, pass);
      }

      @Override
      public boolean isRanking() {
        return true;
      }
    };
  }

  /**
   * One run of the network on the input, judged by a loss. Where few pixels count and the loss is
   * {@linkplain Loss#isPixelwise() pixelwise}, the network gives only those.
   */
  static Objective of(Loss loss) {
    return (network, batch, pass) -> {
      Sites sites = loss.isPixelwise() ? batch.sites() : null;
      if (sites == null) {
        return loss.evaluate(network.forward(batch.input(), pass), batch.target(), batch.weight());
      }
      int[] pixels = sites.pixels();
      return loss.evaluate(
          network.forwardAt(batch.input(), sites, pass),
          batch.target().gather(pixels),
          batch.weight().gather(pixels));
    };
  }
}
