package org.limpid.denoise.io;

import static org.limpid.denoise.io.TiffDirectory.BITS_PER_SAMPLE;
import static org.limpid.denoise.io.TiffDirectory.COMPRESSION;
import static org.limpid.denoise.io.TiffDirectory.EXTRA_SAMPLES;
import static org.limpid.denoise.io.TiffDirectory.IMAGE_LENGTH;
import static org.limpid.denoise.io.TiffDirectory.IMAGE_WIDTH;
import static org.limpid.denoise.io.TiffDirectory.PHOTOMETRIC;
import static org.limpid.denoise.io.TiffDirectory.PLANAR_CONFIGURATION;
import static org.limpid.denoise.io.TiffDirectory.PREDICTOR;
import static org.limpid.denoise.io.TiffDirectory.ROWS_PER_STRIP;
import static org.limpid.denoise.io.TiffDirectory.SAMPLES_PER_PIXEL;
import static org.limpid.denoise.io.TiffDirectory.SAMPLE_FORMAT;
import static org.limpid.denoise.io.TiffDirectory.STRIP_BYTE_COUNTS;
import static org.limpid.denoise.io.TiffDirectory.STRIP_OFFSETS;
import static org.limpid.denoise.io.TiffDirectory.TILE_BYTE_COUNTS;
import static org.limpid.denoise.io.TiffDirectory.TILE_LENGTH;
import static org.limpid.denoise.io.TiffDirectory.TILE_OFFSETS;
import static org.limpid.denoise.io.TiffDirectory.TILE_WIDTH;

import java.nio.file.Path;
import java.util.Map;
import org.limpid.denoise.SampleType;

/**
 * What one page of a TIFF file says about its pixels, admitted only if the JDK decodes such pages
 * rightly: its plug-in gives half floats as integers, scales 10 and 12 bits to 16, shows CMYK as
 * opacity and can be led astray by damaged layouts, so that all else is refused here by name.
 *
 * @param bits bits of a stored sample
 * @param samples stored samples a pixel, opacity among them
 * @param palette whether samples are indices of colours
 */
record TiffPage(
    int width,
    int height,
    int bits,
    int samples,
    SampleType type,
    Opacity opacity,
    boolean palette) {

  /** Meaning of a pixel's last sample. */
  enum Opacity {
    /** It is a channel. */
    NONE,
    /** Opacity; the channels are as they were. */
    STRAIGHT,
    /** Opacity, which the channels were multiplied by. */
    PREMULTIPLIED
  }

  private static final Map<Integer, String> COMPRESSIONS =
      Map.ofEntries(
          Map.entry(1, "none"),
          Map.entry(2, "CCITT RLE"),
          Map.entry(3, "CCITT T.4"),
          Map.entry(4, "CCITT T.6"),
          Map.entry(5, "LZW"),
          Map.entry(6, "old JPEG"),
          Map.entry(7, "JPEG"),
          Map.entry(8, "deflate"),
          Map.entry(32946, "deflate"),
          Map.entry(32773, "PackBits"),
          Map.entry(34661, "JBIG"),
          Map.entry(34676, "SGI LogLuv"),
          Map.entry(34677, "SGI LogLuv 24"),
          Map.entry(34712, "JPEG 2000"),
          Map.entry(34887, "LERC"),
          Map.entry(34925, "LZMA"),
          Map.entry(33003, "JPEG 2000"),
          Map.entry(33005, "JPEG 2000"),
          Map.entry(50000, "Zstandard"),
          Map.entry(50001, "WebP"),
          Map.entry(50002, "JPEG XL"));

  private static final Map<Integer, String> PHOTOMETRICS =
      Map.of(
          4,
          "mask",
          5,
          "CMYK",
          8,
          "CIE Lab",
          9,
          "ICC Lab",
          10,
          "ITU Lab",
          32803,
          "Bayer mosaic",
          32844,
          "LogL",
          32845,
          "LogLuv",
          34892,
          "linear raw");

  /** How many times its size a stream can grow: a sound bound for each lossless compression. */
  private static final Map<Integer, Integer> MAX_EXPANSION =
      Map.of(1, 1, 5, 4096, 8, 1032, 32946, 1032, 32773, 64);

  /** Channels, without opacity, before colours are looked up. */
  int channels() {
    return opacity == Opacity.NONE ? samples : samples - 1;
  }

  /**
   * Reads and checks a page.
   *
   * @param number of the page, from 1, for messages
   * @param fileSize length of the file in bytes
   */
  static TiffPage of(Path file, int number, TiffDirectory fields, long fileSize)
      throws ImageFormatException {
    return new Checker(file, number, fields, fileSize).page();
  }

  /** The checks of one page. */
  private static final class Checker {
    private final Path file;
    private final int number;
    private final TiffDirectory fields;
    private final long fileSize;

    Checker(Path file, int number, TiffDirectory fields, long fileSize) {
      this.file = file;
      this.number = number;
      this.fields = fields;
      this.fileSize = fileSize;
    }

    TiffPage page() throws ImageFormatException {
      long width = fields.integer(IMAGE_WIDTH, 0);
      long height = fields.integer(IMAGE_LENGTH, 0);
      if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
        throw damaged("its size is " + width + " x " + height + " pixels");
      }
      int samples = (int) fields.integer(SAMPLES_PER_PIXEL, 1);
      if (samples < 1) {
        throw damaged("it has no samples");
      }
      int bits = bits(samples);
      int compression = compression();
      int photometric = (int) fields.integer(PHOTOMETRIC, samples < 3 ? 1 : 2);
      String meaning = PHOTOMETRICS.get(photometric);
      if (meaning != null || photometric > 8) {
        throw unsupported((meaning == null ? "photometric " + photometric : meaning) + " colours");
      }
      if (samples
          < switch (photometric) {
            case 2, 6 -> 3;
            default -> 1;
          }) {
        throw damaged("it has " + samples + " samples a pixel but is in colour");
      }
      if (photometric == 3 && (samples > 1 || bits > 8 || !fields.has(TiffDirectory.COLOR_MAP))) {
        throw unsupported("a palette of " + bits + " bits and " + samples + " samples a pixel");
      }
      if (bits < 8 && samples > 1) {
        throw unsupported(samples + " samples of " + bits + " bits a pixel");
      }
      SampleType type = type(bits);
      int predictor = (int) fields.integer(PREDICTOR, 1);
      if (predictor == 3 || (predictor == 2 && bits > 32) || predictor > 3) {
        throw unsupported(
            predictor == 3
                ? "the floating-point predictor"
                : "predictor " + predictor + " on " + bits + "-bit samples");
      }
      layout(width, height, samples, bits, compression);
      return new TiffPage(
          (int) width, (int) height, bits, samples, type, opacity(samples), photometric == 3);
    }

    private int bits(int samples) throws ImageFormatException {
      long count = fields.count(BITS_PER_SAMPLE);
      int bits = (int) fields.integer(BITS_PER_SAMPLE, 1);
      for (int i = 1; i < Math.min(count, samples); i++) {
        if (fields.integerAt(BITS_PER_SAMPLE, i) != bits) {
          throw unsupported("samples of unequal size");
        }
      }
      return bits;
    }

    private int compression() throws ImageFormatException {
      int compression = (int) fields.integer(COMPRESSION, 1);
      if (compression > 8 && compression != 32946 && compression != 32773) {
        String name = COMPRESSIONS.getOrDefault(compression, "number " + compression);
        throw unsupported("compression " + name);
      }
      return compression;
    }

    private SampleType type(int bits) throws ImageFormatException {
      int format = (int) fields.integer(SAMPLE_FORMAT, 1);
      String kind =
          switch (format) {
            case 1, 4 -> "unsigned";
            case 2 -> "signed";
            case 3 -> "floating-point";
            case 5, 6 -> "complex";
            default -> throw damaged("its sample format is " + format);
          };
      return switch (bits + " " + kind) {
        case "1 unsigned", "2 unsigned", "4 unsigned", "8 unsigned" -> SampleType.UINT8;
        case "8 signed" -> SampleType.INT8;
        case "16 unsigned" -> SampleType.UINT16;
        case "16 signed" -> SampleType.INT16;
        case "32 unsigned" -> SampleType.UINT32;
        case "32 signed" -> SampleType.INT32;
        case "32 floating-point" -> SampleType.FLOAT32;
        case "64 floating-point" -> SampleType.FLOAT64;
        default -> throw unsupported(kind + " samples of " + bits + " bits");
      };
    }

    private Opacity opacity(int samples) {
      long count = fields.count(EXTRA_SAMPLES);
      if (count == 0 || samples < 2) {
        return Opacity.NONE;
      }
      return switch ((int) fields.integerAt(EXTRA_SAMPLES, (int) Math.min(count, samples) - 1)) {
        case 1 -> Opacity.PREMULTIPLIED;
        case 2 -> Opacity.STRAIGHT;
        default -> Opacity.NONE;
      };
    }

    /** Strips or tiles must be as many as the size asks for, inside the file and large enough. */
    private void layout(long width, long height, int samples, int bits, int compression)
        throws ImageFormatException {
      boolean tiled = fields.has(TILE_OFFSETS);
      int offsets = tiled ? TILE_OFFSETS : STRIP_OFFSETS;
      int lengths = tiled ? TILE_BYTE_COUNTS : STRIP_BYTE_COUNTS;
      long across = tiled ? fields.integer(TILE_WIDTH, 0) : width;
      long down = tiled ? fields.integer(TILE_LENGTH, 0) : fields.integer(ROWS_PER_STRIP, height);
      if (compression == 6) {
        return;
      }
      if (across < 1
          || down < 1
          || across * (double) down * samples * bits / 8 > Integer.MAX_VALUE) {
        if (tiled || down < 1) {
          throw damaged("its tiles or strips are of " + across + " x " + down + " pixels");
        }
      }
      down = tiled ? down : Math.min(down, height);
      int planes = fields.integer(PLANAR_CONFIGURATION, 1) == 2 ? samples : 1;
      long blocks = ((width - 1) / across + 1) * ((height - 1) / down + 1) * planes;
      if (fields.count(offsets) < blocks || fields.count(lengths) < blocks) {
        throw damaged(
            fields.count(offsets)
                + " strips or tiles are listed where its size asks for "
                + blocks);
      }
      double stored = 0;
      for (int i = 0; i < blocks; i++) {
        long length = fields.integerAt(lengths, i);
        if (fields.integerAt(offsets, i) + length > fileSize) {
          throw damaged("its pixels lie beyond the end of the file");
        }
        stored += length;
      }
      double raw = (double) height * ((width * (samples / planes) * bits + 7) / 8) * planes;
      if (raw > (stored + 64) * MAX_EXPANSION.getOrDefault(compression, Integer.MAX_VALUE)) {
        throw damaged("it claims more pixels than its data can hold");
      }
    }

    private ImageFormatException unsupported(String what) {
      return new ImageFormatException(
          file,
          "holds " + what + (number > 1 ? " in page " + number : "") + ", which is not read yet",
          "Save it as a TIFF of 8, 16 or 32 bits, uncompressed.");
    }

    private ImageFormatException damaged(String fault) {
      return new ImageFormatException(
          file,
          "is truncated or damaged: " + fault + (number > 1 ? " (page " + number + ")" : ""),
          "Copy or export it again.");
    }
  }
}
