package org.limpid.backend;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What every kernel means, in the plainest loops and in double precision from end to end. Other
 * backends are compared with it, and gradients are checked on it.
 */
public final class ReferenceBackend implements Backend {

  private final AtomicLong liveBytes = new AtomicLong();

  @Override
  public String description() {
    return "reference: plain loops in double precision";
  }

  @Override
  public Storage allocate(long elements) {
    liveBytes.addAndGet(elements * Double.BYTES);
    return new ReferenceStorage(elements);
  }

  @Override
  public void release(Storage block) {
    ReferenceStorage.of(block).release();
    liveBytes.addAndGet(-block.elements() * Double.BYTES);
  }

  @Override
  public void upload(float[] source, Storage target) {
    for (int i = 0; i < source.length; i++) {
      ReferenceStorage.of(target).set(i, source[i]);
    }
  }

  @Override
  public void download(Storage source, float[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] = (float) ReferenceStorage.of(source).get(i);
    }
  }

  @Override
  public void synchronize() {}

  @Override
  public MemoryUse memory() {
    return new MemoryUse(liveBytes.get(), 0);
  }

  @Override
  public ElementwiseKernels elementwise() {
    return new ReferenceElementwise();
  }

  @Override
  public ReductionKernels reduction() {
    return new ReferenceReduction();
  }

  @Override
  public MatrixKernels matrix() {
    return new ReferenceMatrix();
  }

  @Override
  public ConvolutionKernels convolution() {
    return new ReferenceConvolution();
  }

  @Override
  public ResamplingKernels resampling() {
    return new ReferenceResampling();
  }

  @Override
  public LayoutKernels layout() {
    return new ReferenceLayout();
  }

  @Override
  public NormalizationKernels normalization() {
    return new ReferenceNormalization();
  }

  @Override
  public RandomKernels random() {
    return new ReferenceRandom();
  }

  @Override
  public LossKernels loss() {
    return new ReferenceLoss();
  }

  @Override
  public OptimizerKernels optimizer() {
    return new ReferenceOptimizer();
  }

  @Override
  public void close() {}
}
