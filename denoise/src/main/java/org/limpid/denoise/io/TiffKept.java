package org.limpid.denoise.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Fields of a file's first page that have no use here, carried along so that a writer can give them
 * back: under {@code tiff.tag.type}, numbers with their most significant byte first. And the byte
 * order, in which some private fields are written too.
 */
final class TiffKept {
  static final String ORDER = "tiff.order";

  static final String PALETTE = "tiff.320.3";

  private static final String PREFIX = "tiff.";
  private static final int MOST_BYTES = 1 << 24;

  /**
   * Fields that say where and how pixels lie, which are made anew; that point to other places of
   * the file; or that tell of samples what may be no longer so.
   */
  private static final Set<Integer> MADE =
      Set.of(
          254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 270, 273, 277, 278, 279, 280, 281,
          282, 283, 284, 288, 289, 290, 291, 292, 293, 296, 297, 301, 317, 320, 321, 322, 323, 324,
          325, 326, 327, 328, 330, 338, 339, 340, 341, 343, 347, 512, 513, 514, 515, 517, 518, 519,
          520, 521, 529, 530, 531, 532, 34665, 34853, 40965);

  private TiffKept() {}

  /**
   * What is to be carried along.
   *
   * @param display whether what samples stand for, and a palette, are how they are shown only
   */
  static Map<String, String> of(TiffDirectory fields, boolean display) {
    Map<String, String> kept = new TreeMap<>();
    if (fields.order() == ByteOrder.BIG_ENDIAN) {
      kept.put(ORDER, "big");
    }
    int room = MOST_BYTES;
    for (Map.Entry<Integer, TiffDirectory.Field> entry : fields.all().entrySet()) {
      int tag = entry.getKey();
      TiffDirectory.Field field = entry.getValue();
      int bytes = field.values().remaining();
      boolean shown =
          tag == TiffDirectory.COLOR_MAP
              || (tag == TiffDirectory.PHOTOMETRIC && isUnusual((int) fields.integer(tag, 1)));
      boolean wanted = !MADE.contains(tag) || (display && shown);
      boolean pointer = field.type() == 13 || field.type() == 18;
      if (wanted && !pointer && bytes > 0 && bytes <= room) {
        room -= bytes;
        byte[] values = new byte[bytes];
        field.values().duplicate().get(values);
        if (fields.order() == ByteOrder.LITTLE_ENDIAN) {
          turn(values, field.type());
        }
        kept.put(
            PREFIX + tag + "." + field.type(), new String(values, StandardCharsets.ISO_8859_1));
      }
    }
    return kept;
  }

  /** Whether samples are not simply gray or red, green and blue. */
  private static boolean isUnusual(int photometric) {
    return photometric != TiffPage.BLACK_IS_ZERO && photometric != TiffPage.RGB;
  }

  /** First number of a kept field of 16-bit numbers; -1 without it. */
  static int number(Map<String, String> kept, int tag) {
    String values = kept.getOrDefault(PREFIX + tag + ".3", "");
    return values.length() < 2 ? -1 : values.charAt(0) << 8 | values.charAt(1);
  }

  /** Adds what was kept to the fields of a page, but for those that are there. */
  static void add(Map<String, String> kept, TiffFields fields) {
    kept.forEach(
        (name, values) -> {
          if (name.matches("tiff\\.[0-9]{1,5}\\.[0-9]{1,2}")) {
            String[] parts = name.split("\\.");
            int tag = Integer.parseInt(parts[1]);
            if (!MADE.contains(tag)) {
              add(tag, Integer.parseInt(parts[2]), values, fields);
            }
          }
        });
  }

  /** Adds the kept palette. */
  static void addPalette(Map<String, String> kept, TiffFields fields) {
    add(TiffDirectory.COLOR_MAP, /* type= */ 3, kept.getOrDefault(PALETTE, ""), fields);
  }

  private static void add(int tag, int type, String values, TiffFields fields) {
    byte[] bytes = values.getBytes(StandardCharsets.ISO_8859_1);
    if (fields.order() == ByteOrder.LITTLE_ENDIAN) {
      turn(bytes, type);
    }
    fields.kept(tag, type, bytes);
  }

  /** Turns each number around. */
  private static void turn(byte[] values, int type) {
    int size =
        switch (type) {
          case 3, 8 -> 2;
          case 4, 5, 9, 10, 11 -> 4;
          case 12, 16, 17 -> 8;
          default -> 1;
        };
    ByteBuffer big = ByteBuffer.wrap(values);
    ByteBuffer little = ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i + size <= values.length && size > 1; i += size) {
      switch (size) {
        case 2 -> little.putShort(i, big.getShort(i));
        case 4 -> little.putInt(i, big.getInt(i));
        default -> little.putLong(i, big.getLong(i));
      }
    }
  }
}
