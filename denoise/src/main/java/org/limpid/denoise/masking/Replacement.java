package org.limpid.denoise.masking;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Fill;

/**
 * What a hidden pixel is replaced by. Values are taken from the patch as it was before anything was
 * hidden; the neighbourhood reaches up to a radius along each axis and ends at the patch's border.
 */
public enum Replacement {
  /**
   * A pixel of the neighbourhood, the hidden one among them, as in the original Noise2Void: once in
   * a while nothing is hidden.
   */
  UNIFORM_WITH_CENTRE(Fill.ANY),
  /** Another pixel of the neighbourhood. */
  UNIFORM_WITHOUT_CENTRE(Fill.OTHER),
  /**
   * Another pixel, at normally distributed distances along the axes, with a standard deviation of
   * 0.8 radii: 4 pixels for radius 5.
   */
  NORMAL_WITHOUT_CENTRE {
    @Override
    float value(Neighbourhood around, int radius, RandomGenerator random) {
      return around.normallyDistant(0.8 * radius, random);
    }
  },
  /**
   * The pixel plus a normal number of standard deviation 1, that of the training data. Hides only
   * in part; for comparisons.
   */
  NORMAL_ADDITIVE {
    @Override
    float value(Neighbourhood around, int radius, RandomGenerator random) {
      return (float) (around.itself() + random.nextGaussian());
    }
  },
  /** A normal number with mean and standard deviation of the neighbourhood without the centre. */
  NORMAL_FITTED {
    @Override
    float value(Neighbourhood around, int radius, RandomGenerator random) {
      float[] others = Fill.others(around);
      return (float) (Fill.mean(others) + Neighbourhood.deviation(others) * random.nextGaussian());
    }
  },
  /** Mean of the neighbourhood without the centre. */
  MEAN(Fill.MEAN),
  /** Median of the neighbourhood without the centre. */
  MEDIAN(Fill.MEDIAN),
  /**
   * The pixel itself: hides nothing, so that a network learns to copy. A control that must fail to
   * denoise.
   */
  IDENTITY {
    @Override
    float value(Neighbourhood around, int radius, RandomGenerator random) {
      return around.itself();
    }
  };

  /** The same among what devices can do; null if they cannot. */
  private final @Nullable Fill fill;

  Replacement() {
    this(null);
  }

  Replacement(@Nullable Fill fill) {
    this.fill = fill;
  }

  @Nullable Fill fill() {
    return fill;
  }

  /** What a pixel is replaced by; overridden by whatever has no {@link #fill}. */
  float value(Neighbourhood around, int radius, RandomGenerator random) {
    return Objects.requireNonNull(fill).value(around, random);
  }
}
