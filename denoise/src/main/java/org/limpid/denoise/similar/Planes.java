package org.limpid.denoise.similar;

/**
 * Samples of one plane, each channel by itself.
 *
 * @param channels {@code [C][H * W]}. Whoever is given planes leaves them as they are.
 */
record Planes(int height, int width, float[][] channels) {

  /**
   * Samples of one plane of an image, whose channels lie side by side.
   *
   * @param samples {@code [H, W, C]}. Not modified.
   */
  static Planes of(float[] samples, int height, int width) {
    float[][] channels = new float[samples.length / height / width][height * width];
    for (int i = 0; i < samples.length; i++) {
      channels[i % channels.length][i / channels.length] = samples[i];
    }
    return new Planes(height, width, channels);
  }

  /** Of the same size, all zero. */
  Planes blank() {
    return new Planes(height, width, new float[channels.length][height * width]);
  }

  /** The samples with channels side by side again, from an index on. */
  void copyTo(float[] samples, int from) {
    for (int i = 0; i < height * width * channels.length; i++) {
      samples[from + i] = channels[i % channels.length][i / channels.length];
    }
  }
}
