package org.limpid.nn.net;

import java.util.List;
import java.util.function.Consumer;
import org.limpid.backend.Activation;

/**
 * What a {@link UNet} looks like. Start from {@link #DEFAULT} and change it by {@code with…}; the
 * constructor's list grows when options are added.
 *
 * @param dimensions 2 for images, 3 for volumes
 * @param inputChannels channels of the input, 1 to 4096
 * @param outputChannels channels of the output, 1 to 4096
 * @param depth how often the image is pooled, 0 to 8
 * @param filters channels at full resolution, doubled at each level below, 1 to 1024
 * @param kernel extent of the convolutions along every axis, odd, 1 to 15
 * @param convolutions convolutions at each level on the way down and on the way up, 1 to 8
 * @param batchNorm whether each convolution is followed by a batch normalisation
 * @param residual whether the network's input is added to its output
 * @param upsampling how features of a lower level are enlarged
 * @param activation after every convolution but the last
 * @param dropout probability to drop an element after each activation, at least 0 and below 1
 * @param poolDepth for volumes, whether pooling halves the number of slices too; false for stacks
 *     whose slices are far apart or few
 * @param variant how channels change from level to level
 * @param pooling how features are shrunk
 * @param topSkip whether features at full resolution skip over to the way up; without, details come
 *     from below only (N2V2)
 */
public record UNetOptions(
    int dimensions,
    int inputChannels,
    int outputChannels,
    int depth,
    int filters,
    int kernel,
    int convolutions,
    boolean batchNorm,
    boolean residual,
    Upsampling upsampling,
    Activation activation,
    float dropout,
    boolean poolDepth,
    UNetVariant variant,
    Pooling pooling,
    boolean topSkip) {

  /**
   * Two-dimensional, one channel, depth 2, 32 filters, kernel 3, 2 convolutions a level, no batch
   * normalisation, not residual, nearest upsampling, relu, no dropout.
   */
  public static final UNetOptions DEFAULT =
      new UNetOptions(
          2,
          1,
          1,
          2,
          32,
          3,
          2,
          false,
          false,
          Upsampling.NEAREST,
          Activation.RELU,
          0,
          true,
          UNetVariant.DOUBLING,
          Pooling.MAX,
          true);

  /** The network of N2V2 (Höck et al. 2022): as the default, with blurred pooling, no top skip. */
  public static final UNetOptions N2V2 = DEFAULT.withPooling(Pooling.MAX_BLUR).withTopSkip(false);

  /**
   * The network {@code UNet(1, 1, 16)} of the practicals of the course ML_S5: depth 4, 16 filters,
   * batch normalisation, transposed convolutions. Its convolutions have a bias there, which batch
   * normalisation takes out again.
   */
  public static final UNetOptions TAPERED =
      DEFAULT
          .withVariant(UNetVariant.TAPERED)
          .withDepth(4)
          .withFilters(16)
          .withBatchNorm(true)
          .withUpsampling(Upsampling.TRANSPOSED);

  /**
   * The network of Noise2Noise (Lehtinen et al. 2018): depth 5, 48 filters, leaky relu with slope
   * 0.1. Images are multiples of 32. Published for three channels, with 991,203 parameters.
   */
  public static final UNetOptions NOISE2NOISE =
      DEFAULT
          .withVariant(UNetVariant.NOISE2NOISE)
          .withDepth(5)
          .withFilters(48)
          .withActivation(Activation.leakyRelu(0.1f));

  /** Checks ranges. */
  public UNetOptions {
    range("dimensions", dimensions, 2, 3);
    range("inputChannels", inputChannels, 1, 4096);
    range("outputChannels", outputChannels, 1, 4096);
    range("depth", depth, 0, 8);
    range("filters", filters, 1, 1024);
    range("kernel", kernel, 1, 15);
    range("convolutions", convolutions, 1, 8);
    if (kernel % 2 == 0) {
      throw new IllegalArgumentException("unet: kernel " + kernel + " (expected: odd)");
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "unet: dropout " + dropout + " (expected: 0 <= dropout < 1)");
    }
    if (residual && inputChannels != outputChannels) {
      throw new IllegalArgumentException(
          "unet: residual with inputChannels "
              + inputChannels
              + " and outputChannels "
              + outputChannels
              + " (expected: equal)");
    }
  }

  private static void range(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "unet: " + name + " " + value + " (expected: " + least + " to " + most + ")");
    }
  }

  /** Channels after each convolution. */
  Widths widths() {
    return variant.widths(depth, filters, convolutions);
  }

  /** Channels that skip over a level. */
  int skipped(int level) {
    if (level == 0 && !topSkip) {
      return 0;
    }
    Widths widths = widths();
    if (!variant.skipsInputs()) {
      return Widths.last(widths.down().get(level));
    }
    return level == 0 ? inputChannels : Widths.last(widths.down().get(level - 1));
  }

  /**
   * Number of trained values, as a formula, so that a description can be judged before memory is
   * taken.
   */
  public long parameterCount() {
    Widths widths = widths();
    long count = 0;
    long channels = inputChannels;
    for (List<Integer> level : widths.down()) {
      count += units(channels, level, kernel);
      channels = Widths.last(level);
    }
    count += units(channels, widths.bottom(), kernel);
    channels = Widths.last(widths.bottom());
    for (int level = depth - 1; level >= 0; level--) {
      if (upsampling == Upsampling.TRANSPOSED) {
        long window = dimensions == 3 && poolDepth ? 8 : 4;
        count += window * channels * channels + channels;
      }
      count += units(channels + skipped(level), widths.up().get(level), kernel);
      channels = Widths.last(widths.up().get(level));
    }
    if (!widths.tail().isEmpty()) {
      count += units(channels, widths.tail(), 1);
      channels = Widths.last(widths.tail());
    }
    return count + area(widths.lastKernel()) * channels * outputChannels + outputChannels;
  }

  /** Convolutions with their bias, or with gain and shift of their batch normalisation. */
  private long units(long in, List<Integer> widths, int extent) {
    long count = 0;
    long channels = in;
    for (int width : widths) {
      count += area(extent) * channels * width + (batchNorm ? 2L : 1L) * width;
      channels = width;
    }
    return count;
  }

  private long area(int extent) {
    return (long) extent * extent * (dimensions == 3 ? extent : 1);
  }

  /** The same options for images (2) or volumes (3). */
  public UNetOptions withDimensions(int value) {
    return with(draft -> draft.dimensions = value);
  }

  /** The same options for images with other numbers of channels. */
  public UNetOptions withChannels(int input, int output) {
    return with(
        draft -> {
          draft.inputChannels = input;
          draft.outputChannels = output;
        });
  }

  /** The same options with another number of poolings. */
  public UNetOptions withDepth(int value) {
    return with(draft -> draft.depth = value);
  }

  /** The same options with another number of channels at full resolution. */
  public UNetOptions withFilters(int value) {
    return with(draft -> draft.filters = value);
  }

  /** The same options with another extent of the convolutions. */
  public UNetOptions withKernel(int value) {
    return with(draft -> draft.kernel = value);
  }

  /** The same options with another number of convolutions at each level. */
  public UNetOptions withConvolutions(int value) {
    return with(draft -> draft.convolutions = value);
  }

  /** The same options with or without batch normalisation. */
  public UNetOptions withBatchNorm(boolean value) {
    return with(draft -> draft.batchNorm = value);
  }

  /** The same options with or without the input added to the output. */
  public UNetOptions withResidual(boolean value) {
    return with(draft -> draft.residual = value);
  }

  /** The same options with another way up. */
  public UNetOptions withUpsampling(Upsampling value) {
    return with(draft -> draft.upsampling = value);
  }

  /** The same options with another activation. */
  public UNetOptions withActivation(Activation value) {
    return with(draft -> draft.activation = value);
  }

  /** The same options with another probability to drop elements. */
  public UNetOptions withDropout(float value) {
    return with(draft -> draft.dropout = value);
  }

  /** The same options with or without pooling along the depth of volumes. */
  public UNetOptions withPoolDepth(boolean value) {
    return with(draft -> draft.poolDepth = value);
  }

  /** The same options with other numbers of channels from level to level. */
  public UNetOptions withVariant(UNetVariant value) {
    return with(draft -> draft.variant = value);
  }

  /** The same options with features shrunk in another way. */
  public UNetOptions withPooling(Pooling value) {
    return with(draft -> draft.pooling = value);
  }

  /** The same options with or without what skips over at full resolution. */
  public UNetOptions withTopSkip(boolean value) {
    return with(draft -> draft.topSkip = value);
  }

  private UNetOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }

  /** Options on the way to others. */
  private static final class Draft {

    private int dimensions;
    private int inputChannels;
    private int outputChannels;
    private int depth;
    private int filters;
    private int kernel;
    private int convolutions;
    private boolean batchNorm;
    private boolean residual;
    private Upsampling upsampling;
    private Activation activation;
    private float dropout;
    private boolean poolDepth;
    private UNetVariant variant;
    private Pooling pooling;
    private boolean topSkip;

    Draft(UNetOptions from) {
      dimensions = from.dimensions;
      inputChannels = from.inputChannels;
      outputChannels = from.outputChannels;
      depth = from.depth;
      filters = from.filters;
      kernel = from.kernel;
      convolutions = from.convolutions;
      batchNorm = from.batchNorm;
      residual = from.residual;
      upsampling = from.upsampling;
      activation = from.activation;
      dropout = from.dropout;
      poolDepth = from.poolDepth;
      variant = from.variant;
      pooling = from.pooling;
      topSkip = from.topSkip;
    }

    UNetOptions done() {
      return new UNetOptions(
          dimensions,
          inputChannels,
          outputChannels,
          depth,
          filters,
          kernel,
          convolutions,
          batchNorm,
          residual,
          upsampling,
          activation,
          dropout,
          poolDepth,
          variant,
          pooling,
          topSkip);
    }
  }
}
