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
  private final @Nullable Place place;
  private int used;

  private Pass(boolean training, @Nullable RandomKey key, double progress, @Nullable Place place) {
    this.training = training;
    this.key = key;
    this.progress = progress;
    this.place = place;
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
    return new Pass(true, key, progress, null);
  }

  /** A prediction: running statistics, no dropout. */
  public static Pass inference() {
    return new Pass(false, null, 1, null);
  }

  /** A prediction that still drops at random, to average several (Self2Self). */
  public static Pass sampling(RandomKey key) {
    return new Pass(false, key, 1, null);
  }

  /** The same for a tile, which drops what it would as part of its image. */
  public static Pass sampling(RandomKey key, Place place) {
    return new Pass(false, key, 1, place);
  }

  /** Whether statistics are taken from the batch. */
  public boolean isTraining() {
    return training;
  }

  /** Part of the training that is behind, 0 to 1: for losses that change on the way. */
  public double progress() {
    return progress;
  }

  /** Where the input lies in a larger image; null if it is all there is. */
  public @Nullable Place place() {
    return place;
  }

  /** A key for the next layer that needs randomness; null if nothing shall be random. */
  public @Nullable RandomKey nextKey() {
    return key == null ? null : key.child(used++);
  }
}
