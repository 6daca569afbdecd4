package org.limpid.denoise;

/**
 * What neural egg separation's own is. Start from {@link #DEFAULT} and change it by {@code with…}.
 *
 * @param start what the first training learns from
 * @param rounds how often what was learned is applied to the mixtures and learned from again, 0 to
 *     100. Training's budget is divided evenly among the start, where it trains, and the rounds
 * @param loss how a result is compared with its target
 */
public record NeuralEggSeparationOptions(Start start, int rounds, PairLoss loss) {

  /** What the first training learns from. */
  public enum Start {
    /**
     * Mixtures with two more samples of clutter, towards the mixtures themselves: the one-shot
     * variant. What it learns takes away most of a mixture's own clutter too.
     */
    ONE_SHOT,
    /** No training: half of each mixture is the first estimate (Halperin et al. 2019). */
    HALF
  }

  /** One shot, then three rounds, mean absolute error. */
  public static final NeuralEggSeparationOptions DEFAULT =
      new NeuralEggSeparationOptions(Start.ONE_SHOT, 3, PairLoss.MAE);

  /** Checks ranges. */
  public NeuralEggSeparationOptions {
    int least = start == Start.HALF ? 1 : 0;
    if (rounds < least || rounds > 100) {
      throw new IllegalArgumentException(
          "eggSeparation: rounds " + rounds + " (expected: " + least + " to 100)");
    }
  }

  /** The same with another start. */
  public NeuralEggSeparationOptions withStart(Start value) {
    return new NeuralEggSeparationOptions(value, rounds, loss);
  }

  /** The same with more or fewer rounds. */
  public NeuralEggSeparationOptions withRounds(int value) {
    return new NeuralEggSeparationOptions(start, value, loss);
  }

  /** The same with another loss. */
  public NeuralEggSeparationOptions withLoss(PairLoss value) {
    return new NeuralEggSeparationOptions(start, rounds, value);
  }
}
