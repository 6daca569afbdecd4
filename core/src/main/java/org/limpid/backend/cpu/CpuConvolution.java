package org.limpid.backend.cpu;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Activation;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.Grid;
import org.limpid.backend.Size3;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;

/** Checks operands and chooses, for each shape, the fastest way to convolve. */
final class CpuConvolution implements ConvolutionKernels {

  /** Channels from which on Winograd's fewer products outweigh its transforms. */
  private static final int WINOGRAD_CHANNELS = 8;

  /** Lanes of the widest vectors, whose whole number each part of an input must hold. */
  private static final int MOST_LANES = 16;

  /** Which algorithm runs. */
  enum Choice {
    /** By shape. */
    FASTEST,
    /** The products of the definition, for every shape. */
    DIRECT,
    /** Winograd's, in tiles of 4 x 4, wherever the window is 3 x 3 with unit stride. */
    TILES_OF_4,
    /** The same in tiles of 6 x 6. */
    TILES_OF_6
  }

  private final PanelKernels<?> kernels;
  private final WorkerPool workers;
  private final BufferPool memory;
  private final Elements elements;
  private final ChannelSums channelSums;
  private final Choice choice;
  private final ConvolutionAlgorithm direct;
  private final WinogradConvolution<?> four;
  private final WinogradConvolution<?> six;
  private final List<ConvolutionAlgorithm> narrow;

  CpuConvolution(WorkerPool workers, BufferPool memory, PanelKernels<?> kernels, Choice choice) {
    this.kernels = kernels;
    this.workers = workers;
    this.memory = memory;
    this.elements = new Elements(workers, memory);
    this.channelSums = new ChannelSums(kernels, workers, memory);
    this.choice = choice;
    this.direct = new DirectConvolution<>(kernels, workers, memory);
    this.narrow = kernels.narrow(workers, memory, direct);
    this.four = new WinogradConvolution<>(TileSize.FOUR, kernels, workers, memory);
    this.six = new WinogradConvolution<>(TileSize.SIX, kernels, workers, memory);
  }

  private ConvolutionAlgorithm algorithm(WindowGeometry g) {
    if (isWinograd(g)) {
      return winograd(g);
    }
    for (ConvolutionAlgorithm algorithm : narrow) {
      if (algorithm.supports(g)) {
        return algorithm;
      }
    }
    return direct;
  }

  private boolean isWinograd(WindowGeometry g) {
    return four.supports(g)
        && switch (choice) {
          case DIRECT -> false;
          case TILES_OF_4, TILES_OF_6 -> true;
          case FASTEST ->
              Math.min(g.input().channels(), g.output().channels()) >= WINOGRAD_CHANNELS
                  && TileSize.FOUR.isFilled(g.output());
        };
  }

  private WinogradConvolution<?> winograd(WindowGeometry g) {
    return switch (choice) {
      case TILES_OF_4 -> four;
      case TILES_OF_6 -> six;
      case FASTEST, DIRECT -> TileSize.fastest(g.output()) == TileSize.SIX ? six : four;
    };
  }

  @Override
  public void forward(
      WindowGeometry g,
      Storage x,
      Storage weight,
      @Nullable Storage bias,
      Activation activation,
      Storage y) {
    String kernel = "convolution";
    int k = g.output().channels();
    CpuStorage input = CpuStorage.of(kernel, "x", x, g.input().elements());
    CpuStorage weights = CpuStorage.of(kernel, "weight", weight, weightElements(g));
    CpuStorage biases = bias == null ? null : CpuStorage.of(kernel, "bias", bias, k);
    CpuStorage output = CpuStorage.of(kernel, "y", y, g.output().elements());
    try (Ending ending = new Ending(activation, biases, k)) {
      algorithm(g).forward(g, input, weights, ending.epilogue, output);
      ending.activate(output);
    }
  }

  /** What comes after the sums of a convolution. */
  private final class Ending implements AutoCloseable {

    final Epilogue epilogue;
    private final Activation activation;

    Ending(Activation activation, @Nullable CpuStorage biases, int channels) {
      this.activation = activation;
      float floor = isRectifier() ? 0 : Float.NEGATIVE_INFINITY;
      this.epilogue = new Epilogue(addends(biases, channels), floor);
    }

    private boolean isRectifier() {
      return activation.kind() == Activation.Kind.RELU;
    }

    /** Applies what the epilogue cannot. */
    void activate(CpuStorage y) {
      if (isRectifier() || activation.isIdentity()) {
        return;
      }
      workers.split(
          y.length,
          Elements.CHUNK,
          (from, to, worker) ->
              Activations.forward(activation, y.array, y.array, y.offset + from, y.offset + to));
    }

    @Override
    public void close() {
      memory.give(epilogue.bias());
    }
  }

  @Override
  public void backwardInput(WindowGeometry g, Storage weight, Storage gradY, Storage gradX) {
    String kernel = "convolutionBackwardInput";
    CpuStorage weights = CpuStorage.of(kernel, "weight", weight, weightElements(g));
    CpuStorage from = CpuStorage.of(kernel, "gradY", gradY, g.output().elements());
    CpuStorage to = CpuStorage.of(kernel, "gradX", gradX, g.input().elements());
    try (Ending ending = new Ending(Activation.IDENTITY, null, g.input().channels())) {
      algorithm(g).backwardInput(g, weights, from, ending.epilogue, to);
    }
  }

  @Override
  public void backwardWeight(
      WindowGeometry g, Storage x, Storage gradY, Storage gradWeight, @Nullable Storage gradBias) {
    String kernel = "convolutionBackwardWeight";
    CpuStorage input = CpuStorage.of(kernel, "x", x, g.input().elements());
    CpuStorage from = CpuStorage.of(kernel, "gradY", gradY, g.output().elements());
    CpuStorage to = CpuStorage.of(kernel, "gradWeight", gradWeight, weightElements(g));
    algorithm(g).backwardWeight(g, input, from, to);
    sumBias(g, from, gradBias);
  }

  private void sumBias(WindowGeometry g, CpuStorage gradY, @Nullable Storage gradBias) {
    if (gradBias != null) {
      int k = g.output().channels();
      CpuStorage bias = CpuStorage.of("convolutionBackwardWeight", "gradBias", gradBias, k);
      channelSums.of(gradY, (int) g.output().pixels(), k, bias);
    }
  }

  @Override
  public boolean sumsActivation() {
    return true;
  }

  @Override
  public void backwardActivation(
      Grid output,
      Activation activation,
      Storage y,
      Storage gradY,
      Storage gradSum,
      Storage gradBias) {
    String kernel = "convolutionBackwardActivation";
    CpuStorage result = CpuStorage.of(kernel, "y", y, output.elements());
    CpuStorage from = CpuStorage.of(kernel, "gradY", gradY, output.elements());
    CpuStorage to = CpuStorage.of(kernel, "gradSum", gradSum, output.elements());
    CpuStorage bias = CpuStorage.of(kernel, "gradBias", gradBias, output.channels());
    int pixels = (int) output.pixels();
    int channels = output.channels();
    if (result.offset == to.offset && from.offset == to.offset) {
      channelSums.passed(activation, result, from, to, pixels, channels, bias);
    } else {
      elements.run(
          (v, begin, end) -> Activations.backward(activation, v[0], v[1], v[2], begin, end),
          1,
          result,
          from,
          to);
      channelSums.of(to, pixels, channels, bias);
    }
  }

  /** By Winograd's tiles, where enlarged parts come first. */
  @Override
  public boolean joins(WindowGeometry g, List<Grid> parts) {
    boolean isJoined = isWinograd(g) && g.output().space().equals(g.input().space());
    boolean isEnlarged = true;
    int channels = 0;
    for (Grid part : parts) {
      boolean isWhole = part.space().equals(g.input().space());
      isEnlarged &= !isWhole;
      isJoined &=
          part.channels() % MOST_LANES == 0 && (isWhole || isEnlarged && isHalf(part, g.input()));
      channels += part.channels();
    }
    return isJoined && channels == g.input().channels();
  }

  @Override
  public boolean sumsRepeatedPixels() {
    return true;
  }

  private static boolean isHalf(Grid part, Grid whole) {
    return whole.height() == 2 * part.height()
        && whole.width() == 2 * part.width()
        && (whole.depth() == part.depth() || whole.depth() == 2 * part.depth());
  }

  @Override
  public void forwardJoined(
      WindowGeometry g,
      List<Part> x,
      Storage weight,
      @Nullable Storage bias,
      Activation activation,
      Storage y) {
    String kernel = "convolution";
    int k = g.output().channels();
    CpuStorage weights = CpuStorage.of(kernel, "weight", weight, weightElements(g));
    CpuStorage biases = bias == null ? null : CpuStorage.of(kernel, "bias", bias, k);
    CpuStorage output = CpuStorage.of(kernel, "y", y, g.output().elements());
    try (Ending ending = new Ending(activation, biases, k)) {
      winograd(g).forward(g, parts(kernel, "x", g, x), weights, ending.epilogue, output);
      ending.activate(output);
    }
  }

  @Override
  public boolean fusesPointwise(WindowGeometry g, List<Grid> parts, Activation activation) {
    boolean isWhole = parts.size() == 1 && parts.get(0).equals(g.input());
    return isWinograd(g)
        && (isWhole || joins(g, parts))
        && (activation.isIdentity() || activation.kind() == Activation.Kind.RELU)
        && kernels.writesSums(g.output().channels());
  }

  @Override
  public void forwardPointwise(
      WindowGeometry g,
      List<Part> x,
      Storage weight,
      @Nullable Storage bias,
      Activation activation,
      Storage pointWeight,
      @Nullable Storage pointBias,
      Storage y) {
    String kernel = "convolutionPointwise";
    int k = g.output().channels();
    CpuStorage weights = CpuStorage.of(kernel, "weight", weight, weightElements(g));
    CpuStorage biases = bias == null ? null : CpuStorage.of(kernel, "bias", bias, k);
    CpuStorage sumWeights = CpuStorage.of(kernel, "pointWeight", pointWeight, k);
    float sumBias = 0;
    if (pointBias != null) {
      CpuStorage offset = CpuStorage.of(kernel, "pointBias", pointBias, 1);
      sumBias = offset.array[offset.offset];
    }
    CpuStorage output = CpuStorage.of(kernel, "y", y, g.output().pixels());
    try (Ending ending = new Ending(activation, biases, k)) {
      Epilogue epilogue =
          ending.epilogue.withPointwise(new Epilogue.Pointwise(sumWeights, sumBias));
      winograd(g).forward(g, parts(kernel, "x", g, x), weights, epilogue, output);
    }
  }

  @Override
  public void backwardInputJoined(
      WindowGeometry g, Storage weight, Storage gradY, List<Part> gradX) {
    String kernel = "convolutionBackwardInput";
    CpuStorage weights = CpuStorage.of(kernel, "weight", weight, weightElements(g));
    CpuStorage from = CpuStorage.of(kernel, "gradY", gradY, g.output().elements());
    try (Ending ending = new Ending(Activation.IDENTITY, null, g.input().channels())) {
      ChannelPart[] to = parts(kernel, "gradX", g, gradX);
      winograd(g).backwardInput(g, weights, from, ending.epilogue, to);
    }
  }

  @Override
  public void backwardWeightJoined(
      WindowGeometry g,
      List<Part> x,
      Storage gradY,
      Storage gradWeight,
      @Nullable Storage gradBias) {
    String kernel = "convolutionBackwardWeight";
    CpuStorage from = CpuStorage.of(kernel, "gradY", gradY, g.output().elements());
    CpuStorage to = CpuStorage.of(kernel, "gradWeight", gradWeight, weightElements(g));
    winograd(g).backwardWeight(g, parts(kernel, "x", g, x), from, to);
    sumBias(g, from, gradBias);
  }

  @Override
  public void backward(
      WindowGeometry g,
      List<Part> x,
      Storage weight,
      Storage gradY,
      List<Part> gradX,
      Storage gradWeight,
      @Nullable Storage gradBias) {
    if (!isWinograd(g) || !winograd(g).sharesBackward(g)) {
      ConvolutionKernels.super.backward(g, x, weight, gradY, gradX, gradWeight, gradBias);
      return;
    }
    String kernel = "convolutionBackward";
    CpuStorage weights = CpuStorage.of(kernel, "weight", weight, weightElements(g));
    CpuStorage from = CpuStorage.of(kernel, "gradY", gradY, g.output().elements());
    CpuStorage to = CpuStorage.of(kernel, "gradWeight", gradWeight, weightElements(g));
    ChannelPart[] input = parts(kernel, "x", g, x);
    try (Ending ending = new Ending(Activation.IDENTITY, null, g.input().channels())) {
      ChannelPart[] gradInput = parts(kernel, "gradX", g, gradX);
      winograd(g).backward(g, input, weights, from, ending.epilogue, gradInput, to);
    }
    sumBias(g, from, gradBias);
  }

  private static ChannelPart[] parts(
      String kernel, String name, WindowGeometry g, List<Part> parts) {
    ChannelPart[] found = new ChannelPart[parts.size()];
    int column = 0;
    for (int i = 0; i < found.length; i++) {
      Part part = parts.get(i);
      Grid grid = part.grid();
      CpuStorage storage = CpuStorage.of(kernel, name, part.storage(), grid.elements());
      Size3 factor =
          new Size3(
              g.input().depth() / grid.depth(),
              g.input().height() / grid.height(),
              g.input().width() / grid.width());
      found[i] = new ChannelPart(storage, grid, factor, column);
      column += grid.channels();
    }
    return found;
  }

  private float[] addends(@Nullable CpuStorage bias, int channels) {
    float[] addends = memory.take(roundUp(channels, PanelKernels.BLOCK));
    if (bias == null) {
      Arrays.fill(addends, 0, channels, 0);
    } else {
      System.arraycopy(bias.array, bias.offset, addends, 0, channels);
    }
    return addends;
  }

  private static long weightElements(WindowGeometry g) {
    return (long) g.window().volume() * g.input().channels() * g.output().channels();
  }

  private static int roundUp(int number, int multiple) {
    return (number + multiple - 1) / multiple * multiple;
  }
}
