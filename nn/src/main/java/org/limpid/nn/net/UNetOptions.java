package org.limpid.nn.net;

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
    boolean poolDepth) {

  /**
   * Two-dimensional, one channel, depth 2, 32 filters, kernel 3, 2 convolutions a level, no batch
   * normalisation, not residual, nearest upsampling, relu, no dropout.
   */
  public static final UNetOptions DEFAULT =
      new UNetOptions(
          2, 1, 1, 2, 32, 3, 2, false, false, Upsampling.NEAREST, Activation.RELU, 0, true);

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

  /** Channels of the convolutions at a level, 0 being full resolution. */
  int filtersAt(int level) {
    return filters << level;
  }

  /**
   * Number of trained values, as a formula, so that a description can be judged before memory is
   * taken.
   */
  public long parameterCount() {
    long area = dimensions == 2 ? (long) kernel * kernel : (long) kernel * kernel * kernel;
    long window = dimensions == 3 && poolDepth ? 8 : 4;
    long count = 0;
    long channels = inputChannels;
    for (int level = 0; level < depth; level++) {
      for (int i = 0; i < convolutions; i++) {
        count += unit(area, channels, filtersAt(level));
        channels = filtersAt(level);
      }
    }
    for (int i = 0; i < convolutions; i++) {
      long wanted = filtersAt(i < convolutions - 1 ? depth : Math.max(0, depth - 1));
      count += unit(area, channels, wanted);
      channels = wanted;
    }
    for (int level = depth - 1; level >= 0; level--) {
      if (upsampling == Upsampling.TRANSPOSED) {
        count += window * channels * channels + channels;
      }
      channels += filtersAt(level);
      for (int i = 0; i < convolutions; i++) {
        long wanted = filtersAt(i < convolutions - 1 ? level : Math.max(0, level - 1));
        count += unit(area, channels, wanted);
        channels = wanted;
      }
    }
    return count + channels * outputChannels + outputChannels;
  }

  /** A convolution with its bias, or with gain and shift of its batch normalisation. */
  private long unit(long area, long in, long out) {
    return area * in * out + (batchNorm ? 2 : 1) * out;
  }

  /** The same options for images (2) or volumes (3). */
  public UNetOptions withDimensions(int value) {
    return new UNetOptions(
        value,
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
        poolDepth);
  }

  /** The same options for images with other numbers of channels. */
  public UNetOptions withChannels(int input, int output) {
    return new UNetOptions(
        dimensions,
        input,
        output,
        depth,
        filters,
        kernel,
        convolutions,
        batchNorm,
        residual,
        upsampling,
        activation,
        dropout,
        poolDepth);
  }

  /** The same options with another number of poolings. */
  public UNetOptions withDepth(int value) {
    return new UNetOptions(
        dimensions,
        inputChannels,
        outputChannels,
        value,
        filters,
        kernel,
        convolutions,
        batchNorm,
        residual,
        upsampling,
        activation,
        dropout,
        poolDepth);
  }

  /** The same options with another number of channels at full resolution. */
  public UNetOptions withFilters(int value) {
    return new UNetOptions(
        dimensions,
        inputChannels,
        outputChannels,
        depth,
        value,
        kernel,
        convolutions,
        batchNorm,
        residual,
        upsampling,
        activation,
        dropout,
        poolDepth);
  }

  /** The same options with another extent of the convolutions. */
  public UNetOptions withKernel(int value) {
    return new UNetOptions(
        dimensions,
        inputChannels,
        outputChannels,
        depth,
        filters,
        value,
        convolutions,
        batchNorm,
        residual,
        upsampling,
        activation,
        dropout,
        poolDepth);
  }

  /** The same options with another number of convolutions at each level. */
  public UNetOptions withConvolutions(int value) {
    return new UNetOptions(
        dimensions,
        inputChannels,
        outputChannels,
        depth,
        filters,
        kernel,
        value,
        batchNorm,
        residual,
        upsampling,
        activation,
        dropout,
        poolDepth);
  }

  /** The same options with or without batch normalisation. */
  public UNetOptions withBatchNorm(boolean value) {
    return new UNetOptions(
        dimensions,
        inputChannels,
        outputChannels,
        depth,
        filters,
        kernel,
        convolutions,
        value,
        residual,
        upsampling,
        activation,
        dropout,
        poolDepth);
  }

  /** The same options with or without the input added to the output. */
  public UNetOptions withResidual(boolean value) {
    return new UNetOptions(
        dimensions,
        inputChannels,
        outputChannels,
        depth,
        filters,
        kernel,
        convolutions,
        batchNorm,
        value,
        upsampling,
        activation,
        dropout,
        poolDepth);
  }

  /** The same options with another way up. */
  public UNetOptions withUpsampling(Upsampling value) {
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
        value,
        activation,
        dropout,
        poolDepth);
  }

  /** The same options with another activation. */
  public UNetOptions withActivation(Activation value) {
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
        value,
        dropout,
        poolDepth);
  }

  /** The same options with another probability to drop elements. */
  public UNetOptions withDropout(float value) {
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
        value,
        poolDepth);
  }

  /** The same options with or without pooling along the depth of volumes. */
  public UNetOptions withPoolDepth(boolean value) {
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
        value);
  }
}
