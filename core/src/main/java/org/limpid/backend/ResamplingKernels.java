package org.limpid.backend;

/** Pooling and upsampling of {@code [N, D, H, W, C]}, channel by channel, and their adjoints. */
public interface ResamplingKernels {

  /** How upsampling fills the new pixels. */
  enum Interpolation {
    /** Repeats each pixel. */
    NEAREST,
    /**
     * Linear along each axis between pixel centres, edges held: output {@code i} lies at input
     * coordinate {@code (i + 0.5) / factor − 0.5}, clamped to the input (PyTorch's {@code
     * align_corners=False}).
     */
    LINEAR
  }

  /** {@code y} = the largest input each window sees; NaN if it sees one. */
  void maxPool(WindowGeometry g, Storage x, Storage y);

  /**
   * Gradient of {@link #maxPool}: each output's gradient goes to the first input in memory order
   * that equals it, and adds up where windows overlap.
   *
   * @param g the geometry of the forward pass
   * @param x its input. Not modified.
   * @param y its result. Not modified.
   * @param gradY gradient with respect to {@code y}. Not modified.
   * @param gradX gradient with respect to {@code x}. Overwritten.
   */
  void maxPoolBackward(WindowGeometry g, Storage x, Storage y, Storage gradY, Storage gradX);

  /**
   * Whether the gradient of a maximum can be added to what an input's gradient is so far. If not,
   * {@link #addMaxPoolGradient} must not be called.
   */
  default boolean addsMaxPoolGradient() {
    return false;
  }

  /**
   * As {@link #maxPoolBackward}, added to what is there: for an input that is used elsewhere too.
   *
   * @param gradX gradient with respect to {@code x}. Modified.
   */
  default void addMaxPoolGradient(
      WindowGeometry g, Storage x, Storage y, Storage gradY, Storage gradX) {
    throw new UnsupportedOperationException("gradients added while pooling: not in this backend");
  }

  /** {@code y} = the mean of the inputs each window sees; positions outside are left out. */
  void averagePool(WindowGeometry g, Storage x, Storage y);

  /** Gradient of {@link #averagePool}; {@code gradX} is overwritten. */
  void averagePoolBackward(WindowGeometry g, Storage gradY, Storage gradX);

  /**
   * Enlarges by whole factors.
   *
   * @param input extents of {@code x}
   * @param factor enlargement along each axis, at least 1
   * @param interpolation how new pixels are filled
   * @param x {@code [N, D, H, W, C]}. Not modified.
   * @param y {@code [N, D·fD, H·fH, W·fW, C]}. Modified.
   */
  void upsample(Grid input, Size3 factor, Interpolation interpolation, Storage x, Storage y);

  /** Adjoint of {@link #upsample}; {@code gradX} is overwritten. */
  void upsampleBackward(
      Grid input, Size3 factor, Interpolation interpolation, Storage gradY, Storage gradX);
}
