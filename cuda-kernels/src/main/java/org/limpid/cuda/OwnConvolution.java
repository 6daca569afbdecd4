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
   * @param isInFours whether what is read side by side comes in multiples of four, at such
   *     addresses
   */
  private @Nullable Tiling tiling(WindowGeometry g, int columns, boolean isInFours) {
    if (isInFours && tensor != null) {
      return tensor;
    }
    return DirectConvolution.fits(g) ? null : columns > NARROW.columns ? WIDE : NARROW;
  }

  private static boolean isInFours(int channels, CudaStorage operand) {
    return channels % 4 == 0 && operand.address % 16 == 0;
  }

  private static boolean isInFours(WindowGeometry g, CudaInput x) {
    return g.input().channels() % 4 == 0 && x.isInFours();
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
    forward(g, CudaInput.whole(x, g.input().channels()), weight, bias, activation, y);
  }

  /** The same of an input that may lie in parts. */
  void forward(
      WindowGeometry g,
      CudaInput x,
      CudaStorage weight,
      @Nullable CudaStorage bias,
      Activation activation,
      CudaStorage y) {
    boolean isFused =
        switch (activation.kind()) {
          case IDENTITY, RELU, LEAKY_RELU -> true;
          case ELU, SIGMOID, SOFTPLUS -> false;
        };
    forward(
        tiling(g, x, weight),
        g,
        x,
        weight,
        bias,
        isFused ? activation : Activation.IDENTITY,
        y,
        0L);
    if (!isFused) {
      elementwise.activation(activation, y, y);
    }
  }

  private @Nullable Tiling tiling(WindowGeometry g, CudaInput x, CudaStorage weight) {
    int channels = g.output().channels();
    return tiling(g, channels, isInFours(g, x) && isInFours(channels, weight));
  }

  private void forward(
      @Nullable Tiling tiling,
      WindowGeometry g,
      CudaInput x,
      CudaStorage weight,
      @Nullable CudaStorage bias,
      Activation fused,
      CudaStorage y,
      Object moments) {
    if (tiling == null) {
      direct.forward(g, x.first(), weight, bias, fused, y, moments);
      return;
    }
    gpu.run(
        tiling.family,
        tiling.kernel("forward"),
        Launcher.blocks(g.output().pixels(), tiling.rows),
        Launcher.blocks(g.output().channels(), tiling.columns),
        g,
        x.first(),
        x.secondOrNull(),
        x.part(),
        weight,
        bias == null ? (Object) 0L : bias,
        fused.kind(),
        fused.slope(),
        y,
        moments);
  }

  /** Whether {@link #forwardMeasured} takes it. */
  static boolean measures(WindowGeometry g) {
    return !DirectConvolution.isContracting(g);
  }

  /** Convolution, with the statistics of its result, of which it leaves some for each tile. */
  void forwardMeasured(
      WindowGeometry g,
      CudaInput x,
      CudaStorage weight,
      @Nullable CudaStorage bias,
      CudaStorage y,
      CudaStorage mean,
      CudaStorage variance) {
    Tiling tiling = tiling(g, x, weight);
    TileMoments tiles =
        new TileMoments(
            g.output().pixels(),
            g.output().channels(),
            tiling == null ? DirectConvolution.ROWS : tiling.rows);
    gpu.withScratch(
        tiles.floats(),
        moments -> {
          forward(tiling, g, x, weight, bias, Activation.IDENTITY, y, moments);
          tiles.finish(gpu, moments, mean, variance);
        });
  }

  @Override
  public void backwardInput(
      WindowGeometry g, CudaStorage weight, CudaStorage gradY, CudaStorage gradX) {
    backwardInput(g, weight, gradY, CudaInput.whole(gradX, g.input().channels()));
  }

  /** The same into parts of full extents. */
  void backwardInput(WindowGeometry g, CudaStorage weight, CudaStorage gradY, CudaInput gradX) {
    int channels = g.input().channels();
    int outputs = g.output().channels();
    boolean isInFours = isInFours(outputs, gradY) && isInFours(outputs, weight);
    Tiling tiling = tiling(g, channels, isInFours);
    if (tiling == null) {
      direct.backwardInput(g, weight, gradY, gradX.first());
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
        gradX.first(),
        gradX.secondOrNull(),
        gradX.channels());
  }

  @Override
  public void backwardWeight(
      WindowGeometry g, CudaStorage x, CudaStorage gradY, CudaStorage gradWeight) {
    backwardWeight(g, CudaInput.whole(x, g.input().channels()), gradY, gradWeight);
  }

  /** The same of an input that may lie in parts. */
  void backwardWeight(WindowGeometry g, CudaInput x, CudaStorage gradY, CudaStorage gradWeight) {
    int channels = g.output().channels();
    Tiling tiling = tiling(g, channels, isInFours(g, x) && isInFours(channels, gradY));
    if (tiling == null) {
      direct.backwardWeight(g, x.first(), gradY, gradWeight);
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
                    x.first(),
                    x.secondOrNull(),
                    x.part(),
                    gradY,
                    splits.pixels(),
                    partial));
  }
}
