package org.limpid.backend.cpu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Activation;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;

/** Checks operands and chooses, for each shape, the fastest way to convolve. */
final class CpuConvolution implements ConvolutionKernels {

  /** Channels from which on Winograd's fewer products outweigh its transforms. */
  private static final int WINOGRAD_CHANNELS = 8;

  /** Which algorithm runs. */
  enum Choice {
    /** By shape. */
    FASTEST,
    /** The products of the definition, for every shape. */
    DIRECT,
    /** Winograd's wherever the window is 3 x 3 with unit stride. */
    WINOGRAD
  }

  private final WorkerPool workers;
  private final BufferPool memory;
  private final ChannelSums channelSums;
  private final Choice choice;
  private final ConvolutionAlgorithm direct;
  private final ConvolutionAlgorithm winograd;

  CpuConvolution(WorkerPool workers, BufferPool memory, PanelKernels<?> kernels, Choice choice) {
    this.workers = workers;
    this.memory = memory;
    this.channelSums = new ChannelSums(workers, memory);
    this.choice = choice;
    this.direct = new DirectConvolution<>(kernels, workers, memory);
    this.winograd = new WinogradConvolution<>(kernels, workers, memory);
  }

  private ConvolutionAlgorithm algorithm(WindowGeometry g) {
    boolean isWinograd =
        winograd.supports(g)
            && switch (choice) {
              case DIRECT -> false;
              case WINOGRAD -> true;
              case FASTEST ->
                  Math.min(g.input().channels(), g.output().channels()) >= WINOGRAD_CHANNELS
                      && fillsTiles(g);
            };
    return isWinograd ? winograd : direct;
  }

  /** Whether tiles cover little more than the outputs: at least half of their pixels count. */
  private static boolean fillsTiles(WindowGeometry g) {
    int covered =
        roundUp(g.output().height(), Tiles.SIZE) * roundUp(g.output().width(), Tiles.SIZE);
    return 2 * g.output().height() * g.output().width() >= covered;
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
    boolean isRectified = activation.kind() == Activation.Kind.RELU;
    float[] addends = addends(biases, k);
    Epilogue epilogue = new Epilogue(addends, isRectified ? 0 : Float.NEGATIVE_INFINITY);
    algorithm(g).forward(g, input, weights, epilogue, output);
    memory.give(addends);
    if (!isRectified && !activation.isIdentity()) {
      workers.split(
          output.length,
          Elements.CHUNK,
          (from, to, worker) ->
              Activations.forward(
                  activation,
                  output.array,
                  output.array,
                  output.offset + from,
                  output.offset + to));
    }
  }

  @Override
  public void backwardInput(WindowGeometry g, Storage weight, Storage gradY, Storage gradX) {
    String kernel = "convolutionBackwardInput";
    CpuStorage weights = CpuStorage.of(kernel, "weight", weight, weightElements(g));
    CpuStorage from = CpuStorage.of(kernel, "gradY", gradY, g.output().elements());
    CpuStorage to = CpuStorage.of(kernel, "gradX", gradX, g.input().elements());
    float[] zeros = addends(null, g.input().channels());
    Epilogue epilogue = new Epilogue(zeros, Float.NEGATIVE_INFINITY);
    algorithm(g).backwardInput(g, weights, from, epilogue, to);
    memory.give(zeros);
  }

  @Override
  public void backwardWeight(
      WindowGeometry g, Storage x, Storage gradY, Storage gradWeight, @Nullable Storage gradBias) {
    String kernel = "convolutionBackwardWeight";
    CpuStorage input = CpuStorage.of(kernel, "x", x, g.input().elements());
    CpuStorage from = CpuStorage.of(kernel, "gradY", gradY, g.output().elements());
    CpuStorage to = CpuStorage.of(kernel, "gradWeight", gradWeight, weightElements(g));
    algorithm(g).backwardWeight(g, input, from, to);
    if (gradBias != null) {
      int k = g.output().channels();
      CpuStorage bias = CpuStorage.of(kernel, "gradBias", gradBias, k);
      channelSums.of(from, (int) g.output().pixels(), k, bias);
    }
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
