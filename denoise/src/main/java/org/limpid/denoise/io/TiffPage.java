package org.limpid.denoise.io;

import static org.limpid.denoise.io.TiffDirectory.BITS_PER_SAMPLE;
import static org.limpid.denoise.io.TiffDirectory.COLOR_MAP;
import static org.limpid.denoise.io.TiffDirectory.EXTRA_SAMPLES;
import static org.limpid.denoise.io.TiffDirectory.IMAGE_LENGTH;
import static org.limpid.denoise.io.TiffDirectory.IMAGE_WIDTH;
import static org.limpid.denoise.io.TiffDirectory.PHOTOMETRIC;
import static org.limpid.denoise.io.TiffDirectory.SAMPLES_PER_PIXEL;
import static org.limpid.denoise.io.TiffDirectory.SAMPLE_FORMAT;

import java.util.Map;
import org.limpid.denoise.SampleType;

/**
 * What kind of pixels a page of a TIFF file has. Kinds that cannot be read rightly are refused by
 * name.
 *
 * @param bits bits of a stored sample
 * @param samples stored samples a pixel, opacity among them
 * @param type type of the samples as read
 * @param photometric what samples stand for, as TIFF numbers it
 */
record TiffPage(
    int width,
    int height,
    int bits,
    int samples,
    SampleType type,
    Opacity opacity,
    int photometric) {

  static final int WHITE_IS_ZERO = 0;
  static final int BLACK_IS_ZERO = 1;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int YCBCR = 6;

  static final int CMYK = 5;
  static final int CIE_LAB = 8;
  static final int ICC_LAB = 9;

  private static final Map<Integer, String> UNREAD_COLORS =
      Map.of(
          4, "a mask",
          10, "ITU Lab colours",
          32803, "a Bayer mosaic",
          32844, "LogL levels",
          32845, "LogLuv colours",
          34892, "linear raw samples");

  /** Meaning of a pixel's last sample. */
  enum Opacity {
    /** It is a channel. */
    NONE,
    /** Opacity; the channels are as they were. */
    STRAIGHT,
    /** Opacity, which the channels were multiplied by. */
    PREMULTIPLIED
  }

  static TiffPage of(TiffDirectory fields, TiffFault fault) throws ImageFormatException {
    long width = fields.integer(IMAGE_WIDTH, 0);
    long height = fields.integer(IMAGE_LENGTH, 0);
    if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw fault.damaged("its size is " + width + " x " + height + " pixels");
    }
    int samples = (int) fields.integer(SAMPLES_PER_PIXEL, 1);
    if (samples < 1) {
      throw fault.damaged("it has no samples");
    }
    int bits = bits(fields, samples, fault);
    int photometric = (int) fields.integer(PHOTOMETRIC, samples < 3 ? BLACK_IS_ZERO : RGB);
    SampleType type = type(bits, (int) fields.integer(SAMPLE_FORMAT, 1), fault);
    TiffPage page =
        new TiffPage(
            (int) width, (int) height, bits, samples, type, opacity(fields, samples), photometric);
    page.checkColors(fields, fault);
    return page;
  }

  /** Channels, without opacity, before colours are looked up. */
  int channels() {
    return opacity == Opacity.NONE ? samples : samples - 1;
  }

  private static int bits(TiffDirectory fields, int samples, TiffFault fault)
      throws ImageFormatException {
    int bits = (int) fields.integer(BITS_PER_SAMPLE, 1);
    for (int i = 1; i < Math.min(fields.count(BITS_PER_SAMPLE), samples); i++) {
      if (fields.integerAt(BITS_PER_SAMPLE, i) != bits) {
        throw fault.unsupported("samples of unequal size");
      }
    }
    return bits;
  }

  private static SampleType type(int bits, int format, TiffFault fault)
      throws ImageFormatException {
    String kind =
        switch (format) {
          case 1, 4 -> "unsigned";
          case 2 -> "signed";
          case 3 -> "floating-point";
          case 5, 6 -> "complex";
          default -> throw fault.damaged("its sample format is " + format);
        };
    boolean unsigned = kind.equals("unsigned");
    SampleType type =
        switch (bits + " " + kind) {
          case "8 signed" -> SampleType.INT8;
          case "16 signed" -> SampleType.INT16;
          case "32 signed" -> SampleType.INT32;
          case "64 signed" -> SampleType.INT64;
          case "64 unsigned" -> SampleType.UINT64;
          case "16 floating-point" -> SampleType.FLOAT16;
          case "32 floating-point" -> SampleType.FLOAT32;
          case "64 floating-point" -> SampleType.FLOAT64;
          default ->
              !unsigned || bits < 1 || bits > 32
                  ? null
                  : bits <= 8
                      ? SampleType.UINT8
                      : bits <= 16 ? SampleType.UINT16 : SampleType.UINT32;
        };
    if (type == null) {
      throw fault.unsupported(kind + " samples of " + bits + " bits");
    }
    return type;
  }

  /** Whether samples are whole numbers of bytes of the type they are read as. */
  boolean isWhole() {
    return bits == type.bits();
  }

  private static Opacity opacity(TiffDirectory fields, int samples) {
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

  private void checkColors(TiffDirectory fields, TiffFault fault) throws ImageFormatException {
    String unread = UNREAD_COLORS.get(photometric);
    if (unread != null || photometric > ICC_LAB || photometric == 7) {
      throw fault.unsupported(unread == null ? "photometric " + photometric : unread);
    }
    int least = photometric == CMYK ? 4 : 3;
    if (photometric >= RGB && photometric != PALETTE && channels() < least) {
      throw fault.damaged("it is in colour but has " + channels() + " channels");
    }
    if (photometric == PALETTE && (samples > 2 || bits > 16 || !unsigned())) {
      throw fault.unsupported("a palette of " + bits + " bits and " + samples + " samples a pixel");
    }
    if (photometric == PALETTE && fields.count(COLOR_MAP) < 3L << bits) {
      throw fault.damaged("its palette is too short");
    }
    if (photometric == WHITE_IS_ZERO && !unsigned()) {
      throw fault.unsupported("type " + type + " with white as zero");
    }
    if (photometric == YCBCR && (bits != 8 || channels() != 3)) {
      throw fault.unsupported("YCbCr colours of " + bits + " bits and " + samples + " samples");
    }
  }

  private boolean unsigned() {
    return type.isInteger() && type.min() == 0;
  }
}
