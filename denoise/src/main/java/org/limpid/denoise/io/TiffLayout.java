package org.limpid.denoise.io;

import java.util.Map;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;

/**
 * How an image about to be written is cut into pages and blocks.
 *
 * @param interleaved whether all channels are samples of one page; else each has pages of its own
 * @param samples samples of a pixel of a page, opacity among them
 * @param photometric what samples stand for, as TIFF numbers it
 * @param blockWidth columns of a strip or tile
 * @param blockHeight rows of a strip or tile
 * @param options as asked for
 */
record TiffLayout(
    Image image,
    boolean interleaved,
    int samples,
    int photometric,
    int blockWidth,
    int blockHeight,
    TiffOptions options) {

  private static final int STRIP_BYTES = 1 << 20;

  static TiffLayout of(Image image, TiffOptions options) {
    Map<String, String> kept = image.metadata().kept();
    String description = image.metadata().description();
    int channels = image.channels();
    int shown = TiffKept.number(kept, TiffDirectory.PHOTOMETRIC);
    boolean cmyk = channels == 4 && shown == TiffPage.CMYK;
    boolean stackOfChannels =
        ImageJ.wrote(description)
            ? ImageJ.parse(description).channels() == channels
            : Ome.wrote(description) && !description.contains("SamplesPerPixel=\"3\"");
    boolean interleaved = channels == 1 || (channels == 3 && !stackOfChannels) || cmyk;
    int samples = (interleaved ? channels : 1) + (image.hasAlpha() ? 1 : 0);
    long rowBytes = (long) image.width() * samples * image.type().bits() / 8;
    int tile = options.tile();
    return new TiffLayout(
        image,
        interleaved,
        samples,
        photometric(image, interleaved, shown),
        tile > 0 ? tile : image.width(),
        tile > 0 ? tile : Bands.unit(image, Math.max(1, STRIP_BYTES / rowBytes)),
        options);
  }

  /** What the file said, if it still holds; else black is zero, or red, green and blue. */
  private static int photometric(Image image, boolean interleaved, int shown) {
    int channels = interleaved ? image.channels() : 1;
    boolean unsigned = image.type().isInteger() && image.type().min() == 0;
    boolean fits =
        switch (shown) {
          case TiffPage.WHITE_IS_ZERO ->
              channels == 1
                  && unsigned
                  && !image.hasAlpha()
                  && ImageJ.wrote(image.metadata().description());
          case TiffPage.PALETTE ->
              channels == 1
                  && image.type() == SampleType.UINT8
                  && !image.hasAlpha()
                  && image.metadata().kept().containsKey(TiffKept.PALETTE)
                  && ImageJ.wrote(image.metadata().description());
          case TiffPage.CMYK -> channels == 4;
          case TiffPage.CIE_LAB, TiffPage.ICC_LAB -> channels == 3;
          default -> false;
        };
    return fits ? shown : channels == 1 ? TiffPage.BLACK_IS_ZERO : TiffPage.RGB;
  }

  /** Pages that the channels of one plane take. */
  int channelPages() {
    return interleaved ? 1 : image.channels();
  }

  int pages() {
    return image.frames() * image.depth() * channelPages();
  }

  boolean tiled() {
    return options.tile() > 0;
  }

  int planes() {
    return options.planar() ? samples : 1;
  }

  /** Samples of a pixel that lie together. */
  int together() {
    return samples / planes();
  }

  int across() {
    return (image.width() - 1) / blockWidth + 1;
  }

  int down() {
    return (image.height() - 1) / blockHeight + 1;
  }

  int blocks() {
    return Math.multiplyExact(Math.multiplyExact(across(), down()), planes());
  }

  /** Rows stored in a block of a row of blocks. */
  int rows(int blockRow) {
    return tiled() ? blockHeight : Math.min(blockHeight, image.height() - blockRow * blockHeight);
  }

  long rowBytes() {
    return (long) blockWidth * together() * image.type().bits() / 8;
  }

  private long planeBytes() {
    return rowBytes() * (tiled() ? (long) blockHeight * across() * down() : image.height());
  }

  /** Bytes of a page that is not compressed. */
  long pageBytes() {
    return planes() * planeBytes();
  }

  /** Where a block lies in a page that is not compressed. */
  long offset(int block) {
    int perPlane = across() * down();
    return block / perPlane * planeBytes() + block % perPlane * rowBytes() * blockHeight;
  }
}
