package org.limpid.nn.optim;

import java.util.Map;

/**
 * Says which learning rate to use when. A lambda will do:
 *
 * <pre>{@code
 * Schedule linear = (initial, step, done) -> initial * (float) (1 - done);
 * }</pre>
 *
 * <p>Used by one thread, the training thread, for one training.
 */
@FunctionalInterface
public interface Schedule {

  /**
   * The learning rate of a step.
   *
   * @param initial rate the training was started with
   * @param step number of steps taken so far
   * @param done share of the training that is over, 0 to 1
   * @return at least 0
   */
  float rate(float initial, long step, double done);

  /** Takes note of a loss on data that is not trained on, after each validation. */
  default void observe(double validationLoss) {}

  /** What a checkpoint has to keep, as finite numbers by name; empty if there is nothing. */
  default Map<String, Double> state() {
    return Map.of();
  }

  /** Goes on where another run stopped, from what {@link #state()} gave there. */
  default void restore(Map<String, ? extends Number> state) {}

  /** The initial rate throughout. */
  static Schedule constant() {
    return (initial, step, done) -> initial;
  }

  /** Half a cosine from the initial rate to 0 (Loshchilov and Hutter 2017, without restarts). */
  static Schedule cosine() {
    return cosine(0, 0);
  }

  /**
   * A linear rise from 0, then half a cosine down.
   *
   * @param warmUp steps until the initial rate is reached; 0 for none
   * @param floor what is left at the end, as a share of the initial rate, 0 to 1
   */
  static Schedule cosine(long warmUp, float floor) {
    if (warmUp < 0) {
      throw new IllegalArgumentException("cosine: warmUp " + warmUp + " (expected: >= 0)");
    }
    Range.share("cosine", "floor", floor);
    return (initial, step, done) -> {
      double height = 0.5 + 0.5 * StrictMath.cos(Math.PI * done);
      double rise = step < warmUp ? (step + 1.0) / warmUp : 1;
      return (float) (initial * rise * (floor + (1 - floor) * height));
    };
  }

  /**
   * The initial rate, then a squared half cosine down to 0 (Lehtinen et al. 2018, "Noise2Noise",
   * where it takes the last 30 %).
   *
   * @param share share of the training during which the rate falls, above 0 and at most 1
   */
  static Schedule rampDown(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "rampDown: share " + share + " (expected: 0 < share <= 1)");
    }
    return (initial, step, done) -> {
      double fall = Math.max(0, (done - (1 - share)) / share);
      double height = 0.5 + 0.5 * StrictMath.cos(Math.PI * fall);
      return (float) (initial * height * height);
    };
  }

  /**
   * The rate times a factor after every so many steps.
   *
   * @param every steps between changes, at least 1
   * @param factor at least 0 and below 1
   */
  static Schedule steps(long every, float factor) {
    if (every < 1) {
      throw new IllegalArgumentException("steps: every " + every + " (expected: >= 1)");
    }
    Range.share("steps", "factor", factor);
    return (initial, step, done) ->
        (float) (initial * StrictMath.pow(factor, Math.floorDiv(step, every)));
  }

  /** Half the rate after 10 validations without a lower loss, as in CSBDeep and Noise2Void. */
  static Schedule plateau() {
    return plateau(0.5f, 10, 0, 0);
  }

  /**
   * A lower rate whenever the validation loss stops falling (Keras' ReduceLROnPlateau).
   *
   * @param factor by which the rate is multiplied, at least 0 and below 1
   * @param patience validations without improvement before that, at least 1
   * @param minDelta by how much a loss has to be lower to count as an improvement, at least 0
   * @param minimum the lowest rate, at least 0
   */
  static Schedule plateau(float factor, int patience, double minDelta, float minimum) {
    return new Plateau(factor, patience, minDelta, minimum);
  }
}
