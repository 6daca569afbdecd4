package org.limpid.backend;

/**
 * Batch normalisation (Ioffe and Szegedy 2015) of {@code [pixels, channels]}: {@code y =
 * activation(gain · (x − mean) / sqrt(variance + epsilon) + shift)} with statistics per channel.
 */
public interface NormalizationKernels {

  /**
   * Mean and variance (divided by the number of pixels) of every channel, as precise as {@link
   * ReductionKernels#sum}; the variance also where the mean is a thousand times the deviation.
   *
   * @param pixels number of pixels over all images
   * @param channels number of channels
   * @param x {@code [pixels, channels]}. Not modified.
   * @param mean {@code [channels]}. Modified.
   * @param variance {@code [channels]}. Modified.
   */
  void statistics(long pixels, int channels, Storage x, Storage mean, Storage variance);

  /** Normalises with the given statistics, as the interface says. {@code y} may be {@code x}. */
  void normalize(
      long pixels,
      int channels,
      float epsilon,
      Activation activation,
      Storage x,
      Storage mean,
      Storage variance,
      Storage gain,
      Storage shift,
      Storage y);

  /**
   * Gradients of {@link #normalize}, whose result is computed again: it is read from the input
   * sooner than from memory of its own.
   *
   * @param pixels number of pixels over all images
   * @param channels number of channels
   * @param epsilon as in the forward pass
   * @param activation as in the forward pass
   * @param fromBatch whether mean and variance were those of {@code x} (training), so that the
   *     gradient flows through them too; otherwise they are constants
   * @param x input of the forward pass. Not modified.
   * @param mean statistics used. Not modified.
   * @param variance statistics used. Not modified.
   * @param gain as in the forward pass. Not modified.
   * @param shift as in the forward pass. Not modified.
   * @param gradY gradient with respect to the result
   * @param gradX {@code [pixels, channels]}. Overwritten; may be {@code gradY}.
   * @param gradGain {@code [channels]}. Overwritten.
   * @param gradShift {@code [channels]}. Overwritten.
   */
  void backward(
      long pixels,
      int channels,
      float epsilon,
      Activation activation,
      boolean fromBatch,
      Storage x,
      Storage mean,
      Storage variance,
      Storage gain,
      Storage shift,
      Storage gradY,
      Storage gradX,
      Storage gradGain,
      Storage gradShift);
}
