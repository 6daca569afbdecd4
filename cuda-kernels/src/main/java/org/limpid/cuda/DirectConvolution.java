package org.limpid.cuda;

import org.jspecify.annotations.Nullable;
import org.limpid.backend.Activation;
import org.limpid.backend.Grid;
import org.limpid.backend.WindowGeometry;

/**
 * Convolutions with few channels on one side, as those of a first and a last layer: tiles would be
 * mostly empty there, and memory decides, so that what has many channels is read or written once.
 */
final class DirectConvolution {

  private static final String FAMILY = "direct";

  /** Most channels that are few; {@code direct.cu} says the same. */
  private static final int FEW = 4;

  /** Pixels of a block that goes from few channels to many. */
  static final int ROWS = Launcher.THREADS;

  /** Channels of a block on the side with many. */
  private static final int LANES = 32;

  /** Products of a block that sums over pixels. */
  private static final int GATHERED = 16;

  private final Launcher gpu;

  DirectConvolution(Launcher gpu) {
    this.gpu = gpu;
  }

  private static boolean isFew(Grid grid) {
    return grid.channels() <= FEW;
  }

  /** Whether input or output has few channels. */
  static boolean fits(WindowGeometry g) {
    return isFew(g.input()) || isFew(g.output());
  }

  /** Whether it has few outputs, which are not measured. */
  static boolean isContracting(WindowGeometry g) {
    return isFew(g.output());
  }

  private static int blocks(Grid grid) {
    return Launcher.blocks(grid.pixels(), Launcher.THREADS);
  }

  private static int lanes(Grid grid) {
    return Launcher.blocks(grid.channels(), LANES);
  }

  /** Kernels make one channel or up to {@link #FEW}. */
  private static String contracting(String kernel, Grid to) {
    return kernel + (to.channels() == 1 ? "_contract_one" : "_contract_few");
  }

  /** With an activation that kernels fuse; moments are null or, but for few outputs, a block. */
  void forward(
      WindowGeometry g,
      CudaStorage x,
      CudaStorage weight,
      @Nullable CudaStorage bias,
      Activation activation,
      CudaStorage y,
      Object moments) {
    String name = "direct_forward";
    Object added = bias == null ? (Object) 0L : bias;
    Activation.Kind kind = activation.kind();
    float slope = activation.slope();
    int blocks = blocks(g.output());
    if (isContracting(g)) {
      String kernel = contracting(name, g.output());
      gpu.run(FAMILY, kernel, blocks, 1, g, x, weight, added, kind, slope, y);
    } else {
      int lanes = lanes(g.output());
      gpu.run(
          FAMILY, name + "_expand", blocks, lanes, g, x, weight, added, kind, slope, y, moments);
    }
  }

  void backwardInput(WindowGeometry g, CudaStorage weight, CudaStorage gradY, CudaStorage gradX) {
    String name = "direct_backward_input";
    boolean isContracting = isFew(g.input());
    gpu.run(
        FAMILY,
        isContracting ? contracting(name, g.input()) : name + "_expand",
        blocks(g.input()),
        isContracting ? 1 : lanes(g.input()),
        g,
        weight,
        gradY,
        gradX);
  }

  void backwardWeight(WindowGeometry g, CudaStorage x, CudaStorage gradY, CudaStorage gradWeight) {
    boolean hasFewInputs = isFew(g.input());
    Grid few = hasFewInputs ? g.input() : g.output();
    Grid many = hasFewInputs ? g.output() : g.input();
    int blocks = Launcher.blocks((long) g.window().volume() * few.channels(), GATHERED);
    PixelSplits.of(many)
        .add(
            gpu,
            gradWeight,
            (splits, partial) ->
                gpu.run(
                    FAMILY,
                    "direct_backward_weight_few_" + (hasFewInputs ? "inputs" : "outputs"),
                    blocks * lanes(many),
                    splits.count(),
                    g,
                    x,
                    gradY,
                    splits.pixels(),
                    partial));
  }
}
