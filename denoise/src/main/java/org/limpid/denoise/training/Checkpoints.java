package org.limpid.denoise.training;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Keeps the state of a training in a file, so that it can go on after a crash as if nothing had
 * happened: for a number of steps, a resumed training ends with the same bits.
 *
 * <p>The file is written when the interval has passed and the number of steps is a multiple of 10,
 * and once more if the training is stopped. It is complete or not there, and stays when training
 * ends: delete it once the model is saved. A checkpoint that cannot be written is a {@link
 * TrainingListener#warning}, since it is no reason to lose the training.
 *
 * @param file where; replaced each time
 * @param interval time from one writing to the next, at least 0
 * @param resume whether to go on from the file if it is there; without it, a training starts anew
 */
public record Checkpoints(Path file, Duration interval, boolean resume) {

  /** Checks the interval. */
  public Checkpoints {
    if (interval.isNegative()) {
      throw new IllegalArgumentException("checkpoints: interval " + interval + " (expected: >= 0)");
    }
  }

  /** A checkpoint every minute; starts anew. */
  public static Checkpoints in(Path file) {
    return new Checkpoints(file, Duration.ofMinutes(1), false);
  }

  /** The same with another time from one to the next; 0 for every 10 steps. */
  public Checkpoints withInterval(Duration value) {
    return new Checkpoints(file, value, resume);
  }

  /** The same, going on from the file if it is there. */
  public Checkpoints resuming() {
    return new Checkpoints(file, interval, true);
  }
}
