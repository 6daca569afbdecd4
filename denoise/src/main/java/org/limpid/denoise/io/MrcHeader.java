package org.limpid.denoise.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.limpid.denoise.Metadata;
import org.limpid.denoise.Metadata.ResolutionUnit;
import org.limpid.denoise.PixelSize;
import org.limpid.denoise.SampleType;

/** The first 1024 bytes of an MRC file and the extended header behind them. */
final class MrcHeader {
  static final int BYTES = 1024;

  /** Names under which metadata keep the two headers. */
  static final String KEPT = "mrc.header";

  static final String KEPT_EXTENDED = "mrc.extended";

  /** Byte offsets of the fields used here. */
  static final int NX = 0;

  static final int NY = 4;
  static final int NZ = 8;
  static final int MODE = 12;
  static final int MX = 28;
  static final int MZ = 36;
  static final int CELL = 40;
  static final int MAPC = 64;
  static final int MINIMUM = 76;
  static final int SPACE_GROUP = 88;
  static final int EXTENDED_BYTES = 92;
  static final int VERSION = 108;
  static final int IMOD_STAMP = 152;
  static final int IMOD_FLAGS = 156;
  static final int MAP = 208;
  static final int MACHINE = 212;
  static final int RMS = 216;

  /** Space group of a stack of volumes, plus that of each of them. */
  static final int VOLUME_STACK = 401;

  private static final int IMOD = 1146047817;
  private static final int MAX_EXTENDED = 1 << 28;

  private MrcHeader() {}

  static boolean recognises(byte[] start) {
    if (start.length < MACHINE) {
      return false;
    }
    ByteBuffer header = ByteBuffer.wrap(start);
    boolean stamped =
        start[MAP] == 'M' && start[MAP + 1] == 'A' && start[MAP + 2] == 'P' && sane(header);
    return stamped || (sane(header) && axes(header));
  }

  /** Whether a size and a mode can be found in one of the byte orders. */
  private static boolean sane(ByteBuffer header) {
    header.order(order(header));
    int mode = header.getInt(MODE);
    return (mode >= 0 && mode <= 12 || mode == 101)
        && header.getInt(NX) != 0
        && header.getInt(NY) != 0
        && header.getInt(NZ) != 0;
  }

  /** Old files are not stamped, but name their axes. */
  private static boolean axes(ByteBuffer header) {
    int seen = 0;
    for (int axis = 0; axis < 3; axis++) {
      int name = header.getInt(MAPC + 4 * axis);
      seen |= name >= 1 && name <= 3 ? 1 << name : 0;
    }
    return seen == 0b1110
        && header.getInt(NX) > 0
        && header.getInt(NY) > 0
        && header.getInt(NZ) > 0;
  }

  static ByteOrder order(ByteBuffer header) {
    // The machine stamp is often wrong or missing; a mode is small in the right order only.
    int mode = header.order(ByteOrder.LITTLE_ENDIAN).getInt(MODE);
    return mode >= 0 && mode <= 0xffff ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  static RawFile.Header parse(Path file, InputStream in) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(take(in, BYTES));
    header.order(order(header));
    SampleType stored = type(file, header);
    int[] size = {header.getInt(NX), header.getInt(NY), header.getInt(NZ)};
    int extended = header.getInt(EXTENDED_BYTES);
    for (int extent : size) {
      if (extent < 1) {
        throw damaged(file, "its size is " + size[0] + " x " + size[1] + " x " + size[2]);
      }
    }
    if (extended < 0 || extended > MAX_EXTENDED) {
      throw damaged(file, "its extended header has " + extended + " bytes");
    }
    int volume = header.getInt(MZ);
    boolean stack = header.getInt(SPACE_GROUP) >= VOLUME_STACK && volume >= 1;
    int depth = stack && size[2] % volume == 0 ? volume : size[2];
    int[] extents = {size[2] / depth, depth, size[1], size[0], 1};
    RawArray array =
        new RawArray(
            file,
            BYTES + (long) extended,
            stored,
            header.order(),
            extents,
            RawArray.contiguous(extents),
            RawArray.Scaling.NONE);
    Metadata metadata =
        new Metadata("", 0, 0, ResolutionUnit.UNSPECIFIED)
            .withPixelSize(pixelSize(header))
            .withKept(KEPT, latin1(header.array()))
            .withKept(KEPT_EXTENDED, latin1(take(in, extended)));
    ImageInfo info =
        new ImageInfo(
            "MRC",
            extents[0],
            depth,
            size[1],
            size[0],
            1,
            false,
            stored,
            stored.bits(),
            size[2],
            metadata);
    return new RawFile.Header(info, array);
  }

  private static SampleType type(Path file, ByteBuffer header) throws ImageFormatException {
    int mode = header.getInt(MODE);
    return switch (mode) {
      case 0 -> unsignedBytes(header) ? SampleType.UINT8 : SampleType.INT8;
      case 1 -> SampleType.INT16;
      case 2 -> SampleType.FLOAT32;
      case 6 -> SampleType.UINT16;
      case 12 -> SampleType.FLOAT16;
      default ->
          throw new ImageFormatException(
              file,
              "holds "
                  + switch (mode) {
                    case 3, 4 -> "complex numbers (MRC mode " + mode + ")";
                    case 101 -> "numbers of 4 bits (MRC mode 101)";
                    default -> "numbers of MRC mode " + mode;
                  }
                  + ", which are not read",
              "Save it in mode 2 (32-bit floats).");
    };
  }

  /** IMOD wrote bytes unsigned until 2011, and marks files since; all others are signed. */
  static boolean unsignedBytes(ByteBuffer header) {
    return header.getInt(IMOD_STAMP) == IMOD && (header.getInt(IMOD_FLAGS) & 1) == 0;
  }

  /** In ångström; the cell's lengths belong to the axes that columns, rows and sections are. */
  private static PixelSize pixelSize(ByteBuffer header) {
    double[] lengths = new double[3];
    boolean named = axes(header);
    for (int i = 0; i < 3; i++) {
      int axis = named ? header.getInt(MAPC + 4 * i) - 1 : i;
      double length = header.getFloat(CELL + 4 * axis);
      int intervals = header.getInt(MX + 4 * axis);
      boolean known = length > 0 && Double.isFinite(length) && intervals > 0;
      lengths[i] = known ? decimal(length / intervals) : 0;
    }
    return lengths[0] > 0 && lengths[1] > 0
        ? new PixelSize(lengths[0], lengths[1], lengths[2], "Å")
        : PixelSize.UNKNOWN;
  }

  /** A quotient of floats carries seven digits; the rest is noise. */
  private static double decimal(double value) {
    return Double.parseDouble(Float.toString((float) value));
  }

  private static byte[] take(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }

  static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static ImageFormatException damaged(Path file, String fault) {
    return new ImageFormatException(
        file, "is truncated or damaged: " + fault, "Copy or export it again.");
  }
}
