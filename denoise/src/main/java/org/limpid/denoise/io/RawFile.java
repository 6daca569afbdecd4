package org.limpid.denoise.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipException;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;

/** What files of plain numbers have in common: reading them whole or in parts, and writing them. */
final class RawFile {
  /** No deflate stream grows more than this when inflated. */
  private static final int MAX_INFLATION = 1032;

  private RawFile() {}

  /**
   * A file's header as its format understands it.
   *
   * @param info axes and type
   * @param array where the numbers lie
   */
  record Header(ImageInfo info, RawArray array) {
    Image finish(Image image) {
      return image.withType(info.type()).withMetadata(info.metadata());
    }
  }

  /** Parses a header from the beginning of a stream, and leaves it at the first number. */
  @FunctionalInterface
  interface Parser {
    Header parse(Path file, InputStream in) throws IOException;
  }

  /** The header; the file is checked to be long enough where that costs nothing. */
  static Header header(Path file, Parser parser) throws IOException {
    try (InputStream in = Gzip.open(file)) {
      Header header = parser.parse(file, in);
      check(file, header, Gzip.isPacked(file));
      return header;
    } catch (EOFException | ZipException e) {
      throw broken(file, e);
    }
  }

  /** Refuses to take memory for more numbers than a file can hold. */
  static void check(Path file, Header header, boolean packed) throws IOException {
    double most = (double) Files.size(file) * (packed ? MAX_INFLATION : 1);
    if (header.array.offset() + header.array.bytes() > most) {
      throw RawArray.truncated(file);
    }
  }

  /** Where the bytes come from, unpacked. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  /** All of a file. */
  static Image read(Path file, Parser parser) throws IOException {
    header(file, parser);
    return read(file, parser, () -> Gzip.open(file));
  }

  /** All of a file whose bytes are found otherwise. */
  static Image read(Path file, Parser parser, Opener opener) throws IOException {
    try (InputStream in = opener.open()) {
      Header header = parser.parse(file, in);
      Heap.require(file, header.info, 1 << 20);
      int[] axes = header.array.extents();
      float[] samples = header.array.readAll(in);
      // Checksums behind packed data are looked at only when the end is reached.
      in.read();
      return header.finish(Image.wrap(samples, axes[0], axes[1], axes[2], axes[3], axes[4]));
    } catch (EOFException | ZipException e) {
      throw broken(file, e);
    }
  }

  /** A file read in parts where it is laid out for that, else all of it. */
  static Image open(Path file, Parser parser) throws IOException {
    Header header = header(file, parser);
    return header.array.hasRegions() && !Gzip.isPacked(file)
        ? header.finish(header.array.lazy())
        : read(file, parser);
  }

  static ImageFormatException broken(Path file, IOException e) {
    ImageFormatException damaged =
        e instanceof EOFException
            ? RawArray.truncated(file)
            : new ImageFormatException(
                file,
                "is truncated or damaged: its packed data are broken",
                "Copy or export it again.");
    damaged.initCause(e);
    return damaged;
  }

  /** Fills a file that exists, or reads one that is full. */
  @FunctionalInterface
  interface Step {
    void on(Path plain) throws IOException;
  }

  /** Writes what cannot be packed on the way: a plain file first, which is deleted in the end. */
  static void writeAside(Path temporary, Step write, Step pack) throws IOException {
    String name = String.valueOf(temporary.getFileName()).replaceFirst("\\.part$", ".plain.part");
    Path plain = Files.createFile(temporary.resolveSibling(name));
    try {
      write.on(plain);
      pack.on(plain);
    } finally {
      Files.deleteIfExists(plain);
    }
  }

  /** Sees the samples as they pass by. */
  @FunctionalInterface
  interface Watcher {
    void see(float[] samples, int count);
  }

  /**
   * Writes the samples of an image.
   *
   * @param target for messages
   * @param file exists
   * @param offset where the first goes, in bytes
   * @param strides distance of neighbours along T, Z, Y, X, C in numbers; channels lie side by side
   *     or in planes
   */
  static void write(
      Image image,
      Path target,
      Path file,
      long offset,
      SampleType type,
      ByteOrder order,
      long[] strides,
      Watcher watcher)
      throws IOException {
    int bytes = type.bits() / 8;
    int channels = image.channels();
    int planes = strides[4] == 1 ? 1 : channels;
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      Bands.of(
          image,
          target,
          1,
          (frame, slice, y, rows, samples, alpha) -> {
            int count = rows * image.width() * channels;
            watcher.see(samples, count);
            for (int plane = 0; plane < planes; plane++) {
              float[] part = planes == 1 ? samples : every(samples, plane, planes, count);
              ByteBuffer buffer = ByteBuffer.allocate(count / planes * bytes).order(order);
              SampleBytes.put(part, 0, count / planes, type, buffer);
              long at = frame * strides[0] + slice * strides[1] + y * strides[2];
              writeAll(out, buffer.flip(), offset + (at + plane * strides[4]) * bytes);
            }
          });
    }
  }

  private static float[] every(float[] samples, int first, int step, int count) {
    float[] part = new float[count / step];
    for (int i = 0; i < part.length; i++) {
      part[i] = samples[first + i * step];
    }
    return part;
  }

  static void writeAll(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes, at + bytes.position());
    }
  }
}
