package org.limpid.denoise.masking;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.limpid.backend.Fill;
import org.limpid.backend.Size3;
import org.limpid.backend.Surroundings;

/**
 * The pixels around one, up to a radius along each axis, as far as the patch reaches, but for those
 * of a pattern.
 */
final class Neighbourhood implements Fill.Around {

  private final MaskedPatch patch;
  private final Size3 centre;
  private final Surroundings around;
  private final Pattern pattern;
  private final int[] usable;
  private final int count;

  Neighbourhood(MaskedPatch patch, int slice, int row, int column, int radius, Pattern pattern) {
    this.patch = patch;
    this.centre = new Size3(slice, row, column);
    this.around = new Surroundings(patch.extents(), patch::pixel, centre, radius);
    this.pattern = pattern;
    // Without a pattern an index needs no table, which in volumes would take longer than all else.
    this.usable = pattern.others().isEmpty() ? new int[0] : outsidePattern();
    this.count = pattern.others().isEmpty() ? around.count() : usable.length;
    if (count == 0) {
      throw new IllegalArgumentException(
          pattern.others().isEmpty()
              ? "mask: a patch of 1 pixel has no neighbour to replace it by (expected: >= 2 pixels)"
              : "mask: the pattern covers the whole neighbourhood of a pixel. Raise the radius");
    }
  }

  /** Indices of all pixels but the centre and the pattern. */
  private int[] outsidePattern() {
    return IntStream.rangeClosed(0, around.count())
        .filter(i -> i != around.before() && !isInPattern(around.place(i)))
        .toArray();
  }

  private boolean isInPattern(Size3 place) {
    return pattern.contains(
        place.depth() - centre.depth(),
        place.height() - centre.height(),
        place.width() - centre.width());
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public float other(int index) {
    return usable.length > 0 ? around.at(usable[index]) : around.other(index);
  }

  @Override
  public float itself() {
    return around.itself();
  }

  /** With a pattern the centre is counted last. */
  @Override
  public int before() {
    return usable.length > 0 ? count : around.before();
  }

  /**
   * A pixel other than the centre whose distance along each axis is normally distributed; distances
   * that leave the patch end at its border.
   */
  float normallyDistant(double deviation, RandomGenerator random) {
    int z;
    int y;
    int x;
    Size3 place;
    do {
      z = distant(centre.depth(), patch.depth(), deviation, random);
      y = distant(centre.height(), patch.height(), deviation, random);
      x = distant(centre.width(), patch.width(), deviation, random);
      place = new Size3(z, y, x);
    } while (place.equals(centre) || isInPattern(place));
    return patch.get(z, y, x);
  }

  static double deviation(float[] values) {
    double mean = Fill.mean(values);
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }

  private static int distant(int position, int extent, double deviation, RandomGenerator random) {
    if (extent == 1) {
      return 0;
    }
    long target = position + Math.round(deviation * random.nextGaussian());
    return (int) Math.max(0, Math.min(extent - 1, target));
  }
}
