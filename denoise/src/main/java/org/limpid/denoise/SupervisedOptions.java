package org.limpid.denoise;

/**
 * What is supervised learning's own. Start from {@link #DEFAULT} and change it by {@code with…}.
 *
 * @param loss how a result is compared with its target
 */
public record SupervisedOptions(PairLoss loss) {

  /** Mean absolute error. */
  public static final SupervisedOptions DEFAULT = new SupervisedOptions(PairLoss.MAE);

  /** The same with another loss. */
  public SupervisedOptions withLoss(PairLoss value) {
    return new SupervisedOptions(value);
  }
}
