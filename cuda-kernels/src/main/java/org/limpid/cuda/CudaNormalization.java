package org.limpid.cuda;

import org.limpid.backend.Activation;
import org.limpid.backend.AxisGeometry;
import org.limpid.backend.NormalizationKernels;
import org.limpid.backend.Storage;

/** Batch normalisation. */
final class CudaNormalization implements NormalizationKernels {

  private static final String FAMILY = "normalization";

  private final Launcher gpu;

  CudaNormalization(Launcher gpu) {
    this.gpu = gpu;
  }

  @Override
  public void statistics(long pixels, int channels, Storage x, Storage mean, Storage variance) {
    String op = "statistics";
    CudaStorage from = gpu.of(op, "x", x, pixels * channels);
    CudaStorage center = gpu.of(op, "mean", mean, channels);
    CudaStorage spread = gpu.of(op, "variance", variance, channels);
    SumShape shape = SumShape.of(new AxisGeometry(1, pixels, channels));
    int[] cut = shape.ints();
    int n = (int) pixels;
    gpu.withScratch(
        shape.scratch(1),
        partial ->
            gpu.withScratch(
                2L * channels,
                exact -> {
                  gpu.run(FAMILY, "norm_sum", shape.blocks(), 1, cut, from, partial);
                  gpu.each(FAMILY, "norm_mean", channels, cut, n, partial, exact, center);
                  gpu.run(FAMILY, "norm_squares", shape.blocks(), 1, cut, from, exact, partial);
                  gpu.each(FAMILY, "norm_variance", channels, cut, n, partial, spread);
                }));
  }

  @Override
  public void normalize(
      long pixels,
      int channels,
      float epsilon,
      Activation activation,
      Storage x,
      Storage mean,
      Storage variance,
      Storage gain,
      Storage shift,
      Storage y) {
    String op = "normalize";
    CudaStorage to = gpu.of(op, "y", y, pixels * channels);
    gpu.each(
        FAMILY,
        "norm_apply",
        to.length,
        channels,
        epsilon,
        activation.kind(),
        activation.slope(),
        gpu.of(op, "x", x, to.length),
        gpu.of(op, "mean", mean, channels),
        gpu.of(op, "variance", variance, channels),
        gpu.of(op, "gain", gain, channels),
        gpu.of(op, "shift", shift, channels),
        to,
        to.length);
  }

  @Override
  public void backward(
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
      Storage gradShift) {
    String op = "normalize backward";
    CudaStorage to = gpu.of(op, "gradX", gradX, pixels * channels);
    CudaStorage input = gpu.of(op, "x", x, to.length);
    CudaStorage center = gpu.of(op, "mean", mean, channels);
    CudaStorage spread = gpu.of(op, "variance", variance, channels);
    CudaStorage factor = gpu.of(op, "gain", gain, channels);
    CudaStorage offset = gpu.of(op, "shift", shift, channels);
    CudaStorage gradient = gpu.of(op, "gradY", gradY, to.length);
    CudaStorage toGain = gpu.of(op, "gradGain", gradGain, channels);
    CudaStorage toShift = gpu.of(op, "gradShift", gradShift, channels);
    Activation.Kind kind = activation.kind();
    float slope = activation.slope();
    SumShape shape = SumShape.of(new AxisGeometry(1, pixels, channels));
    int[] cut = shape.ints();
    gpu.withScratch(
        shape.scratch(2),
        partial -> {
          gpu.run(
              FAMILY,
              "norm_gradients",
              shape.blocks(),
              1,
              cut,
              epsilon,
              kind,
              slope,
              input,
              center,
              spread,
              factor,
              offset,
              gradient,
              partial);
          gpu.each(FAMILY, "norm_gradients_finish", channels, cut, partial, toShift, toGain);
        });
    gpu.each(
        FAMILY,
        "norm_backward",
        to.length,
        channels,
        epsilon,
        kind,
        slope,
        fromBatch ? 1f / pixels : 0f,
        input,
        center,
        spread,
        factor,
        offset,
        gradient,
        toShift,
        toGain,
        to,
        to.length);
  }
}
