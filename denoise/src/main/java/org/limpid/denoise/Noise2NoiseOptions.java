package org.limpid.denoise;

/**
 * What is Noise2Noise's own. Start from {@link #DEFAULT} and change it by {@code with…}.
 *
 * @param loss what the noise of a target is forgiven by
 * @param swap whether a coin decides for each patch which image of a pair is the input. Doubles
 *     what can be learned from a finite number of pairs; wrong if only one side is noisy in the way
 *     of the images to be denoised later. Generated pairs are never exchanged
 */
public record Noise2NoiseOptions(PairLoss loss, boolean swap) {

  /** Mean absolute error, exchanged at random. */
  public static final Noise2NoiseOptions DEFAULT = new Noise2NoiseOptions(PairLoss.MAE, true);

  /** The same with another loss. */
  public Noise2NoiseOptions withLoss(PairLoss value) {
    return new Noise2NoiseOptions(value, swap);
  }

  /** The same with or without exchanging input and target. */
  public Noise2NoiseOptions withSwap(boolean value) {
    return new Noise2NoiseOptions(loss, value);
  }
}
