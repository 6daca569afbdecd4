package org.limpid.nn;

import org.jspecify.annotations.Nullable;
import org.limpid.random.RandomKey;

/**
 * Mode and randomness of one run through a network.
 *
 * <p>Make one for each run. Confined to one thread, because layers draw their keys in order of use.
 */
public final class Pass {

  private final boolean training;
  private final @Nullable RandomKey key;
  private final double progress;
  private int used;

  private Pass(boolean training, @Nullable RandomKey key, double progress) {
    this.training = training;
    this.key = key;
    this.progress = progress;
  }

  /** A training run: batch statistics are those of the batch, dropout drops. */
  public static Pass training(RandomKey key) {
    return training(key, 0);
  }

  /**
   * A training run somewhere on the way.
   *
   * @param progress part of the training that is behind, 0 to 1
   */
  public static Pass training(RandomKey key, double progress) {
    return new Pass(true, key, progress);
  }

  /** A prediction: running statistics, no dropout. */
  public static Pass inference() {
    return new Pass(false, null, 1);
  }

  /** A prediction that still drops at random, to average several (Self2Self). */
  public static Pass sampling(RandomKey key) {
    return new Pass(false, key, 1);
  }

  /** Whether statistics are taken from the batch. */
  public boolean isTraining() {
    return training;
  }

  /** Part of the training that is behind, 0 to 1: for losses that change on the way. */
  public double progress() {
    return progress;
  }

  /** A key for the next layer that needs randomness; null if nothing shall be random. */
  public @Nullable RandomKey nextKey() {
    return key == null ? null : key.child(used++);
  }
}
