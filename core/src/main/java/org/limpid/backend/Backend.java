package org.limpid.backend;

/**
 * Memory and kernels of one device.
 *
 * <p>Memory calls are thread-safe. Kernels may be called from several threads at once with disjoint
 * outputs. A kernel may still be running when its call returns; {@link #download} and {@link
 * #synchronize} wait for everything called before on the same thread.
 */
public interface Backend extends AutoCloseable {

  /** One line for people: the processor or device, and which kernels run on it. */
  String description();

  /**
   * A block with undefined contents, taken from the pool where one fits.
   *
   * @param elements at least 0
   * @throws org.limpid.backend.OutOfMemoryException if the memory is not there; names what was
   *     asked
   */
  Storage allocate(long elements);

  /** Gives a block (not a slice) back to the pool; nobody may use it or its slices afterwards. */
  void release(Storage block);

  /**
   * Copies host values to the start of a block.
   *
   * @param source host values. Not modified; may be changed by the caller once this returns.
   * @param target at least as long as {@code source}. Modified.
   */
  void upload(float[] source, Storage target);

  /**
   * Copies the start of a block to the host, after all kernels called before have finished.
   *
   * @param source at least as long as {@code target}. Not modified.
   * @param target host array to fill. Modified.
   */
  void download(Storage source, float[] target);

  /** Waits until every kernel called so far has finished. */
  void synchronize();

  /**
   * Whether steps that make the same calls on the same extents are recorded and replayed, for much
   * less than calls that differ take: then it is better to compute what does not count than to
   * choose anew what does.
   */
  default boolean replays() {
    return false;
  }

  /** What the pool holds now. */
  MemoryUse memory();

  /** Arithmetic on elements, and activations. */
  ElementwiseKernels elementwise();

  /** Sums along axes, and their adjoint. */
  ReductionKernels reduction();

  /** Dense matrix product. */
  MatrixKernels matrix();

  /** Convolution in two and three dimensions. */
  ConvolutionKernels convolution();

  /** Pooling and upsampling. */
  ResamplingKernels resampling();

  /** Concatenation, padding, flips and turns: moving elements without arithmetic. */
  LayoutKernels layout();

  /** Batch normalisation. */
  NormalizationKernels normalization();

  /** Counter-based random masks. */
  RandomKernels random();

  /** Losses with their gradient in one pass. */
  LossKernels loss();

  /** Parameter updates in place. */
  OptimizerKernels optimizer();

  /**
   * Frees all memory and threads. The backend is unusable afterwards; closing twice is harmless.
   */
  @Override
  void close();
}
