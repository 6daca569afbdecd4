package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.limpid.denoise.Image;

/**
 * NumPy arrays of numbers with 2 to 5 axes, in either byte order and either order of axes. An array
 * does not name its axes; {@link NpyAxes} says how they are taken.
 */
final class NpyFormat implements ImageFormat {
  @Override
  public String name() {
    return "NumPy";
  }

  @Override
  public List<String> suffixes() {
    return List.of("npy");
  }

  @Override
  public boolean recognises(byte[] start) {
    return NpyHeader.recognises(start);
  }

  @Override
  public boolean readsGzip() {
    return true;
  }

  @Override
  public ImageInfo info(Path file) throws IOException {
    return RawFile.header(file, NpyHeader::parse).info();
  }

  @Override
  public Image read(Path file) throws IOException {
    return RawFile.read(file, NpyHeader::parse);
  }

  @Override
  public Image open(Path file) throws IOException {
    return RawFile.open(file, NpyHeader::parse);
  }

  @Override
  public boolean writes() {
    return true;
  }

  @Override
  public void write(Image image, Path target, Path temporary) throws IOException {
    if (!Gzip.isNamed(target)) {
      writeArray(image, target, temporary);
      return;
    }
    RawFile.writeAside(
        temporary, plain -> writeArray(image, target, plain), plain -> Gzip.pack(plain, temporary));
  }

  /** Writes an array to an existing file. */
  static void writeArray(Image image, Path target, Path file) throws IOException {
    if (image.hasAlpha()) {
      throw new ImageFormatException(
          target, "an array holds no opacity, the image has it", "Name the file .tif or .png.");
    }
    NpyAxes axes = NpyAxes.forWriting(image, target);
    byte[] header = NpyHeader.of(image, axes).getBytes(StandardCharsets.ISO_8859_1);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      RawFile.writeAll(channel, ByteBuffer.wrap(header), 0);
    }
    RawFile.write(
        image,
        target,
        file,
        header.length,
        image.type(),
        NpyHeader.ORDER,
        axes.strides(),
        (samples, count) -> {});
  }
}
