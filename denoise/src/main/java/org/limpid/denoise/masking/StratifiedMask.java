package org.limpid.denoise.masking;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.BoxPoints;
import org.limpid.backend.Fill;
import org.limpid.backend.Grid;
import org.limpid.backend.Size3;
import org.limpid.backend.SpotGeometry;

/**
 * Hides evenly spread pixels (Krull et al. 2019, "Noise2Void"): a grid of boxes lies over the
 * patch, and one point is drawn in each.
 *
 * <p>A box has the side {@code (100 / percent)^(1 / axes)}, not rounded, so that the share of
 * hidden pixels is right in planes and in volumes; points beyond the patch are dropped. If all were
 * dropped, as happens in very small patches, one pixel is drawn from the whole patch.
 *
 * <p>The other pixels of a pattern are overwritten by random values, evenly drawn from the range of
 * the patch, and do not count; those beyond the patch are left out. No replacement is taken from
 * the pattern.
 *
 * @param percent share of pixels to hide, above 0 and at most 50
 * @param replacement what the network sees instead
 * @param radius reach of the neighbourhood along each axis, at least 1
 * @param pattern what is hidden with a pixel
 */
public record StratifiedMask(double percent, Replacement replacement, int radius, Pattern pattern)
    implements MaskStrategy {

  /** Hides single pixels. */
  public StratifiedMask(double percent, Replacement replacement, int radius) {
    this(percent, replacement, radius, Pattern.POINT);
  }

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
    Range range = pattern.others().isEmpty() ? Range.NONE : Range.of(patch);
    new BoxPoints(patch.extents(), side(patch.extents()))
        .draw(random, (slice, row, column) -> hide(patch, slice, row, column, range, random));
  }

  /** With single pixels and replacements that devices can make. */
  @Override
  public @Nullable SpotGeometry onDevice(Grid batch) {
    Fill fill = replacement.fill();
    boolean isPossible = pattern.others().isEmpty() && batch.space().volume() > 1;
    return fill == null || !isPossible
        ? null
        : new SpotGeometry(batch, side(batch.space()), radius, fill);
  }

  private double side(Size3 extents) {
    return extents.depth() > 1 ? StrictMath.cbrt(100 / percent) : StrictMath.sqrt(100 / percent);
  }

  private void hide(
      MaskedPatch patch, int slice, int row, int column, Range range, RandomGenerator random) {
    Neighbourhood around = new Neighbourhood(patch, slice, row, column, radius, pattern);
    patch.hide(slice, row, column, replacement.value(around, radius, random));
    for (Size3 place : pattern.others()) {
      int z = slice + place.depth();
      int y = row + place.height();
      int x = column + place.width();
      boolean isInside =
          z >= 0
              && z < patch.depth()
              && y >= 0
              && y < patch.height()
              && x >= 0
              && x < patch.width();
      if (isInside) {
        patch.cover(z, y, x, range.draw(random));
      }
    }
  }

  /** Smallest and largest pixel of a patch. */
  private record Range(float least, float most) {

    static final Range NONE = new Range(0, 0);

    static Range of(MaskedPatch patch) {
      float least = Float.POSITIVE_INFINITY;
      float most = Float.NEGATIVE_INFINITY;
      for (int z = 0; z < patch.depth(); z++) {
        for (int y = 0; y < patch.height(); y++) {
          for (int x = 0; x < patch.width(); x++) {
            least = Math.min(least, patch.get(z, y, x));
            most = Math.max(most, patch.get(z, y, x));
          }
        }
      }
      return new Range(least, most);
    }

    float draw(RandomGenerator random) {
      return (float) (least + random.nextDouble() * ((double) most - least));
    }
  }
}
