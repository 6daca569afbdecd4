package org.limpid.denoise.io;

/**
 * How a TIFF file is to be written.
 *
 * @param compression of strips and tiles; none of them loses anything
 * @param predict whether differences of neighbours are compressed instead of samples, which makes
 *     smaller files of smooth images
 * @param tile side of square tiles, a multiple of 16; 0 for strips, which more programs read
 * @param planar whether the samples of a pixel lie in planes of their own rather than together
 * @param big whether to write BigTIFF even where 4 GB suffice; beyond that it is written anyway
 */
public record TiffOptions(
    Compression compression, boolean predict, int tile, boolean planar, boolean big) {

  /** Uncompressed strips: what all programs read, and what can be read in parts fastest. */
  public static final TiffOptions DEFAULT =
      new TiffOptions(Compression.NONE, false, 0, false, false);

  /** What a writer can do to make a file smaller. */
  public enum Compression {
    /** Nothing. */
    NONE,
    /** Lempel, Ziv and Welch. */
    LZW,
    /** Zlib, smaller and slower. */
    DEFLATE,
    /** Runs of equal bytes. */
    PACKBITS
  }

  /**
   * Checks the size of tiles.
   *
   * @throws IllegalArgumentException if it is negative, no multiple of 16 or above 65536
   */
  public TiffOptions {
    if (tile < 0 || tile % 16 != 0 || tile > 1 << 16) {
      throw new IllegalArgumentException(
          "TiffOptions: tile " + tile + " (expected: 0 or a multiple of 16 up to 65536)");
    }
  }

  /** The same with another compression. */
  public TiffOptions withCompression(Compression value, boolean predicted) {
    return new TiffOptions(value, predicted, tile, planar, big);
  }

  /** The same in tiles of another size, or in strips if it is 0. */
  public TiffOptions withTile(int value) {
    return new TiffOptions(compression, predict, value, planar, big);
  }

  /** The same with planes of samples, or without. */
  public TiffOptions withPlanar(boolean value) {
    return new TiffOptions(compression, predict, tile, value, big);
  }

  /** The same as BigTIFF, or only where it must be. */
  public TiffOptions withBig(boolean value) {
    return new TiffOptions(compression, predict, tile, planar, value);
  }
}
