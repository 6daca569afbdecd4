package org.limpid.denoise.io;

import static org.limpid.denoise.io.TiffDirectory.COMPRESSION;
import static org.limpid.denoise.io.TiffDirectory.FILL_ORDER;
import static org.limpid.denoise.io.TiffDirectory.PLANAR_CONFIGURATION;
import static org.limpid.denoise.io.TiffDirectory.PREDICTOR;
import static org.limpid.denoise.io.TiffDirectory.ROWS_PER_STRIP;
import static org.limpid.denoise.io.TiffDirectory.STRIP_BYTE_COUNTS;
import static org.limpid.denoise.io.TiffDirectory.STRIP_OFFSETS;
import static org.limpid.denoise.io.TiffDirectory.TILE_BYTE_COUNTS;
import static org.limpid.denoise.io.TiffDirectory.TILE_LENGTH;
import static org.limpid.denoise.io.TiffDirectory.TILE_OFFSETS;
import static org.limpid.denoise.io.TiffDirectory.TILE_WIDTH;
import static org.limpid.denoise.io.TiffDirectory.YCBCR_SUBSAMPLING;

import java.nio.ByteOrder;

/**
 * Where the pixels of a page lie: strips or tiles, both called blocks, checked to be as many as the
 * page's size asks for, inside the file, and long enough for what they are to hold.
 *
 * @param tiled whether blocks have their full size at the page's edges too
 * @param planes 1 if a pixel's samples lie together, else the number of samples a pixel
 * @param offsets where each block begins in the file, planes one after the other, rows of blocks
 *     from top to bottom
 * @param lengths bytes of each block in the file
 * @param fields the page's directory
 */
record TiffBlocks(
    TiffPage page,
    boolean tiled,
    int width,
    int height,
    int planes,
    TiffCompression compression,
    int predictor,
    boolean bitsReversed,
    long[] offsets,
    long[] lengths,
    TiffDirectory fields) {

  private static final long LONGEST = Integer.MAX_VALUE - 8;

  static TiffBlocks of(TiffPage page, TiffDirectory fields, long fileSize, TiffFault fault)
      throws ImageFormatException {
    TiffCompression compression = TiffCompression.of((int) fields.integer(COMPRESSION, 1), fault);
    boolean old = compression == TiffCompression.OLD_JPEG;
    boolean tiled = fields.has(TILE_OFFSETS) && !old;
    long width = tiled ? fields.integer(TILE_WIDTH, 0) : page.width();
    long height = tiled ? fields.integer(TILE_LENGTH, 0) : page.height();
    if (!tiled && !old) {
      height = Math.min(height, fields.integer(ROWS_PER_STRIP, height));
    }
    if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw fault.damaged("its blocks are of " + width + " x " + height + " pixels");
    }
    boolean separate = fields.integer(PLANAR_CONFIGURATION, 1) == 2;
    TiffBlocks blocks =
        new TiffBlocks(
            page,
            tiled,
            (int) width,
            (int) height,
            separate ? page.samples() : 1,
            compression,
            (int) fields.integer(PREDICTOR, 1),
            fields.integer(FILL_ORDER, 1) == 2,
            new long[old ? 1 : 0],
            new long[old ? 1 : 0],
            fields);
    blocks.checkSamples(fault);
    if (old
        && (double) blocks.rowBytes() * height > (double) fileSize * compression.maxExpansion()) {
      throw fault.damaged("it claims more pixels than its data can hold");
    }
    return old ? blocks : blocks.located(fileSize, fault);
  }

  /** The same page for one that lies further on in the file. */
  TiffBlocks moved(long bytes) {
    long[] begin = offsets.clone();
    for (int i = 0; i < begin.length; i++) {
      begin[i] += bytes;
    }
    return new TiffBlocks(
        page,
        tiled,
        width,
        height,
        planes,
        compression,
        predictor,
        bitsReversed,
        begin,
        lengths,
        fields);
  }

  ByteOrder order() {
    return fields.order();
  }

  int across() {
    return (page.width() - 1) / width + 1;
  }

  int down() {
    return (page.height() - 1) / height + 1;
  }

  /** Samples of a pixel that lie together in a block. */
  int together() {
    return page.samples() / planes;
  }

  /** Rows stored in a block of a row of blocks. */
  int rows(int blockRow) {
    return tiled ? height : Math.min(height, page.height() - blockRow * height);
  }

  /** Bytes that one row of a block takes when decompressed. */
  long rowBytes() {
    return ((long) width * together() * page.bits() + 7) / 8;
  }

  /** Whether a block is not in the file, because all of it is zero. */
  boolean isAbsent(int block) {
    return compression != TiffCompression.OLD_JPEG && isAbsent(offsets[block], lengths[block]);
  }

  private static boolean isAbsent(long offset, long length) {
    return offset == 0 && length == 0;
  }

  /** Whether rows can be read from the file as they are. */
  boolean isPlain() {
    return compression == TiffCompression.NONE && predictor == 1 && !bitsReversed && !isClustered();
  }

  /** Whether pixels share their colours with neighbours, in an order of its own. */
  boolean isClustered() {
    return page.photometric() == TiffPage.YCBCR
        && planes == 1
        && compression != TiffCompression.JPEG
        && compression != TiffCompression.OLD_JPEG
        && (subsampling(0) > 1 || subsampling(1) > 1);
  }

  /** Pixels across (0) or down (1) that share their colours. */
  int subsampling(int axis) {
    return fields.count(YCBCR_SUBSAMPLING) < 2
        ? 2
        : (int) fields.integerAt(YCBCR_SUBSAMPLING, axis);
  }

  /** Bytes that rows of a block take when decompressed; clusters are not yet spread then. */
  double storedBytes(int rows) {
    if (!isClustered()) {
      return (double) rowBytes() * rows;
    }
    int h = subsampling(0);
    int v = subsampling(1);
    return (double) ((width - 1) / h + 1) * ((rows - 1) / v + 1) * (h * v + 2);
  }

  /** What decoding a block takes at most, in bytes. */
  double workBytes() {
    if (isPlain()) {
      return 1 << 22;
    }
    long longest = 0;
    for (long length : lengths) {
      longest = Math.max(longest, length);
    }
    return longest + 2.0 * rowBytes() * height;
  }

  private void checkSamples(TiffFault fault) throws ImageFormatException {
    boolean known =
        switch (compression) {
          case FAX -> page.bits() == 1 && page.samples() == 1;
          case JPEG -> page.bits() == 8;
          case OLD_JPEG ->
              page.bits() == 8 && page.opacity() == TiffPage.Opacity.NONE && planes == 1;
          default -> true;
        };
    if (!known) {
      throw fault.unsupported(
          compression.title()
              + " compression of "
              + page.samples()
              + " samples of "
              + page.bits()
              + " bits");
    }
    boolean predicted =
        switch (predictor) {
          case 1 -> true;
          case 2 -> page.isWhole();
          case 3 -> !page.type().isInteger();
          default -> false;
        };
    if (!predicted) {
      throw fault.unsupported("predictor " + predictor + " on " + page.bits() + "-bit samples");
    }
    if (page.photometric() == TiffPage.YCBCR && compression != TiffCompression.JPEG) {
      int h = subsampling(0);
      int v = subsampling(1);
      if (h < 1 || v < 1 || h > 4 || v > 4) {
        throw fault.damaged("its colours are subsampled " + h + " x " + v);
      }
      if (planes > 1 && (h > 1 || v > 1)) {
        throw fault.unsupported("planes of YCbCr colours subsampled " + h + " x " + v);
      }
    }
  }

  private TiffBlocks located(long fileSize, TiffFault fault) throws ImageFormatException {
    int offsetTag = tiled ? TILE_OFFSETS : STRIP_OFFSETS;
    int lengthTag = tiled ? TILE_BYTE_COUNTS : STRIP_BYTE_COUNTS;
    long count = (long) across() * down() * planes;
    if (fields.count(offsetTag) < count) {
      throw fault.damaged(
          fields.count(offsetTag) + " strips or tiles are listed where its size asks for " + count);
    }
    if (!isPlain() && (double) rowBytes() * height > LONGEST) {
      throw fault.unsupported("a compressed strip or tile of more than 2 GB");
    }
    long[] begin = new long[(int) count];
    long[] length = new long[(int) count];
    for (int i = 0; i < count; i++) {
      begin[i] = fields.integerAt(offsetTag, i);
      double needed = storedBytes(rows(i / across() % down()));
      length[i] = i < fields.count(lengthTag) ? fields.integerAt(lengthTag, i) : 0;
      if (isAbsent(begin[i], length[i])) {
        continue;
      }
      if (length[i] == 0 && begin[i] < fileSize) {
        // Some writers do not say it.
        double most = compression == TiffCompression.NONE ? needed : LONGEST;
        length[i] = (long) Math.min(fileSize - begin[i], most);
      }
      if (begin[i] + length[i] > fileSize) {
        throw fault.damaged("its pixels lie beyond the end of the file");
      }
      if (length[i] > LONGEST && !isPlain()) {
        throw fault.unsupported("a compressed strip or tile of more than 2 GB");
      }
      if (needed > (double) length[i] * compression.maxExpansion()) {
        throw fault.damaged("it claims more pixels than its data can hold");
      }
    }
    return new TiffBlocks(
        page,
        tiled,
        width,
        height,
        planes,
        compression,
        predictor,
        bitsReversed,
        begin,
        length,
        fields);
  }
}
