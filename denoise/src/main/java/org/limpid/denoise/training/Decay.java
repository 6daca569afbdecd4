package org.limpid.denoise.training;

import org.limpid.nn.optim.Schedule;

/** How the learning rate goes down as the budget is spent. */
public enum Decay {
  /** Not at all. */
  CONSTANT,
  /** Along half a cosine, from the full rate to 0. */
  COSINE,
  /** Halved whenever 10 validations in a row brought no lower loss; needs validation patches. */
  PLATEAU;

  /** A schedule for one training. */
  Schedule schedule() {
    return switch (this) {
      case CONSTANT -> Schedule.constant();
      case COSINE -> Schedule.cosine();
      case PLATEAU -> Schedule.plateau();
    };
  }
}
