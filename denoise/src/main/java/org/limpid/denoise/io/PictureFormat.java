package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.limpid.denoise.Image;
import org.limpid.denoise.Metadata;

/**
 * Single pictures that the JDK decodes and that are not written: JPEG, since saving would add the
 * very kind of damage that denoising removes, and BMP, which PNG replaces. Rows are given as
 * stored; a camera's orientation tag is not applied.
 */
enum PictureFormat implements ImageFormat {
  /** Baseline and progressive, gray or colour. */
  JPEG(List.of("jpg", "jpeg"), 0xff, 0xd8, 0xff),
  /** Windows bitmap. */
  BMP(List.of("bmp"), 'B', 'M');

  /**
   * Most pixels that a byte of a file can stand for: a block of 64 takes at least a bit of a JPEG,
   * and 32 x 32 pixels at least 18 such blocks; runs in a bitmap are shorter.
   */
  private static final int MOST_PIXELS = 1024;

  private final List<String> suffixes;
  private final int[] magic;

  PictureFormat(List<String> suffixes, int... magic) {
    this.suffixes = suffixes;
    this.magic = magic;
  }

  @Override
  public List<String> suffixes() {
    return suffixes;
  }

  @Override
  public boolean recognises(byte[] start) {
    // Text may begin with BM too; a bitmap's header continues with four zero bytes at offset 6.
    if (start.length < 26 || (this == BMP && (start[6] | start[7] | start[8] | start[9]) != 0)) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((start[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public ImageInfo info(Path file) throws IOException {
    try (JdkReader reader = JdkReader.open(file, name())) {
      return reader.info(Metadata.NONE, 8);
    }
  }

  @Override
  public Image read(Path file) throws IOException {
    try (JdkReader reader = JdkReader.open(file, name())) {
      ImageInfo info = reader.info(Metadata.NONE, 8);
      if ((double) info.height() * info.width() > (double) MOST_PIXELS * Files.size(file)) {
        throw new ImageFormatException(
            file,
            "is truncated or damaged: it claims more pixels than its data can hold",
            "Copy or export it again.");
      }
      Heap.require(file, info, 4L * info.height() * info.width());
      return Image.of(reader.page(0));
    }
  }

  @Override
  public boolean writes() {
    return false;
  }

  @Override
  public void write(Image image, Path target, Path temporary) {
    throw new UnsupportedOperationException(name() + " is not written");
  }
}
