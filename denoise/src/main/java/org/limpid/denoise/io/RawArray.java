package org.limpid.denoise.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.limpid.denoise.Image;
import org.limpid.denoise.RegionReader;
import org.limpid.denoise.SampleType;

/**
 * Numbers lying uncompressed one after the other, as in MRC, NumPy and FITS files.
 *
 * @param file for reading regions and for messages
 * @param offset where the first number lies, in bytes
 * @param stored how each number is stored
 * @param extents {@code [T, Z, Y, X, C]}
 * @param strides distance of neighbours along each of these axes, in numbers
 * @param scaling what numbers are turned into
 */
record RawArray(
    Path file,
    long offset,
    SampleType stored,
    ByteOrder order,
    int[] extents,
    long[] strides,
    Scaling scaling)
    implements RegionReader {

  private static final int CHUNK = 1 << 16;

  /**
   * {@code value = factor * number + zero}, NaN for one number.
   *
   * @param blank the number that stands for nothing; NaN if there is none
   */
  record Scaling(double factor, double zero, double blank) {
    static final Scaling NONE = new Scaling(1, 0, Double.NaN);

    double apply(double number) {
      return number == blank ? Double.NaN : factor * number + zero;
    }
  }

  /** Strides of an array in the order T, Z, Y, X, C. */
  static long[] contiguous(int[] extents) {
    long[] strides = new long[extents.length];
    long stride = 1;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= extents[axis];
    }
    return strides;
  }

  /** Bytes that all numbers take; infinite sizes stay what they are. */
  double bytes() {
    double bytes = stored.bits() / 8;
    for (int extent : extents) {
      bytes *= extent;
    }
    return bytes;
  }

  /** Whether parts of a plane can be read without reading all of the file. */
  boolean hasRegions() {
    return isInterleaved() || strides[3] == 1;
  }

  Image lazy() {
    return Image.lazy(this, extents[0], extents[1], extents[2], extents[3], extents[4]);
  }

  /**
   * All samples, from a stream that stands at the first of them.
   *
   * @throws EOFException if it ends early
   */
  float[] readAll(InputStream in) throws IOException {
    long[] target = contiguous(extents);
    int[] axes =
        IntStream.range(0, extents.length)
            .filter(axis -> extents[axis] > 1)
            .boxed()
            .sorted(Comparator.comparingLong(axis -> -strides[axis]))
            .mapToInt(axis -> axis)
            .toArray();
    float[] samples =
        new float[Arrays.stream(extents).reduce(1, (a, b) -> Math.multiplyExact(a, b))];
    boolean inOrder = IntStream.range(1, axes.length).allMatch(i -> axes[i - 1] < axes[i]);
    float[] chunk = new float[CHUNK];
    byte[] bytes = new byte[CHUNK * stored.bits() / 8];
    int[] index = new int[axes.length];
    for (int done = 0; done < samples.length; ) {
      int count = Math.min(CHUNK, samples.length - done);
      int length = count * stored.bits() / 8;
      if (in.readNBytes(bytes, 0, length) < length) {
        throw new EOFException();
      }
      decode(ByteBuffer.wrap(bytes, 0, length).order(order), chunk, 0, count);
      if (inOrder) {
        System.arraycopy(chunk, 0, samples, done, count);
      } else {
        scatter(chunk, count, samples, axes, index, target);
      }
      done += count;
    }
    return samples;
  }

  private void scatter(
      float[] chunk, int count, float[] samples, int[] axes, int[] index, long[] target) {
    for (int i = 0; i < count; i++) {
      long at = 0;
      for (int a = 0; a < axes.length; a++) {
        at += index[a] * target[axes[a]];
      }
      samples[(int) at] = chunk[i];
      for (int a = axes.length - 1; a >= 0 && ++index[a] == extents[axes[a]]; a--) {
        index[a] = 0;
      }
    }
  }

  private void decode(ByteBuffer from, float[] to, int at, int count) {
    if (scaling.equals(Scaling.NONE)) {
      SampleBytes.get(from, stored, to, at, count);
      return;
    }
    for (int i = at; i < at + count; i++) {
      to[i] = (float) scaling.apply(SampleBytes.get(from, stored));
    }
  }

  @Override
  public void read(
      int frame, int slice, int y, int x, int rows, int columns, float[] target, int offset)
      throws IOException {
    int channels = extents[4];
    boolean wholeRows =
        isInterleaved() && columns == extents[3] && strides[2] == (long) columns * channels;
    int runs = wholeRows ? 1 : rows;
    int planes = isInterleaved() ? 1 : channels;
    int length = columns * channels / planes * (wholeRows ? rows : 1);
    int step = planes;
    float[] chunk = new float[Math.min(CHUNK, length)];
    ByteBuffer bytes = ByteBuffer.allocate(chunk.length * stored.bits() / 8).order(order);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int row = 0; row < runs; row++) {
        for (int plane = 0; plane < planes; plane++) {
          long first = frame * strides[0] + slice * strides[1] + plane * strides[4];
          first += (y + row) * strides[2] + x * strides[3];
          int to = offset + row * columns * channels + plane;
          for (int done = 0; done < length; done += chunk.length) {
            int count = Math.min(chunk.length, length - done);
            bytes.clear().limit(count * stored.bits() / 8);
            fill(channel, bytes, this.offset + (first + done) * (stored.bits() / 8));
            decode(bytes, chunk, 0, count);
            for (int i = 0; i < count; i++) {
              target[to + (done + i) * step] = chunk[i];
            }
          }
        }
      }
    } catch (IOException e) {
      throw ReadFault.of(file, e);
    }
  }

  private void fill(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw truncated(file);
      }
    }
    bytes.flip();
  }

  /** Whether the channels of a pixel, and the pixels of a row, lie side by side. */
  private boolean isInterleaved() {
    return strides[4] == 1 && strides[3] == extents[4];
  }

  static ImageFormatException truncated(Path file) {
    return new ImageFormatException(
        file, "is truncated or damaged: its data end too early", "Copy or export it again.");
  }
}
