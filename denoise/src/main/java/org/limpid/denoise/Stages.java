package org.limpid.denoise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.limpid.denoise.training.Checkpoints;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;

/**
 * Trainings of one network, one after the other, that share a budget evenly. Each has random
 * numbers and a checkpoint of its own.
 *
 * @param training what was asked for
 * @param count how many there are
 */
record Stages(TrainingOptions training, int count) {

  /** Options of one; only the first begins with given weights, the others go on. */
  TrainingOptions of(int stage) {
    TrainingOptions share =
        training
            .withBudget(training.budget().part(count))
            .withSeed(training.seed() + stage)
            .withStart(stage == 0 ? training.start() : null);
    Checkpoints checkpoints = training.checkpoints();
    return checkpoints == null
        ? share
        : share.withCheckpoints(
            new Checkpoints(
                fileOf(stage, checkpoints), checkpoints.interval(), checkpoints.resume()));
  }

  private static Path fileOf(int stage, Checkpoints checkpoints) {
    Path file = checkpoints.file();
    return stage == 0 ? file : file.resolveSibling(file.getFileName() + "." + stage);
  }

  /** Leaves the first checkpoint, as all trainers do: the others follow from it. */
  void removeLaterCheckpoints(TrainingListener listener) {
    Checkpoints checkpoints = training.checkpoints();
    for (int stage = 1; checkpoints != null && stage < count; stage++) {
      try {
        Files.deleteIfExists(fileOf(stage, checkpoints));
      } catch (IOException e) {
        listener.warning("a checkpoint that is of no use any more stays: " + e.getMessage());
      }
    }
  }
}
