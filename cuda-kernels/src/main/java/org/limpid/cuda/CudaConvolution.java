package org.limpid.cuda;

import org.jspecify.annotations.Nullable;
import org.limpid.backend.Activation;
import org.limpid.backend.AxisGeometry;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;

/** Convolution in exact float32, as dense products in tiles. */
final class CudaConvolution implements ConvolutionKernels {

  private static final String FAMILY = "convolution";

  /** Rows of a tile. */
  private static final int ROWS = 64;

  /** Columns of a wide tile, and of a narrow one, which is for outputs of few channels. */
  private static final int WIDE = 64;

  private static final int NARROW = 16;

  /** Pixels whose products are added in float32; what they come to is added in double. */
  private static final int LEAST_SPLIT = 256;

  private static final int MOST_SPLIT = 2048;
  private static final int SPLITS = 256;

  private final Launcher gpu;
  private final CudaElementwise elementwise;
  private final CudaReduction reduction;

  CudaConvolution(Launcher gpu, CudaElementwise elementwise, CudaReduction reduction) {
    this.gpu = gpu;
    this.elementwise = elementwise;
    this.reduction = reduction;
  }

  private static int width(int channels) {
    return channels > NARROW ? WIDE : NARROW;
  }

  private static String name(String kernel, int width) {
    return kernel + (width == WIDE ? "_wide" : "_narrow");
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
    Object added =
        bias == null ? (Object) 0L : gpu.of("convolution", "bias", bias, g.output().channels());
    boolean isFused =
        switch (activation.kind()) {
          case IDENTITY, RELU, LEAKY_RELU -> true;
          case ELU, SIGMOID, SOFTPLUS -> false;
        };
    Activation fused = isFused ? activation : Activation.IDENTITY;
    int width = width(g.output().channels());
    gpu.run(
        FAMILY,
        name("conv_forward", width),
        Launcher.blocks(g.output().pixels(), ROWS),
        Launcher.blocks(g.output().channels(), width),
        g,
        from,
        taps,
        added,
        fused.kind(),
        fused.slope(),
        to);
    if (!isFused) {
      elementwise.activation(activation, to, to);
    }
  }

  @Override
  public void backwardInput(WindowGeometry g, Storage weight, Storage gradY, Storage gradX) {
    CudaStorage to = gpu.of("convolution backwardInput", "gradX", gradX, g.input().elements());
    CudaStorage from = gpu.of("convolution backwardInput", "gradY", gradY, g.output().elements());
    CudaStorage taps = gpu.of("convolution backwardInput", "weight", weight, weights(g));
    int width = width(g.input().channels());
    gpu.run(
        FAMILY,
        name("conv_backward_input", width),
        Launcher.blocks(g.input().pixels(), ROWS),
        Launcher.blocks(g.input().channels(), width),
        g,
        taps,
        from,
        to);
  }

  @Override
  public void backwardWeight(
      WindowGeometry g, Storage x, Storage gradY, Storage gradWeight, @Nullable Storage gradBias) {
    String op = "convolution backwardWeight";
    CudaStorage to = gpu.of(op, "gradWeight", gradWeight, weights(g));
    CudaStorage from = gpu.of(op, "x", x, g.input().elements());
    CudaStorage gradient = gpu.of(op, "gradY", gradY, g.output().elements());
    int pixels = Math.toIntExact(g.output().pixels());
    int channels = g.output().channels();
    int width = width(channels);
    int split = split(pixels);
    int splits = Launcher.blocks(pixels, split);
    int rows = to.length / channels;
    int tiles = Launcher.blocks(rows, ROWS) * Launcher.blocks(channels, width);
    String kernel = name("conv_backward_weight", width);
    if (splits == 1) {
      gpu.run(FAMILY, kernel, tiles, 1, g, from, gradient, split, to);
    } else {
      gpu.withScratch(
          (long) splits * to.length,
          partial -> {
            gpu.run(FAMILY, kernel, tiles, splits, g, from, gradient, split, partial);
            gpu.each(FAMILY, "conv_add_splits", to.length, partial, splits, to, to.length);
          });
    }
    if (gradBias != null) {
      reduction.sum(new AxisGeometry(1, pixels, channels), gradY, gradBias);
    }
  }

  /** Pixels of a split; depends on the shape only, so that the order of the sum does too. */
  private static int split(int pixels) {
    int even = Launcher.blocks(pixels, SPLITS);
    int rounded = Launcher.blocks(even, LEAST_SPLIT) * LEAST_SPLIT;
    return Math.min(Math.max(rounded, LEAST_SPLIT), MOST_SPLIT);
  }
}
