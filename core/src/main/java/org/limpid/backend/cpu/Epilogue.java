package org.limpid.backend.cpu;

import org.jspecify.annotations.Nullable;

/**
 * What is done to each sum before it is written: {@code max(sum + bias[channel], floor)}.
 *
 * @param bias at least one value for each channel, rounded up to a whole {@link
 *     PanelKernels#BLOCK}; what stands behind the last channel does not matter
 * @param floor 0 for a rectifier, negative infinity to leave the sum as it is
 * @param pointwise what is written instead of all channels, unless null
 */
record Epilogue(float[] bias, float floor, @Nullable Pointwise pointwise) {

  /** Every channel is written. */
  Epilogue(float[] bias, float floor) {
    this(bias, floor, null);
  }

  /**
   * A convolution of one pixel's channels to one.
   *
   * @param weight one for each channel. Not modified.
   * @param bias added to their sum
   */
  record Pointwise(CpuStorage weight, float bias) {}

  /** The same, of which but a weighted sum over channels is written. */
  Epilogue withPointwise(Pointwise sum) {
    return new Epilogue(bias, floor, sum);
  }
}
