package org.limpid.denoise.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/** The fields of a page about to be written, in the order of their numbers, little endian. */
final class TiffFields {
  private static final int ASCII = 2;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int RATIONAL = 5;
  private static final int ENTRY = 12;

  private record Field(int type, int count, ByteBuffer values) {}

  private final Map<Integer, Field> fields = new TreeMap<>();

  TiffFields shorts(int tag, int... values) {
    ByteBuffer bytes = bytes(2 * values.length);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return add(tag, SHORT, values.length, bytes);
  }

  /** Values are taken as unsigned. */
  TiffFields integers(int tag, int... values) {
    ByteBuffer bytes = bytes(4 * values.length);
    for (int value : values) {
      bytes.putInt(value);
    }
    return add(tag, LONG, values.length, bytes);
  }

  TiffFields rational(int tag, double value) {
    long[] fraction = Fraction.of(value);
    ByteBuffer bytes = bytes(8).putInt((int) fraction[0]).putInt((int) fraction[1]);
    return add(tag, RATIONAL, 1, bytes);
  }

  /** A zero is put after the text. */
  TiffFields text(int tag, byte[] text) {
    return add(tag, ASCII, text.length + 1, bytes(text.length + 1).put(text).put((byte) 0));
  }

  /**
   * The directory as it stands in the file: entries, then the values too long for them.
   *
   * @param offset where the directory will lie, even
   * @param followed whether another directory comes directly after it
   * @return bytes up to the position, an even number
   */
  ByteBuffer at(long offset, boolean followed) {
    int head = 2 + ENTRY * fields.size() + 4;
    int size = head;
    for (Field field : fields.values()) {
      size += outside(field);
    }
    ByteBuffer directory = bytes(size);
    directory.putShort((short) fields.size());
    int end = head;
    for (Map.Entry<Integer, Field> entry : fields.entrySet()) {
      Field field = entry.getValue();
      directory.putShort(entry.getKey().shortValue()).putShort((short) field.type);
      directory.putInt(field.count);
      int next = directory.position() + 4;
      if (outside(field) > 0) {
        directory.putInt((int) (offset + end));
        directory.put(end, field.values.array());
        end += outside(field);
      } else {
        directory.put(field.values.array());
      }
      directory.position(next);
    }
    directory.putInt(followed ? (int) (offset + size) : 0);
    return directory.position(size);
  }

  /** Bytes that a field takes behind the entries. */
  private static int outside(Field field) {
    int size = field.values.capacity();
    return size <= 4 ? 0 : size + (size & 1);
  }

  private TiffFields add(int tag, int type, int count, ByteBuffer values) {
    fields.put(tag, new Field(type, count, values));
    return this;
  }

  private static ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
