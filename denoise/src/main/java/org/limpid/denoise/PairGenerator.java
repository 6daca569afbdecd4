package org.limpid.denoise;

import org.limpid.random.RandomKey;

/**
 * Makes pairs of images to learn from, as many as are asked for: simulations, or two shots drawn
 * from a long recording.
 *
 * <pre>{@code
 * PairGenerator cells = ClutteredCells.PAIRED::pair;
 * }</pre>
 *
 * <p>Called on another thread than the one that trains, one call at a time. The same key must give
 * the same pair.
 */
@FunctionalInterface
public interface PairGenerator {

  /**
   * One pair, of one frame each, with the same number of channels every time.
   *
   * @param key where all its randomness comes from
   */
  ImagePair pair(RandomKey key);
}
