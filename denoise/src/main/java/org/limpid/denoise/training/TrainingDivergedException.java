package org.limpid.denoise.training;

/** The loss became infinite or not a number; the weights are of no use any more. */
public final class TrainingDivergedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int step;
  private final float learningRate;
  private final double lastFiniteLoss;

  /**
   * Makes one.
   *
   * @param step number of steps done when it was noticed
   * @param learningRate rate of the last step
   * @param lastFiniteLoss last loss that was a finite number; NaN if there was none
   */
  public TrainingDivergedException(int step, float learningRate, double lastFiniteLoss) {
    super(
        "train: the loss is no longer a finite number at step "
            + step
            + " (learning rate "
            + learningRate
            + ", last finite loss "
            + lastFiniteLoss
            + "). Lower the learning rate");
    this.step = step;
    this.learningRate = learningRate;
    this.lastFiniteLoss = lastFiniteLoss;
  }

  /** Number of steps done when it was noticed. */
  public int step() {
    return step;
  }

  /** Rate of the last step. */
  public float learningRate() {
    return learningRate;
  }

  /** Last loss that was a finite number; NaN if there was none. */
  public double lastFiniteLoss() {
    return lastFiniteLoss;
  }
}
