package org.limpid.denoise;

/**
 * What is supervised learning's own. Start from {@link #DEFAULT} and change it by {@code with…}.
 *
 * @param loss how a result is compared with its target
 * @param drawnPercentiles whether each patch is on a scale of its own, drawn between {@linkplain
 *     org.limpid.denoise.patch.DrawnPercentiles percentiles}, so that networks do not rely on exact
 *     brightness; costs some of the exactness of results
 * @param foreground patches of which no target value is above this share of the percentile 99.9 are
 *     drawn again, at least 0 and below 1; 0 takes all
 */
public record SupervisedOptions(PairLoss loss, boolean drawnPercentiles, double foreground) {

  /** Mean absolute error, all patches, on one scale. */
  public static final SupervisedOptions DEFAULT = new SupervisedOptions(PairLoss.MAE, false, 0);

  /** As the tool of CARE's authors does it: drawn percentiles, no background below 0.4. */
  public static final SupervisedOptions CARE = new SupervisedOptions(PairLoss.MAE, true, 0.4);

  /** Checks the range. */
  public SupervisedOptions {
    if (!(foreground >= 0 && foreground < 1)) {
      throw new IllegalArgumentException(
          "supervised: foreground " + foreground + " (expected: >= 0, < 1)");
    }
  }

  /** The same with another loss. */
  public SupervisedOptions withLoss(PairLoss value) {
    return new SupervisedOptions(value, drawnPercentiles, foreground);
  }

  /** The same with or without a scale for each patch. */
  public SupervisedOptions withDrawnPercentiles(boolean value) {
    return new SupervisedOptions(loss, value, foreground);
  }

  /** The same with more or less background. */
  public SupervisedOptions withForeground(double value) {
    return new SupervisedOptions(loss, drawnPercentiles, value);
  }
}
