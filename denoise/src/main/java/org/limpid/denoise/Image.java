package org.limpid.denoise;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.limpid.denoise.io.Images;

/**
 * Picture, stack or time series: {@code float} samples in the order {@code [T, Z, Y, X, C]}
 * (frames, slices, rows, columns, channels), with the type and the metadata of the file they came
 * from.
 *
 * <p>Immutable and free to share between threads. Samples keep the numbers of the file: nothing is
 * clipped or scaled on the way in. They lie in memory, or stay in the file until asked for ({@link
 * #open}, {@link #lazy}). Opacity, where a file has it, is kept apart from the channels so that it
 * passes through denoising untouched.
 *
 * <pre>{@code
 * Image noisy = Image.read(Path.of("cells.tif"));
 * Image gray = Image.of(pixels, width, height);
 * }</pre>
 */
// Longer than most files here: this is the one type that all users meet, and half of it is Javadoc.
public final class Image {
  private final RegionReader reader;

  /** Slices a frame has for the reader; the image may count its planes otherwise. */
  private final int readerDepth;

  private final int frames;
  private final int depth;
  private final int height;
  private final int width;
  private final int channels;
  private final SampleType type;
  private final Metadata metadata;

  private Image(
      RegionReader reader, int readerDepth, int[] axes, SampleType type, Metadata metadata) {
    this.reader = Objects.requireNonNull(reader, "reader");
    this.readerDepth = readerDepth;
    this.frames = axes[0];
    this.depth = axes[1];
    this.height = axes[2];
    this.width = axes[3];
    this.channels = axes[4];
    this.type = Objects.requireNonNull(type, "type");
    this.metadata = Objects.requireNonNull(metadata, "metadata");
  }

  /**
   * Gray picture from its rows laid end to end.
   *
   * @param samples {@code [height, width]}. Not modified; copied.
   * @throws IllegalArgumentException if a size is not positive or the lengths disagree
   */
  public static Image of(float[] samples, int width, int height) {
    return of(samples, 1, 1, height, width, 1);
  }

  /**
   * Gray picture from its rows.
   *
   * @param rows {@code [height][width]}. Not modified; copied.
   * @throws IllegalArgumentException if there is no row or rows differ in length
   */
  public static Image of(float[][] rows) {
    int width = rows.length == 0 ? 0 : rows[0].length;
    float[] samples = new float[Math.multiplyExact(rows.length, width)];
    for (int y = 0; y < rows.length; y++) {
      if (rows[y].length != width) {
        throw new IllegalArgumentException(
            "Image.of: row "
                + y
                + " has "
                + rows[y].length
                + " samples (expected: "
                + width
                + ", as row 0)");
      }
      System.arraycopy(rows[y], 0, samples, y * width, width);
    }
    return wrap(samples, 1, 1, rows.length, width, 1);
  }

  /**
   * Image of any number of axes, of type {@link SampleType#FLOAT32}.
   *
   * @param samples {@code [frames, depth, height, width, channels]}. Not modified; copied.
   * @throws IllegalArgumentException if a size is not positive or the lengths disagree
   */
  public static Image of(
      float[] samples, int frames, int depth, int height, int width, int channels) {
    return wrap(samples.clone(), frames, depth, height, width, channels);
  }

  /**
   * As {@link #of(float[], int, int, int, int, int)} without the copy, for large images. The caller
   * hands the array over and must not change it afterwards.
   *
   * @param samples {@code [frames, depth, height, width, channels]}, kept
   * @throws IllegalArgumentException if a size is not positive or the lengths disagree
   */
  public static Image wrap(
      float[] samples, int frames, int depth, int height, int width, int channels) {
    int[] axes = {frames, depth, height, width, channels};
    checkAxes(axes);
    long size = 1;
    for (int extent : axes) {
      size = Math.multiplyExact(size, (long) extent);
    }
    if (samples.length != size) {
      throw new IllegalArgumentException(
          "Image: "
              + samples.length
              + " samples for "
              + Arrays.toString(axes)
              + " (expected: "
              + size
              + ")");
    }
    RegionReader memory = new MemoryReader(samples, null, depth, height, width, channels);
    return new Image(memory, depth, axes, SampleType.FLOAT32, Metadata.NONE);
  }

  /**
   * Image of type {@link SampleType#FLOAT32} whose samples are asked for only when they are needed,
   * each time anew.
   *
   * @param reader gives the samples, and opacity if it has that
   * @throws IllegalArgumentException if a size is not positive
   */
  public static Image lazy(
      RegionReader reader, int frames, int depth, int height, int width, int channels) {
    int[] axes = {frames, depth, height, width, channels};
    checkAxes(axes);
    return new Image(reader, depth, axes, SampleType.FLOAT32, Metadata.NONE);
  }

  private static void checkAxes(int[] axes) {
    for (int axis = 0; axis < axes.length; axis++) {
      if (axes[axis] < 1) {
        throw new IllegalArgumentException(
            "Image: "
                + "frames depth height width channels".split(" ")[axis]
                + " "
                + axes[axis]
                + " (expected: >= 1)");
      }
    }
    Math.multiplyExact(axes[0], axes[1]);
  }

  /**
   * Image of a picture as AWT holds it, without colour conversion: gray or RGB, opacity kept apart.
   * Indexed pictures become gray where all their colours are gray, else RGB; pictures of fewer than
   * 8 bits a sample are spread to 0 to 255; colours multiplied by opacity are divided by it.
   *
   * @param picture not modified; copied
   */
  public static Image of(BufferedImage picture) {
    return Pictures.toImage(picture);
  }

  /**
   * Image of a file.
   *
   * @throws IOException if the file cannot be read; the message names it, the fault and a remedy
   * @see Images#read(Path)
   */
  public static Image read(Path file) throws IOException {
    return Images.read(file);
  }

  /**
   * Image of a file whose samples stay there until they are needed, for images that memory cannot
   * hold. Uncompressed files of most kinds and all of TIFF are read so; others are read at once.
   * The file must not change meanwhile. There is nothing to close.
   *
   * @throws IOException as {@link #read} does; what is found only while reading samples is thrown
   *     then, as {@link UncheckedIOException}
   * @see Images#open(Path)
   */
  public static Image open(Path file) throws IOException {
    return Images.open(file);
  }

  /**
   * Writes a file, in the format its suffix names. Replaces an existing file once the new one is
   * complete.
   *
   * @throws IOException if the file cannot be written; the message names it, the fault and a remedy
   * @see Images#write(Image, Path)
   */
  public void write(Path file) throws IOException {
    Images.write(this, file);
  }

  /** Number of points in time, T. */
  public int frames() {
    return frames;
  }

  /** Number of slices, Z. */
  public int depth() {
    return depth;
  }

  /** Number of rows, Y. */
  public int height() {
    return height;
  }

  /** Number of columns, X. */
  public int width() {
    return width;
  }

  /** Number of channels, C, without opacity. */
  public int channels() {
    return channels;
  }

  /** Whether another image has as many frames, slices, rows, columns and channels. */
  boolean hasSizeOf(Image other) {
    return Arrays.equals(axes(), other.axes());
  }

  /** What the file held, and what a writer stores. */
  public SampleType type() {
    return type;
  }

  /** Description and resolution, given back on writing. */
  public Metadata metadata() {
    return metadata;
  }

  /** Whether the samples lie in memory; those of an image that was opened lie in its file. */
  public boolean isInMemory() {
    return reader instanceof MemoryReader;
  }

  /**
   * The same image with its samples in memory; this very image if they are.
   *
   * @throws ArithmeticException if there are more than 2147483647
   * @throws UncheckedIOException if they cannot be read
   */
  public Image inMemory() {
    if (isInMemory()) {
      return this;
    }
    RegionReader memory =
        new MemoryReader(samples(), alpha().orElse(null), depth, height, width, channels);
    return new Image(memory, depth, axes(), type, metadata);
  }

  /** Rows best read together, and slices: see {@link RegionReader}. */
  public int bandRows() {
    return reader.bandRows();
  }

  /**
   * Slices best read together, at least 1: see {@link RegionReader}. More than {@link #depth} means
   * those of so many frames.
   */
  public int bandSlices() {
    if (readerDepth == depth) {
      return reader.bandSlices();
    }
    boolean isAll = reader.bandSlices() >= readerDepth && readerDepth % depth == 0;
    return isAll ? readerDepth : 1;
  }

  /**
   * One sample.
   *
   * @throws UncheckedIOException if it lies in a file and cannot be read, as for all that follow
   */
  public float get(int frame, int slice, int y, int x, int channel) {
    Objects.checkIndex(frame, frames);
    Objects.checkIndex(slice, depth);
    Objects.checkIndex(y, height);
    Objects.checkIndex(x, width);
    Objects.checkIndex(channel, channels);
    if (reader instanceof MemoryReader memory) {
      return memory
          .samples()[(((frame * depth + slice) * height + y) * width + x) * channels + channel];
    }
    float[] pixel = new float[channels];
    copyRegion(frame, slice, y, x, 1, 1, pixel, 0);
    return pixel[channel];
  }

  /**
   * All samples, {@code [T, Z, Y, X, C]}, copied.
   *
   * @throws ArithmeticException if there are more than 2147483647
   */
  public float[] samples() {
    if (reader instanceof MemoryReader memory) {
      return memory.samples().clone();
    }
    int size = Math.multiplyExact(Math.multiplyExact(height, width), channels);
    float[] samples = new float[Math.multiplyExact(size, frames * depth)];
    for (int plane = 0; plane < frames * depth; plane++) {
      copyRegion(plane / depth, plane % depth, 0, 0, height, width, samples, plane * size);
    }
    return samples;
  }

  /**
   * Samples of one plane, {@code [Y, X, C]}, read-only: a view if they lie in memory, else a copy.
   */
  public FloatBuffer plane(int frame, int slice) {
    Objects.checkIndex(frame, frames);
    Objects.checkIndex(slice, depth);
    int size = Math.multiplyExact(Math.multiplyExact(height, width), channels);
    if (reader instanceof MemoryReader memory) {
      return FloatBuffer.wrap(memory.samples())
          .asReadOnlyBuffer()
          .slice((frame * depth + slice) * size, size);
    }
    float[] samples = new float[size];
    copyRegion(frame, slice, 0, 0, height, width, samples, 0);
    return FloatBuffer.wrap(samples).asReadOnlyBuffer();
  }

  /**
   * Copies a rectangle of one plane.
   *
   * @param y first row
   * @param x first column
   * @param target receives {@code [rows, columns, C]} from {@code offset} on. Modified.
   * @throws IndexOutOfBoundsException if the rectangle leaves the plane or the target is too short
   */
  public void copyRegion(
      int frame, int slice, int y, int x, int rows, int columns, float[] target, int offset) {
    check(frame, slice, y, x, rows, columns);
    Objects.checkFromIndexSize(
        offset, Math.multiplyExact(Math.multiplyExact(rows, columns), channels), target.length);
    int plane = frame * depth + slice;
    try {
      reader.read(plane / readerDepth, plane % readerDepth, y, x, rows, columns, target, offset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether there is opacity. */
  public boolean hasAlpha() {
    return reader.hasAlpha();
  }

  /**
   * Copies opacity of a rectangle of one plane.
   *
   * @param target receives {@code [rows, columns]} from {@code offset} on. Modified.
   * @throws IllegalStateException if there is none
   * @throws IndexOutOfBoundsException as {@link #copyRegion} does
   */
  public void copyAlpha(
      int frame, int slice, int y, int x, int rows, int columns, float[] target, int offset) {
    check(frame, slice, y, x, rows, columns);
    Objects.checkFromIndexSize(offset, Math.multiplyExact(rows, columns), target.length);
    int plane = frame * depth + slice;
    try {
      reader.readAlpha(
          plane / readerDepth, plane % readerDepth, y, x, rows, columns, target, offset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void check(int frame, int slice, int y, int x, int rows, int columns) {
    Objects.checkIndex(frame, frames);
    Objects.checkIndex(slice, depth);
    Objects.checkFromIndexSize(y, rows, height);
    Objects.checkFromIndexSize(x, columns, width);
  }

  /** Opacity, {@code [T, Z, Y, X]} from 0 (clear) to 1 (opaque), copied; empty if there is none. */
  public Optional<float[]> alpha() {
    if (!hasAlpha()) {
      return Optional.empty();
    }
    int size = Math.multiplyExact(height, width);
    float[] alpha = new float[Math.multiplyExact(size, frames * depth)];
    for (int plane = 0; plane < frames * depth; plane++) {
      copyAlpha(plane / depth, plane % depth, 0, 0, height, width, alpha, plane * size);
    }
    return Optional.of(alpha);
  }

  /**
   * The same geometry, type, metadata and opacity with other samples.
   *
   * @param replacement {@code [T, Z, Y, X, C]}. Not modified; copied.
   * @throws IllegalArgumentException if the number of samples differs
   */
  public Image withSamples(float[] replacement) {
    long size = count() * channels;
    if (replacement.length != size) {
      throw new IllegalArgumentException(
          "Image.withSamples: "
              + replacement.length
              + " samples (expected: "
              + size
              + " for "
              + this
              + ")");
    }
    RegionReader memory =
        new MemoryReader(replacement.clone(), alpha().orElse(null), depth, height, width, channels);
    return new Image(memory, depth, axes(), type, metadata);
  }

  /** The same samples, to be stored as another type; values are not scaled. */
  public Image withType(SampleType replacement) {
    return new Image(reader, readerDepth, axes(), replacement, metadata);
  }

  /** The same samples with another description and resolution. */
  public Image withMetadata(Metadata replacement) {
    return new Image(reader, readerDepth, axes(), type, replacement);
  }

  /**
   * The same planes told apart otherwise: as many frames and slices as given, in the same order.
   *
   * @throws IllegalArgumentException if {@code frames * depth} is not the number of planes
   */
  public Image withPlanes(int frames, int depth) {
    if (frames < 1 || depth < 1 || (long) frames * depth != (long) this.frames * this.depth) {
      throw new IllegalArgumentException(
          "Image.withPlanes: "
              + frames
              + " frames of "
              + depth
              + " slices (expected: "
              + this.frames * this.depth
              + " planes in all)");
    }
    int[] axes = {frames, depth, height, width, channels};
    return new Image(reader, readerDepth, axes, type, metadata);
  }

  /**
   * The same samples with the pictures of the stack taken as something else: points in time, slices
   * or channels. If there is but one plane, its channels are the pictures.
   *
   * @throws IllegalArgumentException if planes of several channels, or opacity, are to become
   *     channels
   */
  public Image withStackAs(StackAxis axis) {
    int planes = frames * depth;
    if (planes == 1 && (channels == 1 || axis == StackAxis.CHANNELS)) {
      return this;
    }
    if (hasAlpha() && (planes == 1 || axis == StackAxis.CHANNELS)) {
      throw new IllegalArgumentException(
          "Image.withStackAs: " + this + " with opacity has no channels to restack");
    }
    if (axis == StackAxis.CHANNELS) {
      if (channels > 1) {
        throw new IllegalArgumentException(
            "Image.withStackAs: "
                + this
                + " has channels besides its stack (expected: 1 channel to stack as channels)");
      }
      return Restacked.planesToChannels(this);
    }
    Image stack = planes == 1 ? Restacked.channelsToPlanes(this) : this;
    int pictures = planes == 1 ? channels : planes;
    return axis == StackAxis.TIME ? stack.withPlanes(pictures, 1) : stack.withPlanes(1, pictures);
  }

  /**
   * The same samples with opacity. Samples that lie in a file are read.
   *
   * @param opacity {@code [T, Z, Y, X]} from 0 to 1. Not modified; copied.
   * @throws IllegalArgumentException if the length differs or a value lies outside 0 to 1
   */
  public Image withAlpha(float[] opacity) {
    if (opacity.length != count()) {
      throw new IllegalArgumentException(
          "Image.withAlpha: "
              + opacity.length
              + " values (expected: "
              + count()
              + " for "
              + this
              + ")");
    }
    for (int i = 0; i < opacity.length; i++) {
      if (!(opacity[i] >= 0 && opacity[i] <= 1)) {
        throw new IllegalArgumentException(
            "Image.withAlpha: value " + opacity[i] + " at index " + i + " (expected: 0 to 1)");
      }
    }
    float[] own = reader instanceof MemoryReader memory ? memory.samples() : samples();
    RegionReader memory = new MemoryReader(own, opacity.clone(), depth, height, width, channels);
    return new Image(memory, depth, axes(), type, metadata);
  }

  /**
   * Picture of the first plane for a screen or report, 8 bits gray or RGB. Type {@code uint8} is
   * shown as it is; other types are stretched so that the 0.1th percentile of the plane is black
   * and the 99.9th white. Of two or more than three channels the first is shown; opacity is not.
   */
  public BufferedImage toBufferedImage() {
    if (type == SampleType.UINT8) {
      return toBufferedImage(0, 0, 0, 255);
    }
    float[] limits = Pictures.percentiles(plane(0, 0), 0.001, 0.999);
    return toBufferedImage(0, 0, limits[0], limits[1]);
  }

  /**
   * Picture of one plane with given limits, 8 bits gray or RGB, so that several images can be shown
   * alike.
   *
   * @param black value shown as 0, as are all below it and NaN
   * @param white value shown as 255, as are all above it
   */
  public BufferedImage toBufferedImage(int frame, int slice, double black, double white) {
    return Pictures.toPicture(plane(frame, slice), height, width, channels, black, white);
  }

  /** Axes and type, such as {@code 31 x 512 x 512 (Z, Y, X), 1 channel, uint16}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    StringBuilder names = new StringBuilder();
    if (frames > 1) {
      text.append(frames).append(" x ");
      names.append("T, ");
    }
    if (frames > 1 || depth > 1) {
      text.append(depth).append(" x ");
      names.append("Z, ");
    }
    return text.append(height + " x " + width + " (" + names + "Y, X), " + channels)
        .append(channels == 1 ? " channel, " : " channels, ")
        .append(type)
        .toString();
  }

  /** Pixels of all planes. */
  private long count() {
    return (long) frames * depth * height * width;
  }

  private int[] axes() {
    return new int[] {frames, depth, height, width, channels};
  }
}
