package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.limpid.denoise.Image;

/**
 * PNG: gray or RGB of 8 or 16 bits, opacity kept apart; narrower samples are spread to 0 to 255,
 * palettes resolved. Samples are taken as stored, gamma and colour profiles are not applied; of
 * texts the one named Description is kept.
 */
final class PngFormat implements ImageFormat {
  @Override
  public String name() {
    return "PNG";
  }

  @Override
  public List<String> suffixes() {
    return List.of("png");
  }

  @Override
  public boolean recognises(byte[] start) {
    return start.length >= 8 && ByteBuffer.wrap(start).getLong() == PngChunks.SIGNATURE;
  }

  @Override
  public ImageInfo info(Path file) throws IOException {
    PngChunks chunks = PngChunks.of(file);
    try (JdkReader reader = open(file, chunks)) {
      return reader.info(chunks.metadata(), chunks.bits());
    }
  }

  @Override
  public Image read(Path file) throws IOException {
    PngChunks chunks = PngChunks.of(file);
    try (JdkReader reader = open(file, chunks)) {
      ImageInfo info = reader.info(chunks.metadata(), chunks.bits());
      Heap.require(file, info, 8L * info.height() * info.width());
      return Image.of(reader.page(0)).withMetadata(chunks.metadata());
    }
  }

  private static JdkReader open(Path file, PngChunks chunks) throws IOException {
    return JdkReader.open(file, "PNG", new MemoryCacheImageInputStream(chunks.essence()));
  }

  @Override
  public boolean writes() {
    return true;
  }

  @Override
  public void write(Image image, Path target, Path temporary) throws IOException {
    PngEncoder.write(image, target, temporary);
  }
}
