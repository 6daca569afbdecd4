package org.limpid.denoise;

/**
 * Two images of one scene, pixel upon pixel: two noisy shots, or a noisy one and a clean one.
 *
 * @param input what a network is shown
 * @param target what it should give; of the same frames, slices, rows, columns and channels
 */
public record ImagePair(Image input, Image target) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if they differ
   */
  public ImagePair {
    if (!input.hasSizeOf(target)) {
      throw new IllegalArgumentException(
          "pair: input is "
              + input
              + ", target is "
              + target
              + " (expected: equal sizes and channels)");
    }
  }
}
