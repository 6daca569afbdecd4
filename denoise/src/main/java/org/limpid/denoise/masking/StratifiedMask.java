package org.limpid.denoise.masking;

import java.util.random.RandomGenerator;

/**
 * Hides evenly spread pixels (Krull et al. 2019, "Noise2Void"): a grid of boxes lies over the
 * patch, and one point is drawn in each.
 *
 * <p>A box has the side {@code (100 / percent)^(1 / axes)}, not rounded, so that the share of
 * hidden pixels is right in planes and in volumes; points beyond the patch are dropped. If all were
 * dropped, as happens in very small patches, one pixel is drawn from the whole patch.
 *
 * @param percent share of pixels to hide, above 0 and at most 50
 * @param replacement what the network sees instead
 * @param radius reach of the neighbourhood along each axis, at least 1
 */
public record StratifiedMask(double percent, Replacement replacement, int radius)
    implements MaskStrategy {

  /** Checks the ranges. */
  public StratifiedMask {
    if (!(percent > 0 && percent <= 50)) {
      throw new IllegalArgumentException("mask percent: " + percent + " (expected: > 0, <= 50)");
    }
    if (radius < 1 || radius > 100) {
      throw new IllegalArgumentException("mask radius: " + radius + " (expected: 1 to 100)");
    }
  }

  @Override
  public void hide(MaskedPatch patch, RandomGenerator random) {
    boolean volume = patch.depth() > 1;
    double side = volume ? StrictMath.cbrt(100 / percent) : StrictMath.sqrt(100 / percent);
    int hidden = 0;
    for (int z = 0; z < boxes(patch.depth(), side, volume); z++) {
      for (int y = 0; y < boxes(patch.height(), side, true); y++) {
        for (int x = 0; x < boxes(patch.width(), side, true); x++) {
          int slice = volume ? point(z, side, random) : 0;
          int row = point(y, side, random);
          int column = point(x, side, random);
          if (slice < patch.depth() && row < patch.height() && column < patch.width()) {
            hide(patch, slice, row, column, random);
            hidden++;
          }
        }
      }
    }
    if (hidden == 0) {
      hide(
          patch,
          random.nextInt(patch.depth()),
          random.nextInt(patch.height()),
          random.nextInt(patch.width()),
          random);
    }
  }

  private void hide(MaskedPatch patch, int slice, int row, int column, RandomGenerator random) {
    Neighbourhood around = new Neighbourhood(patch, slice, row, column, radius);
    patch.hide(slice, row, column, replacement.value(around, radius, random));
  }

  private static int boxes(int extent, double side, boolean divided) {
    return divided ? (int) Math.ceil(extent / side) : 1;
  }

  private static int point(int box, double side, RandomGenerator random) {
    return (int) ((box + random.nextDouble()) * side);
  }
}
