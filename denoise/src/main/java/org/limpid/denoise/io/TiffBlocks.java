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
    int[] lengths,
    TiffDirectory fields) {

  static TiffBlocks of(TiffPage page, TiffDirectory fields, long fileSize, TiffFault fault)
      throws ImageFormatException {
    boolean tiled = fields.has(TILE_OFFSETS);
    long width = tiled ? fields.integer(TILE_WIDTH, 0) : page.width();
    long height =
        tiled
            ? fields.integer(TILE_LENGTH, 0)
            : Math.min(page.height(), fields.integer(ROWS_PER_STRIP, page.height()));
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
            TiffCompression.of((int) fields.integer(COMPRESSION, 1), fault),
            (int) fields.integer(PREDICTOR, 1),
            fields.integer(FILL_ORDER, 1) == 2,
            new long[0],
            new int[0],
            fields);
    blocks.checkSamples(fault);
    return blocks.isOldJpeg() ? blocks : blocks.located(fileSize, fault);
  }

  /** Whether the blocks are decoded here; the JDK does it for JPEG, fax and YCbCr. */
  boolean decodedHere() {
    return compression.decodedHere() && page.photometric() != TiffPage.YCBCR;
  }

  /** The JPEG of TIFF 6.0, which lists its blocks elsewhere or nowhere. */
  private boolean isOldJpeg() {
    return fields.integer(COMPRESSION, 1) == 6;
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

  /** What decoding a block takes at most, in bytes. */
  long workBytes() {
    if (!decodedHere()) {
      return 2L * page.width() * page.height() * page.samples();
    }
    long longest = 0;
    for (int length : lengths) {
      longest = Math.max(longest, length);
    }
    return longest + (compression == TiffCompression.NONE ? 0 : rowBytes() * height);
  }

  private void checkSamples(TiffFault fault) throws ImageFormatException {
    if (!decodedHere()) {
      if (page.bits() > 8 || page.opacity() != TiffPage.Opacity.NONE || planes > 1) {
        throw fault.unsupported(
            compression.title()
                + " compression of "
                + page.samples()
                + " samples of "
                + page.bits()
                + " bits");
      }
      return;
    }
    boolean whole = page.bits() % 8 == 0 && page.bits() != 24;
    boolean known =
        switch (predictor) {
          case 1 -> true;
          case 2 -> whole;
          case 3 -> !page.type().isInteger();
          default -> false;
        };
    if (!known) {
      throw fault.unsupported("predictor " + predictor + " on " + page.bits() + "-bit samples");
    }
  }

  private TiffBlocks located(long fileSize, TiffFault fault) throws ImageFormatException {
    int offsetTag = tiled ? TILE_OFFSETS : STRIP_OFFSETS;
    int lengthTag = tiled ? TILE_BYTE_COUNTS : STRIP_BYTE_COUNTS;
    long count = (long) across() * down() * planes;
    if (fields.count(offsetTag) < count || fields.count(lengthTag) < count) {
      throw fault.damaged(
          fields.count(offsetTag) + " strips or tiles are listed where its size asks for " + count);
    }
    double rawBytes = (double) rowBytes() * height;
    if (decodedHere() && rawBytes > Integer.MAX_VALUE - 8) {
      throw fault.unsupported("a strip or tile of more than 2 GB");
    }
    long[] begin = new long[(int) count];
    int[] length = new int[(int) count];
    for (int i = 0; i < count; i++) {
      long stored = fields.integerAt(lengthTag, i);
      begin[i] = fields.integerAt(offsetTag, i);
      if (begin[i] + stored > fileSize) {
        throw fault.damaged("its pixels lie beyond the end of the file");
      }
      if (stored > Integer.MAX_VALUE - 8) {
        throw fault.unsupported("a strip or tile of more than 2 GB");
      }
      double needed = (double) rowBytes() * rows(i / across() % down());
      if (decodedHere() && needed > (double) stored * compression.maxExpansion()) {
        throw fault.damaged("it claims more pixels than its data can hold");
      }
      length[i] = (int) stored;
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
