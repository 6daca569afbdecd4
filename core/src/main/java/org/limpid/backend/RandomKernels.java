package org.limpid.backend;

import org.limpid.random.RandomKey;

/** Random numbers that depend on a key and an element's index only: the same on every backend. */
public interface RandomKernels {

  /** {@code y[i] = } {@link RandomKey#uniform(long) key.uniform(i)}, in {@code [0, 1)}. */
  void uniform(RandomKey key, Storage y);

  /**
   * Keeps elements at random: {@code y[i] = key.uniform(i) < keep ? scale · x[i] : 0}.
   *
   * @param key which random numbers
   * @param keep probability to keep, 0 to 1
   * @param scale factor for what is kept
   * @param x input. Not modified.
   * @param y result; may be {@code x}. Modified.
   */
  void bernoulli(RandomKey key, float keep, float scale, Storage x, Storage y);

  /**
   * The same for a part of a larger activation: every element is kept or not as it is when the
   * whole is given at once, {@code y[i] = key.uniform(j) < keep ? scale · x[i] : 0} with {@code j}
   * the place of element {@code i} in the whole.
   *
   * @param place the part as inner, the whole as outer grid, in memory order
   */
  void bernoulliPart(
      PadGeometry place, RandomKey key, float keep, float scale, Storage x, Storage y);

  /**
   * Hides single values: {@code y} is {@code x} but for {@linkplain SpotGeometry some values that
   * are replaced}, and {@code weight} is 1 there, elsewhere 0. Channel c of image n is drawn with
   * {@code key.child(n).child(c).generator()}, point by point, each followed by what its
   * replacement draws; where two points meet, the later one holds.
   *
   * @param key which random numbers
   * @param counted numbers that hold a bit for each pixel: hidden values weigh 0 where it is not
   *     set. Not modified.
   * @param x input. Not modified.
   * @param y result; not {@code x}. Modified.
   * @param weight where values are hidden and count. Modified.
   */
  void hide(
      SpotGeometry spots, RandomKey key, Storage counted, Storage x, Storage y, Storage weight);
}
