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
  private int used;

  private Pass(boolean training, @Nullable RandomKey key) {
    this.training = training;
    this.key = key;
  }

  /** A training run: batch statistics are those of the batch, dropout drops. */
  public static Pass training(RandomKey key) {
    return new Pass(true, key);
  }

  /** A prediction: running statistics, no dropout. */
  public static Pass inference() {
    return new Pass(false, null);
  }

  /** A prediction that still drops at random, to average several (Self2Self). */
  public static Pass sampling(RandomKey key) {
    return new Pass(false, key);
  }

  /** Whether statistics are taken from the batch. */
  public boolean isTraining() {
    return training;
  }

  /** A key for the next layer that needs randomness; null if nothing shall be random. */
  public @Nullable RandomKey nextKey() {
    return key == null ? null : key.child(used++);
  }
}
