package org.limpid.denoise.training;

import org.limpid.nn.optim.Schedule;

/**
 * How the learning rate goes down as the budget is spent. A lambda will do, which makes a schedule
 * for one training:
 *
 * <pre>{@code
 * options.withDecay(() -> (initial, step, done) -> initial * (float) (1 - done));
 * }</pre>
 */
@FunctionalInterface
public interface Decay {

  /** Not at all. */
  Decay CONSTANT = new NamedDecay("constant", false, Schedule::constant);

  /** Along half a cosine, from the full rate to 0. */
  Decay COSINE = new NamedDecay("cosine", false, Schedule::cosine);

  /** Halved whenever 10 validations in a row brought no lower loss; needs validation patches. */
  Decay PLATEAU = new NamedDecay("plateau", true, Schedule::plateau);

  /**
   * The rate times a factor after every so many steps.
   *
   * @param every steps between changes, at least 1
   * @param factor at least 0 and below 1
   */
  static Decay steps(long every, float factor) {
    Schedule.steps(every, factor); // checks both
    return new NamedDecay(
        "steps(" + every + ", " + factor + ")", false, () -> Schedule.steps(every, factor));
  }

  /** A schedule for one training. */
  Schedule schedule();

  /** Whether it follows the loss of validations, and so needs some. */
  default boolean needsValidation() {
    return false;
  }

  /** A name for model files. */
  default String describe() {
    return "custom";
  }
}
