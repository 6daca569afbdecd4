package org.limpid.cuda;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Activation;
import org.limpid.backend.AxisGeometry;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.Grid;
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
  private final FusedChoice fused;
  private final OwnConvolution own;

  /** Our own first. */
  private final List<ConvolutionEngine> engines = new ArrayList<>();

  /** With our own kernels and the engines of libraries. */
  CudaConvolution(
      Launcher gpu,
      CudaReduction reduction,
      EngineChoice choice,
      FusedChoice fused,
      OwnConvolution own,
      List<ConvolutionEngine> others) {
    this.gpu = gpu;
    this.reduction = reduction;
    this.choice = choice;
    this.fused = fused;
    this.own = own;
    engines.add(own);
    engines.addAll(others);
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
    sumBias(g, gradY, gradBias);
  }

  private void sumBias(WindowGeometry g, Storage gradY, @Nullable Storage gradBias) {
    if (gradBias != null) {
      reduction.sum(
          new AxisGeometry(1, g.output().pixels(), g.output().channels()), gradY, gradBias);
    }
  }

  /** Where no library competes. */
  private boolean isOurs(WindowGeometry g) {
    return choice.isOwn() || fitting(g).size() == 1;
  }

  private static boolean isWhole(WindowGeometry g, List<Grid> parts) {
    return parts.size() == 1 && parts.get(0).equals(g.input());
  }

  @Override
  public boolean joins(WindowGeometry g, List<Grid> parts) {
    if (DirectConvolution.fits(g) || !CudaInput.takes(g.input(), parts)) {
      return false;
    }
    return isOurs(g) || !isWhole(g, parts) && fused.joins(g, parts);
  }

  @Override
  public boolean measures(WindowGeometry g, List<Grid> parts) {
    if (!OwnConvolution.measures(g)) {
      return false;
    }
    return isWhole(g, parts) ? isOurs(g) || fused.measures(g) : joins(g, parts);
  }

  @Override
  public void forwardJoined(
      WindowGeometry g,
      List<Part> x,
      Storage weight,
      @Nullable Storage bias,
      Activation activation,
      Storage y) {
    String op = "convolution of parts";
    own.forward(
        g,
        CudaInput.of(gpu, op, "x", g.input(), x),
        gpu.of(op, "weight", weight, weights(g)),
        bias == null ? null : gpu.of(op, "bias", bias, g.output().channels()),
        activation,
        gpu.of(op, "y", y, g.output().elements()));
  }

  @Override
  public void forwardMeasured(
      WindowGeometry g,
      List<Part> x,
      Storage weight,
      @Nullable Storage bias,
      Storage y,
      Storage mean,
      Storage variance) {
    String op = "convolution with statistics";
    int channels = g.output().channels();
    own.forwardMeasured(
        g,
        CudaInput.of(gpu, op, "x", g.input(), x),
        gpu.of(op, "weight", weight, weights(g)),
        bias == null ? null : gpu.of(op, "bias", bias, channels),
        gpu.of(op, "y", y, g.output().elements()),
        gpu.of(op, "mean", mean, channels),
        gpu.of(op, "variance", variance, channels));
  }

  @Override
  public void backwardInputJoined(
      WindowGeometry g, Storage weight, Storage gradY, List<Part> gradX) {
    String op = "convolution of parts backwardInput";
    own.backwardInput(
        g,
        gpu.of(op, "weight", weight, weights(g)),
        gpu.of(op, "gradY", gradY, g.output().elements()),
        CudaInput.of(gpu, op, "gradX", g.input(), gradX));
  }

  @Override
  public void backwardWeightJoined(
      WindowGeometry g,
      List<Part> x,
      Storage gradY,
      Storage gradWeight,
      @Nullable Storage gradBias) {
    String op = "convolution of parts backwardWeight";
    own.backwardWeight(
        g,
        CudaInput.of(gpu, op, "x", g.input(), x),
        gpu.of(op, "gradY", gradY, g.output().elements()),
        gpu.of(op, "gradWeight", gradWeight, weights(g)));
    sumBias(g, gradY, gradBias);
  }
}
