package org.limpid.cuda;

import org.jspecify.annotations.Nullable;
import org.limpid.backend.Activation;
import org.limpid.backend.Precision;
import org.limpid.backend.WindowGeometry;

/**
 * Our own kernels: convolution as dense products in tiles, in exact float32, or on tensor cores
 * where that is wanted and channels and addresses allow.
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

  /** Pixels whose products are added in float32; what they come to is added in double. */
  private static final int LEAST_SPLIT = 256;

  private static final int MOST_SPLIT = 2048;
  private static final int SPLITS = 256;

  /** Beyond, what the splits come to would take more memory than it is worth. */
  private static final int MOST_SPLITS = 1024;

  private final Launcher gpu;
  private final CudaElementwise elementwise;

  /** Kernels on tensor cores, if there are to be any. */
  private final @Nullable Tiling tensor;

  OwnConvolution(Launcher gpu, CudaElementwise elementwise, Precision precision) {
    this.gpu = gpu;
    this.elementwise = elementwise;
    tensor =
        switch (precision) {
          case FLOAT32 -> null;
          case TF32 -> TF32;
          case BFLOAT16 -> BFLOAT16;
        };
  }

  /**
   * The kernels for a product.
   *
   * @param columns of the product
   * @param isInFours whether what is read side by side comes in multiples of four
   * @param operands what is read four at a time
   */
  private Tiling tiling(int columns, boolean isInFours, CudaStorage... operands) {
    boolean fits = isInFours;
    for (CudaStorage operand : operands) {
      fits &= operand.address % 16 == 0;
    }
    return fits && tensor != null ? tensor : columns > NARROW.columns ? WIDE : NARROW;
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
    Tiling tiling = tiling(channels, isInFours, x, weight);
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
    if (!isFused) {
      elementwise.activation(activation, y, y);
    }
  }

  @Override
  public void backwardInput(
      WindowGeometry g, CudaStorage weight, CudaStorage gradY, CudaStorage gradX) {
    int channels = g.input().channels();
    Tiling tiling = tiling(channels, isInFours(g.output().channels()), gradY, weight);
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
    int pixels = Math.toIntExact(g.output().pixels());
    int channels = g.output().channels();
    boolean isInFours = isInFours(g.input().channels()) && isInFours(channels);
    Tiling tiling = tiling(channels, isInFours, x, gradY);
    int split = split(pixels);
    int splits = Launcher.blocks(pixels, split);
    int rows = gradWeight.length / channels;
    int tiles = Launcher.blocks(rows, tiling.rows) * Launcher.blocks(channels, tiling.columns);
    String kernel = tiling.kernel("backward_weight");
    if (splits == 1) {
      gpu.run(tiling.family, kernel, tiles, 1, g, x, gradY, split, gradWeight);
    } else {
      gpu.withScratch(
          (long) splits * gradWeight.length,
          partial -> {
            gpu.run(tiling.family, kernel, tiles, splits, g, x, gradY, split, partial);
            int n = gradWeight.length;
            gpu.each(WIDE.family, "conv_add_splits", n, partial, splits, gradWeight, n);
          });
    }
  }

  /** Pixels of a split; depends on the shape only, so that the order of the sum does too. */
  private static int split(int pixels) {
    int even = Launcher.blocks(pixels, SPLITS);
    int rounded = Launcher.blocks(even, LEAST_SPLIT) * LEAST_SPLIT;
    int split = Math.min(Math.max(rounded, LEAST_SPLIT), MOST_SPLIT);
    return Math.max(split, Launcher.blocks(pixels, MOST_SPLITS));
  }
}
