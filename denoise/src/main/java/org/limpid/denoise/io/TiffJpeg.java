package org.limpid.denoise.io;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** JPEG inside TIFF (TIFF technical note 2), decoded by the JDK without turning colours. */
final class TiffJpeg {
  private TiffJpeg() {}

  /** Samples of one block as bytes, {@code [rows, width, samples together]}. */
  static byte[] block(Path file, TiffBlocks blocks, byte[] stored, int rows, TiffFault fault)
      throws IOException {
    byte[] tables = blocks.fields().bytes(TiffDirectory.JPEG_TABLES);
    int samples = blocks.together();
    try (JdkReader reader =
        JdkReader.open(
            file,
            "JPEG",
            new MemoryCacheImageInputStream(new ByteArrayInputStream(joined(tables, stored))))) {
      int[] size = reader.size();
      // Decoders may pad the last strip; a wider picture would not be this block.
      if (size[0] < blocks.width() || size[0] > blocks.width() + 15 || size[1] > rows + 15) {
        throw fault.damaged(
            "a strip or tile of "
                + blocks.width()
                + " x "
                + rows
                + " pixels holds a JPEG of "
                + size[0]
                + " x "
                + size[1]);
      }
      Raster raster = reader.raster();
      if (raster.getNumBands() != samples || raster.getHeight() < needed(blocks, rows)) {
        throw fault.damaged(
            "a strip or tile holds a JPEG of "
                + raster.getNumBands()
                + " samples and "
                + raster.getHeight()
                + " rows (expected: "
                + samples
                + " and "
                + rows
                + ")");
      }
      return bytes(raster, blocks.width(), rows, samples);
    }
  }

  /** Rows of a tile below the picture may be missing. */
  private static int needed(TiffBlocks blocks, int rows) {
    return Math.min(rows, blocks.page().height());
  }

  private static byte[] bytes(Raster raster, int width, int rows, int samples) {
    byte[] bytes = new byte[width * rows * samples];
    int[] row = new int[raster.getWidth() * samples];
    for (int y = 0; y < Math.min(rows, raster.getHeight()); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
      for (int i = 0; i < width * samples; i++) {
        bytes[y * width * samples + i] = (byte) row[i];
      }
    }
    return bytes;
  }

  /** Tables of the page, without their end, before the block, without its beginning. */
  private static byte[] joined(byte[] tables, byte[] stored) {
    if (tables.length < 4 || stored.length < 2) {
      return stored;
    }
    byte[] whole = new byte[tables.length + stored.length - 4];
    System.arraycopy(tables, 0, whole, 0, tables.length - 2);
    System.arraycopy(stored, 2, whole, tables.length - 2, stored.length - 2);
    return whole;
  }

  /** A whole page of old-style JPEG, as the JDK's TIFF decoder gives it. */
  static byte[] page(Path file, TiffBlocks blocks, TiffFault fault) throws IOException {
    TiffPage page = blocks.page();
    try (JdkReader reader = JdkReader.open(file, "TIFF")) {
      Raster raster = reader.page(fault.page() - 1).getRaster();
      if (raster.getWidth() != page.width()
          || raster.getHeight() != page.height()
          || raster.getNumBands() != page.samples()) {
        throw fault.damaged(
            raster.getWidth()
                + " x "
                + raster.getHeight()
                + " x "
                + raster.getNumBands()
                + " samples are found where its header says "
                + page.width()
                + " x "
                + page.height()
                + " x "
                + page.samples());
      }
      return bytes(raster, page.width(), page.height(), page.samples());
    }
  }
}
