package org.limpid.nn.net;

import org.limpid.nn.layer.Init;

/**
 * How the channels of a U-Net change from level to level, and what skips over. F is {@link
 * UNetOptions#filters()}.
 */
public enum UNetVariant {
  /**
   * CSBDeep, Noise2Void, CARE (Weigert et al. 2018): F, 2F, 4F and so on; the last convolution of
   * each level on the way up has the channels of the level above.
   */
  DOUBLING,
  /**
   * As DOUBLING on the way down, but the bottom has no more channels than the level above it, and
   * all convolutions on the way up have those of the level above: with 16 filters and depth 4, 16,
   * 32, 64, 128, 128 down and 64, 32, 16, 16 up.
   */
  TAPERED,
  /**
   * Noise2Noise (Lehtinen et al. 2018), used by Self2Self and Topaz too: F on all levels down, one
   * convolution fewer below level 0, 2F up, 4F/3 and 2F/3 in the end, the last convolution 3x3.
   * What skips over is what comes into a level: the image itself at full resolution.
   */
  NOISE2NOISE,
  /**
   * The same with 2F at full resolution too, followed by two 1x1 convolutions of 2F and a last one
   * (Laine et al. 2019; Neighbor2Neighbor and Blind2Unblind).
   */
  NOISE2NOISE_1X1;

  Widths widths(int depth, int filters, int convolutions) {
    return switch (this) {
      case DOUBLING -> Widths.doubling(depth, filters, convolutions);
      case TAPERED -> Widths.tapered(depth, filters, convolutions);
      case NOISE2NOISE -> Widths.constant(depth, filters, convolutions, false);
      case NOISE2NOISE_1X1 -> Widths.constant(depth, filters, convolutions, true);
    };
  }

  /** Whether a level's input skips over, not its features. */
  boolean skipsInputs() {
    return this == NOISE2NOISE || this == NOISE2NOISE_1X1;
  }

  /** How weights are drawn if nobody says. */
  Init init() {
    return this == DOUBLING ? Init.GLOROT_UNIFORM : Init.HE_NORMAL;
  }

  /** Likewise for the last convolution, which no activation follows. */
  Init lastInit() {
    return this == DOUBLING ? Init.GLOROT_UNIFORM : Init.normal(1);
  }
}
