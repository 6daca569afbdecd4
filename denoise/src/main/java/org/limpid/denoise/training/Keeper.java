package org.limpid.denoise.training;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes copies of a training now and then, and writes them to a file if there is to be one. */
final class Keeper implements AutoCloseable {

  private final Snapshot snapshot;
  private final BestWeights best;
  private final @Nullable CheckpointFile file;
  private final long interval;
  private final TrainingListener listener;
  private long written = System.nanoTime();
  private int writtenStep;

  /**
   * Takes the first copy.
   *
   * @param file null if nothing is to be written
   */
  Keeper(
      Snapshot snapshot,
      BestWeights best,
      @Nullable CheckpointFile file,
      TrainingOptions options,
      TrainingListener listener) {
    this.snapshot = snapshot;
    this.best = best;
    this.file = file;
    Checkpoints checkpoints = options.checkpoints();
    this.interval = checkpoints == null ? 0 : checkpoints.interval().toNanos();
    this.listener = listener;
    this.writtenStep = snapshot.step();
  }

  /** Takes a copy, and writes it if the last writing is long enough ago. */
  void keep() {
    if (snapshot.take() && System.nanoTime() - written >= interval) {
      write();
    }
  }

  /** Writes the last copy, if that is not done. */
  void write() {
    if (file == null || writtenStep == snapshot.step()) {
      return;
    }
    written = System.nanoTime();
    try {
      file.write(snapshot, best);
      writtenStep = snapshot.step();
    } catch (IOException e) {
      listener.warning(
          "the checkpoint of step " + snapshot.step() + " could not be written: " + e.getMessage());
    }
  }

  /** Puts the weights of the last copy back; returns the step it is from. */
  int goBack() {
    snapshot.restoreLearner();
    return snapshot.step();
  }

  @Override
  public void close() {
    snapshot.close();
  }
}
