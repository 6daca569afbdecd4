package org.limpid.denoise;

import org.limpid.denoise.masking.BernoulliMask;
import org.limpid.denoise.predict.MaskedReading;
import org.limpid.nn.net.Self2SelfNetOptions;
import org.limpid.nn.net.UNetOptions;

/**
 * What is Self2Self's own. Start from {@link #DEFAULT} and change it by {@code with…}.
 *
 * @param keep probability that a value is visible, above 0 and at most 1. With 1 nothing is hidden
 *     and the loss counts everywhere: a control that learns the noise
 * @param dropout probability to drop an element before each convolution on the way up, in training
 *     and in prediction, at least 0 and below 1; 0 as a control
 * @param partial whether convolutions on the way down know what is hidden; false as a control
 * @param passes how many runs a prediction averages, 1 to 10,000
 */
public record Self2SelfOptions(float keep, float dropout, boolean partial, int passes) {

  /** As published: 70 % visible, dropout 0.3, partial convolutions, 50 passes. */
  public static final Self2SelfOptions DEFAULT = new Self2SelfOptions(0.7f, 0.3f, true, 50);

  /** Checks ranges. */
  public Self2SelfOptions {
    MaskedReading reading = new MaskedReading(keep, passes, 0);
    keep = reading.keep();
    dropout = Self2SelfNetOptions.DEFAULT.withDropout(dropout).dropout();
  }

  /** The same with another share of visible values. */
  public Self2SelfOptions withKeep(float value) {
    return new Self2SelfOptions(value, dropout, partial, passes);
  }

  /** The same with another dropout. */
  public Self2SelfOptions withDropout(float value) {
    return new Self2SelfOptions(keep, value, partial, passes);
  }

  /** The same with or without partial convolutions. */
  public Self2SelfOptions withPartial(boolean value) {
    return new Self2SelfOptions(keep, dropout, value, passes);
  }

  /** The same with another number of runs to average. */
  public Self2SelfOptions withPasses(int value) {
    return new Self2SelfOptions(keep, dropout, partial, value);
  }

  BernoulliMask mask() {
    return new BernoulliMask(keep);
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
