package org.limpid.denoise;

import org.limpid.denoise.masking.RandomMask;
import org.limpid.denoise.predict.MaskedReading;
import org.limpid.nn.net.Self2SelfNetOptions;
import org.limpid.nn.net.UNetOptions;

/**
 * What is Self2Self's own. Start from {@link #DEFAULT} and change it by {@code with…}.
 *
 * @param mask what is hidden in training and in prediction. If that is nothing, the loss counts
 *     everywhere: a control that learns the noise
 * @param dropout probability to drop an element before each convolution on the way up, in training
 *     and in prediction, at least 0 and below 1; 0 as a control
 * @param partial whether convolutions on the way down know what is hidden; false as a control
 * @param passes how many runs a prediction averages, 1 to 10,000
 */
public record Self2SelfOptions(RandomMask mask, float dropout, boolean partial, int passes) {

  /** As published: 70 % visible, dropout 0.3, partial convolutions, 50 passes. */
  public static final Self2SelfOptions DEFAULT =
      new Self2SelfOptions(new RandomMask(0.7f), 0.3f, true, 50);

  /** Checks ranges. */
  public Self2SelfOptions {
    passes = new MaskedReading(mask, passes, 0).passes();
    dropout = Self2SelfNetOptions.DEFAULT.withDropout(dropout).dropout();
  }

  /** The same with another share of visible values. */
  public Self2SelfOptions withKeep(float value) {
    return withMask(new RandomMask(value, mask.blocks(), mask.blockSide()));
  }

  /**
   * The same hiding blocks too, each with a probability: cubes of volumes, as for cryo-ET. For
   * noise that neighbours share, together with {@link #withKeep} of 1.
   *
   * @param share probability that a block is hidden, at least 0 and below 1; 0 for none
   * @param side extent of a block along each axis, 2 to 64
   */
  public Self2SelfOptions withBlocks(float share, int side) {
    return withMask(new RandomMask(mask.keep(), share, side));
  }

  private Self2SelfOptions withMask(RandomMask value) {
    return new Self2SelfOptions(value, dropout, partial, passes);
  }

  /** The same with another dropout. */
  public Self2SelfOptions withDropout(float value) {
    return new Self2SelfOptions(mask, value, partial, passes);
  }

  /** The same with or without partial convolutions. */
  public Self2SelfOptions withPartial(boolean value) {
    return new Self2SelfOptions(mask, dropout, value, passes);
  }

  /** The same with another number of runs to average. */
  public Self2SelfOptions withPasses(int value) {
    return new Self2SelfOptions(mask, dropout, partial, value);
  }

  /** The network, of the depth and width that training asks for. */
  Self2SelfNetOptions network(UNetOptions shape, boolean volumetric, int channels) {
    return new Self2SelfNetOptions(
        volumetric ? 3 : 2,
        channels,
        shape.depth(),
        shape.filters(),
        dropout,
        partial,
        shape.poolDepth());
  }
}
