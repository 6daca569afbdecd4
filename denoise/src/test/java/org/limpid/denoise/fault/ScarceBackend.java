package org.limpid.denoise.fault;

import org.limpid.backend.Backend;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.ElementwiseKernels;
import org.limpid.backend.LayoutKernels;
import org.limpid.backend.LossKernels;
import org.limpid.backend.MatrixKernels;
import org.limpid.backend.MemoryUse;
import org.limpid.backend.NormalizationKernels;
import org.limpid.backend.OptimizerKernels;
import org.limpid.backend.OutOfMemoryException;
import org.limpid.backend.RandomKernels;
import org.limpid.backend.ReductionKernels;
import org.limpid.backend.ResamplingKernels;
import org.limpid.backend.Storage;

/** A device whose memory is not there at a chosen request, or from then on. */
final class ScarceBackend implements Backend {
  /** What the message of every such failure says. */
  static final String CAUSE = "injected: no memory";

  private final Backend real;
  private long requests;
  private long from = Long.MAX_VALUE;
  private long to = Long.MAX_VALUE;
  private boolean hit;

  ScarceBackend(Backend real) {
    this.real = real;
  }

  /** Fails at the requests from one to before another, counted from now. */
  synchronized void fail(long first, long end) {
    from = first;
    to = end;
    requests = 0;
    hit = false;
  }

  /** Whether a request failed since. */
  synchronized boolean isHit() {
    return hit;
  }

  @Override
  public synchronized Storage allocate(long elements) {
    long request = requests++;
    if (request >= from && request < to) {
      hit = true;
      throw new OutOfMemoryException("allocate: " + CAUSE + " for " + elements + " elements");
    }
    return real.allocate(elements);
  }

  @Override
  public String description() {
    return real.description();
  }

  @Override
  public void release(Storage block) {
    real.release(block);
  }

  @Override
  public void upload(float[] source, Storage target) {
    real.upload(source, target);
  }

  @Override
  public void download(Storage source, float[] target) {
    real.download(source, target);
  }

  @Override
  public void synchronize() {
    real.synchronize();
  }

  @Override
  public MemoryUse memory() {
    return real.memory();
  }

  @Override
  public ElementwiseKernels elementwise() {
    return real.elementwise();
  }

  @Override
  public ReductionKernels reduction() {
    return real.reduction();
  }

  @Override
  public MatrixKernels matrix() {
    return real.matrix();
  }

  @Override
  public ConvolutionKernels convolution() {
    return real.convolution();
  }

  @Override
  public ResamplingKernels resampling() {
    return real.resampling();
  }

  @Override
  public LayoutKernels layout() {
    return real.layout();
  }

  @Override
  public NormalizationKernels normalization() {
    return real.normalization();
  }

  @Override
  public RandomKernels random() {
    return real.random();
  }

  @Override
  public LossKernels loss() {
    return real.loss();
  }

  @Override
  public OptimizerKernels optimizer() {
    return real.optimizer();
  }

  @Override
  public void close() {
    real.close();
  }
}
