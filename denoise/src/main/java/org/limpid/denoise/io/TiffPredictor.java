package org.limpid.denoise.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The differences that TIFF writers take along rows before they compress, and how to undo them. */
final class TiffPredictor {
  private TiffPredictor() {}

  /**
   * Sums up differences between neighbours (TIFF 6.0, section 14), or between the bytes of floats
   * laid out by significance (TIFF technical note 3).
   *
   * @param block decompressed rows in the page's byte order. Modified.
   */
  static void undo(TiffBlocks blocks, ByteBuffer block, int rows) {
    int rowBytes = (int) blocks.rowBytes();
    for (int row = 0; row < rows && blocks.predictor() > 1; row++) {
      ByteBuffer line = block.slice(row * rowBytes, rowBytes).order(block.order());
      if (blocks.predictor() == 2) {
        sum(line, blocks.page().bits(), blocks.together());
      } else {
        sum(line, 8, blocks.together());
        interleave(line, blocks.page().bits() / 8);
      }
    }
  }

  /**
   * Takes differences as {@link #undo} sums them up.
   *
   * @param predictor as TIFF numbers it; 1 changes nothing
   * @param block rows in the order of the buffer. Modified.
   * @param stride samples of a pixel that lie together
   */
  static void apply(int predictor, ByteBuffer block, int rowBytes, int bits, int stride) {
    for (int at = 0; at < block.capacity() && predictor > 1; at += rowBytes) {
      ByteBuffer line = block.slice(at, rowBytes).order(block.order());
      if (predictor == 2) {
        subtract(line, bits, stride);
      } else {
        separate(line, bits / 8);
        subtract(line, 8, stride);
      }
    }
  }

  private static void subtract(ByteBuffer line, int bits, int stride) {
    int bytes = bits / 8;
    int step = stride * bytes;
    for (int i = line.limit() - bytes; i >= step; i -= bytes) {
      switch (bits) {
        case 8 -> line.put(i, (byte) (line.get(i) - line.get(i - step)));
        case 16 -> line.putShort(i, (short) (line.getShort(i) - line.getShort(i - step)));
        case 32 -> line.putInt(i, line.getInt(i) - line.getInt(i - step));
        default -> line.putLong(i, line.getLong(i) - line.getLong(i - step));
      }
    }
  }

  /** From numbers to all their most significant bytes, then all second ones, and so on. */
  private static void separate(ByteBuffer line, int bytes) {
    byte[] numbers = new byte[line.limit()];
    line.get(0, numbers);
    int count = numbers.length / bytes;
    boolean big = line.order() == ByteOrder.BIG_ENDIAN;
    for (int i = 0; i < count; i++) {
      for (int b = 0; b < bytes; b++) {
        line.put(b * count + i, numbers[i * bytes + (big ? b : bytes - 1 - b)]);
      }
    }
  }

  private static void sum(ByteBuffer line, int bits, int stride) {
    int bytes = bits / 8;
    int step = stride * bytes;
    for (int i = step; i <= line.limit() - bytes; i += bytes) {
      switch (bits) {
        case 8 -> line.put(i, (byte) (line.get(i) + line.get(i - step)));
        case 16 -> line.putShort(i, (short) (line.getShort(i) + line.getShort(i - step)));
        case 32 -> line.putInt(i, line.getInt(i) + line.getInt(i - step));
        default -> line.putLong(i, line.getLong(i) + line.getLong(i - step));
      }
    }
  }

  /** From all first bytes, all second bytes, ..., most significant first, to numbers. */
  private static void interleave(ByteBuffer line, int bytes) {
    byte[] significance = new byte[line.limit()];
    line.get(0, significance);
    int count = significance.length / bytes;
    boolean big = line.order() == ByteOrder.BIG_ENDIAN;
    for (int i = 0; i < count; i++) {
      for (int b = 0; b < bytes; b++) {
        line.put(i * bytes + (big ? b : bytes - 1 - b), significance[b * count + i]);
      }
    }
  }
}
