package org.limpid.benchmarks.kernels;

import org.limpid.backend.Activation;
import org.limpid.backend.Grid;
import org.limpid.backend.NormalizationKernels;
import org.limpid.backend.Storage;
import org.openjdk.jmh.annotations.Param;

/** Batch normalisation with relu, step by step. */
public class BatchNormalization extends KernelBenchmark {

  private static final float EPSILON = 1e-5f;

  /** Which kernels of the family can be timed. */
  public enum Kernel {
    /** Mean and variance of each channel. */
    STATISTICS,
    /** Normalising by given statistics. */
    NORMALIZE,
    /** Gradient of both. */
    BACKWARD
  }

  /** Which one is timed. */
  @Param public Kernel kind = Kernel.STATISTICS;

  @Override
  Runnable prepare(Workbench where, Grid grid) {
    NormalizationKernels kernels = where.backend().normalization();
    long pixels = grid.pixels();
    int channels = grid.channels();
    Storage x = where.input(grid.elements());
    Storage mean = where.output(channels);
    Storage variance = where.output(channels);
    if (kind == Kernel.STATISTICS) {
      return () -> kernels.statistics(pixels, channels, x, mean, variance);
    }
    kernels.statistics(pixels, channels, x, mean, variance);
    Storage gain = where.input(channels);
    Storage shift = where.input(channels);
    if (kind == Kernel.NORMALIZE) {
      Storage y = where.output(grid.elements());
      return () ->
          kernels.normalize(
              pixels, channels, EPSILON, Activation.RELU, x, mean, variance, gain, shift, y);
    }
    Storage gradY = where.input(grid.elements());
    Storage gradX = where.output(grid.elements());
    Storage gradGain = where.output(channels);
    Storage gradShift = where.output(channels);
    return () ->
        kernels.backward(
            pixels,
            channels,
            EPSILON,
            Activation.RELU,
            true,
            x,
            mean,
            variance,
            gain,
            shift,
            gradY,
            gradX,
            gradGain,
            gradShift);
  }
}
