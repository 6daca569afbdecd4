package org.limpid.cuda;

import org.jspecify.annotations.Nullable;
import org.limpid.backend.Activation;
import org.limpid.backend.Precision;
import org.limpid.backend.WindowGeometry;

/**
 * Our own kernels: convolution as dense products in tiles, on tensor cores where that is wanted and
 * channels and addresses allow, else in exact float32; kernels that need no tiles where input or
 * output has few channels.
 */
final class OwnConvolution implements ConvolutionEngine {

  /**
   * A set of kernels.
   *
   * @param family source file
   * @param prefix of the kernels' names
   * @param suffix of the kernels' names
   * @param rows rows of a tile
   * @param columns columns of a tile
   */
  private record Tiling(String family, String prefix, String suffix, int rows, int columns) {
    String kernel(String name) {
      return prefix + name + suffix;
    }
  }

  private static final Tiling WIDE = new Tiling("convolution", "conv_", "_wide", 64, 64);

  /** For outputs of few channels. */
  private static final Tiling NARROW = new Tiling("convolution", "conv_", "_narrow", 64, 16);

  private static final Tiling TF32 = new Tiling("tensor_convolution", "tensor_", "", 128, 64);

  private static final Tiling BFLOAT16 = new Tiling("tensor_bfloat16", "bfloat16_", "", 128, 64);

  private final Launcher gpu;
  private final CudaElementwise elementwise;
  private final DirectConvolution direct;

  /** Kernels on tensor cores, if there are to be any. */
  private final @Nullable Tiling tensor;

  OwnConvolution(Launcher gpu, CudaElementwise elementwise, Precision precision) {
    this.gpu = gpu;
    this.elementwise = elementwise;
    direct = new DirectConvolution(gpu);
    tensor =
        switch (precision) {
          case FLOAT32 -> null;
          case TF32 -> TF32;
          case BFLOAT16 -> BFLOAT16;
        };
  }

  /**
   * The kernels for a product; null for those without tiles.
   *
   * @param g whose channels decide
   * @param columns of the product
   * @param isInFours whether what is read side by side comes in multiples of four
   * @param operands what is read four at a time
   */
  private @Nullable Tiling tiling(
      WindowGeometry g, int columns, boolean isInFours, CudaStorage... operands) {
    boolean fits = isInFours;
    for (CudaStorage operand : operands) {
      fits &= operand.address % 16 == 0;
    }
    if (fits && tensor != null) {
      return tensor;
    }
    return DirectConvolution.fits(g) ? null : columns > NARROW.columns ? WIDE : NARROW;
  }

  private static boolean isInFours(int channels) {
    return channels % 4 == 0;
  }

  @Override
  public String name() {
    return EngineChoice.OWN;
  }

  @Override
  public boolean fits(WindowGeometry g) {
    return true;
  }

  @Override
  public void forward(
      WindowGeometry g,
      CudaStorage x,
      CudaStorage weight,
      @Nullable CudaStorage bias,
      Activation activation,
      CudaStorage y) {
    boolean isFused =
        switch (activation.kind()) {
          case IDENTITY, RELU, LEAKY_RELU -> true;
          case ELU, SIGMOID, SOFTPLUS -> false;
        };
    Activation fused = isFused ? activation : Activation.IDENTITY;
    int channels = g.output().channels();
    boolean isInFours = isInFours(g.input().channels()) && isInFours(channels);
    Tiling tiling = tiling(g, channels, isInFours, x, weight);
    if (tiling == null) {
      direct.forward(g, x, weight, bias, fused, y);
    } else {
      gpu.run(
          tiling.family,
          tiling.kernel("forward"),
          Launcher.blocks(g.output().pixels(), tiling.rows),
          Launcher.blocks(channels, tiling.columns),
          g,
          x,
          weight,
          bias == null ? (Object) 0L : bias,
          fused.kind(),
          fused.slope(),
          y);
    }
    if (!isFused) {
      elementwise.activation(activation, y, y);
    }
  }

  @Override
  public void backwardInput(
      WindowGeometry g, CudaStorage weight, CudaStorage gradY, CudaStorage gradX) {
    int channels = g.input().channels();
    Tiling tiling = tiling(g, channels, isInFours(g.output().channels()), gradY, weight);
    if (tiling == null) {
      direct.backwardInput(g, weight, gradY, gradX);
      return;
    }
    gpu.run(
        tiling.family,
        tiling.kernel("backward_input"),
        Launcher.blocks(g.input().pixels(), tiling.rows),
        Launcher.blocks(channels, tiling.columns),
        g,
        weight,
        gradY,
        gradX);
  }

  @Override
  public void backwardWeight(
      WindowGeometry g, CudaStorage x, CudaStorage gradY, CudaStorage gradWeight) {
    int channels = g.output().channels();
    boolean isInFours = isInFours(g.input().channels()) && isInFours(channels);
    Tiling tiling = tiling(g, channels, isInFours, x, gradY);
    if (tiling == null) {
      direct.backwardWeight(g, x, gradY, gradWeight);
      return;
    }
    int rows = gradWeight.length / channels;
    int tiles = Launcher.blocks(rows, tiling.rows) * Launcher.blocks(channels, tiling.columns);
    PixelSplits.of(g.output())
        .add(
            gpu,
            gradWeight,
            (splits, partial) ->
                gpu.run(
                    tiling.family,
                    tiling.kernel("backward_weight"),
                    tiles,
                    splits.count(),
                    g,
                    x,
                    gradY,
                    splits.pixels(),
                    partial));
  }
}
