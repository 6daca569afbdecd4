package org.limpid.denoise.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.limpid.denoise.Image;
import org.limpid.denoise.Metadata;
import org.limpid.denoise.SampleType;

/** The text before the numbers of a NumPy array, formats 1 to 3. */
final class NpyHeader {
  static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  private static final String MAGIC = "\u0093NUMPY";
  private static final int MAX_TEXT = 1 << 16;
  private static final Pattern DESCRIPTION = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9L,\\s]*)\\)");
  private static final Map<String, SampleType> TYPES =
      Map.ofEntries(
          Map.entry("b1", SampleType.UINT8),
          Map.entry("u1", SampleType.UINT8),
          Map.entry("i1", SampleType.INT8),
          Map.entry("u2", SampleType.UINT16),
          Map.entry("i2", SampleType.INT16),
          Map.entry("u4", SampleType.UINT32),
          Map.entry("i4", SampleType.INT32),
          Map.entry("u8", SampleType.UINT64),
          Map.entry("i8", SampleType.INT64),
          Map.entry("f2", SampleType.FLOAT16),
          Map.entry("f4", SampleType.FLOAT32),
          Map.entry("f8", SampleType.FLOAT64));

  private NpyHeader() {}

  static boolean recognises(byte[] start) {
    return new String(start, StandardCharsets.ISO_8859_1).startsWith(MAGIC);
  }

  static RawFile.Header parse(Path file, InputStream in) throws IOException {
    byte[] begin = take(in, 8);
    if (!recognises(begin)) {
      throw damaged(file, "it does not begin as a NumPy array");
    }
    int major = begin[6];
    byte[] length = take(in, major == 1 ? 2 : 4);
    long size = 0;
    for (int i = length.length - 1; i >= 0; i--) {
      size = size << 8 | length[i] & 0xff;
    }
    if (major < 1 || major > 3 || size > MAX_TEXT) {
      throw damaged(file, "its header is of format " + major + " with " + size + " bytes");
    }
    String text = new String(take(in, (int) size), StandardCharsets.ISO_8859_1);
    Matcher description = DESCRIPTION.matcher(text);
    if (!description.find()) {
      throw unsupported(file, "records of several fields");
    }
    String kind = description.group(1);
    SampleType type = kind.isEmpty() ? null : TYPES.get(kind.substring(1));
    if (type == null) {
      throw unsupported(file, "elements of type '" + kind + "'");
    }
    Matcher fortran = FORTRAN.matcher(text);
    if (!fortran.find()) {
      throw damaged(file, "its header lacks fortran_order");
    }
    NpyAxes axes = NpyAxes.guess(shape(file, text));
    int[] extents = axes.extents();
    RawArray array =
        new RawArray(
            file,
            begin.length + length.length + size,
            type,
            kind.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ORDER,
            extents,
            axes.strides(fortran.group(1).equals("True")),
            RawArray.Scaling.NONE);
    ImageInfo info =
        new ImageInfo(
            "NumPy",
            extents[0],
            extents[1],
            extents[2],
            extents[3],
            extents[4],
            false,
            type,
            type.bits(),
            1,
            Metadata.NONE);
    return new RawFile.Header(info, array);
  }

  private static int[] shape(Path file, String text) throws ImageFormatException {
    Matcher shape = SHAPE.matcher(text);
    if (!shape.find()) {
      throw damaged(file, "its header lacks the shape");
    }
    String[] extents = shape.group(1).replaceAll("[L\\s]", "").split(",");
    int count = shape.group(1).isBlank() ? 0 : extents.length;
    if (count < 2 || count > 5) {
      throw unsupported(file, "an array of " + count + " axes (expected: 2 to 5)");
    }
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      if (!extents[i].matches("[1-9][0-9]{0,8}")) {
        throw unsupported(file, "an array of shape (" + shape.group(1).strip() + ")");
      }
      numbers[i] = Integer.parseInt(extents[i]);
    }
    return numbers;
  }

  /** Header of an array in the order of its axes, format 1, padded to a multiple of 64 bytes. */
  static String of(Image image, NpyAxes axes) {
    String kind =
        TYPES.entrySet().stream()
            .filter(entry -> entry.getValue() == image.type() && !entry.getKey().equals("b1"))
            .findFirst()
            .orElseThrow()
            .getKey();
    String text =
        "{'descr': '"
            + (image.type().bits() == 8 ? "|" : "<")
            + kind
            + "', 'fortran_order': False, 'shape': ("
            + Arrays.toString(axes.shape()).replaceAll("[\\[\\]]", "")
            + "), }";
    int length = (10 + text.length() + 1 + 63) / 64 * 64 - 10;
    text += " ".repeat(length - 1 - text.length()) + "\n";
    return MAGIC + "\u0001\0" + (char) (length & 0xff) + (char) (length >> 8) + text;
  }

  private static byte[] take(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }

  private static ImageFormatException damaged(Path file, String fault) {
    return new ImageFormatException(
        file, "is truncated or damaged: " + fault, "Save the array again.");
  }

  private static ImageFormatException unsupported(Path file, String what) {
    return new ImageFormatException(
        file,
        "holds " + what + ", which is not read",
        "Save numbers of one type with 2 to 5 axes.");
  }
}
