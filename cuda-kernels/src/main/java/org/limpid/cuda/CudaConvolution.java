package org.limpid.cuda;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Activation;
import org.limpid.backend.AxisGeometry;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;

/** Convolution by the engine that is best at its shape. */
final class CudaConvolution implements ConvolutionKernels {

  /**
   * What decides which engine is fastest.
   *
   * @param isAligned whether operands begin where four neighbours can be read at once
   */
  record Shape(ConvolutionProduct product, WindowGeometry geometry, boolean isAligned) {}

  private final Launcher gpu;
  private final CudaReduction reduction;
  private final EngineChoice choice;

  /** Our own first. */
  private final List<ConvolutionEngine> engines;

  CudaConvolution(
      Launcher gpu, CudaReduction reduction, EngineChoice choice, List<ConvolutionEngine> engines) {
    this.gpu = gpu;
    this.reduction = reduction;
    this.choice = choice;
    this.engines = engines;
  }

  private List<ConvolutionEngine> fitting(WindowGeometry g) {
    List<ConvolutionEngine> fitting = new ArrayList<>(engines);
    fitting.removeIf(engine -> !engine.fits(g));
    return fitting;
  }

  private static Shape shape(
      ConvolutionProduct product, WindowGeometry g, CudaStorage a, CudaStorage b) {
    return new Shape(product, g, a.address % 16 == 0 && b.address % 16 == 0);
  }

  private static long weights(WindowGeometry g) {
    return (long) g.window().volume() * g.input().channels() * g.output().channels();
  }

  @Override
  public void forward(
      WindowGeometry g,
      Storage x,
      Storage weight,
      @Nullable Storage bias,
      Activation activation,
      Storage y) {
    CudaStorage to = gpu.of("convolution", "y", y, g.output().elements());
    CudaStorage from = gpu.of("convolution", "x", x, g.input().elements());
    CudaStorage taps = gpu.of("convolution", "weight", weight, weights(g));
    CudaStorage added =
        bias == null ? null : gpu.of("convolution", "bias", bias, g.output().channels());
    choice.run(
        shape(ConvolutionProduct.FORWARD, g, from, taps),
        fitting(g),
        to,
        (engine, output) -> engine.forward(g, from, taps, added, activation, output));
  }

  @Override
  public void backwardInput(WindowGeometry g, Storage weight, Storage gradY, Storage gradX) {
    String op = "convolution backwardInput";
    CudaStorage to = gpu.of(op, "gradX", gradX, g.input().elements());
    CudaStorage from = gpu.of(op, "gradY", gradY, g.output().elements());
    CudaStorage taps = gpu.of(op, "weight", weight, weights(g));
    choice.run(
        shape(ConvolutionProduct.BACKWARD_INPUT, g, from, taps),
        fitting(g),
        to,
        (engine, output) -> engine.backwardInput(g, taps, from, output));
  }

  @Override
  public void backwardWeight(
      WindowGeometry g, Storage x, Storage gradY, Storage gradWeight, @Nullable Storage gradBias) {
    String op = "convolution backwardWeight";
    CudaStorage to = gpu.of(op, "gradWeight", gradWeight, weights(g));
    CudaStorage from = gpu.of(op, "x", x, g.input().elements());
    CudaStorage gradient = gpu.of(op, "gradY", gradY, g.output().elements());
    choice.run(
        shape(ConvolutionProduct.BACKWARD_WEIGHT, g, from, gradient),
        fitting(g),
        to,
        (engine, output) -> engine.backwardWeight(g, from, gradient, output));
    if (gradBias != null) {
      reduction.sum(
          new AxisGeometry(1, g.output().pixels(), g.output().channels()), gradY, gradBias);
    }
  }
}
