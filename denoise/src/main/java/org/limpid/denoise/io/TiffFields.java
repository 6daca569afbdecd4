package org.limpid.denoise.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/** The fields of a page about to be written, in the order of their numbers. */
final class TiffFields {
  private static final int ASCII = 2;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int RATIONAL = 5;
  private static final int LONG8 = 16;

  /** Bytes of a value of each type. */
  private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

  private record Field(int type, long count, ByteBuffer values) {}

  private final ByteOrder order;
  private final boolean big;
  private final Map<Integer, Field> fields = new TreeMap<>();

  /**
   * No fields yet.
   *
   * @param big whether for BigTIFF
   */
  TiffFields(ByteOrder order, boolean big) {
    this.order = order;
    this.big = big;
  }

  ByteOrder order() {
    return order;
  }

  TiffFields shorts(int tag, int... values) {
    ByteBuffer bytes = bytes(2 * values.length);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return add(tag, SHORT, values.length, bytes);
  }

  /** Values are taken as unsigned; in BigTIFF they may exceed 32 bits. */
  TiffFields integers(int tag, long... values) {
    ByteBuffer bytes = bytes((big ? 8 : 4) * values.length);
    for (long value : values) {
      if (big) {
        bytes.putLong(value);
      } else {
        bytes.putInt((int) value);
      }
    }
    return add(tag, big ? LONG8 : LONG, values.length, bytes);
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

  /** A field as it was, in the byte order of this file; passed over if there is one already. */
  TiffFields kept(int tag, int type, byte[] values) {
    boolean known = type < SIZES.length && SIZES[type] > 0;
    if (known && values.length % SIZES[type] == 0 && (big || SIZES[type] < 8 || type < 16)) {
      fields.putIfAbsent(
          tag, new Field(type, values.length / SIZES[type], bytes(values.length).put(values)));
    }
    return this;
  }

  /**
   * The directory as it stands in the file: entries, then the values too long for them.
   *
   * @param offset where the directory will lie, even
   * @param followed whether another directory comes directly after it
   * @return bytes up to the position, an even number
   */
  ByteBuffer at(long offset, boolean followed) {
    int entry = big ? 20 : 12;
    int head = (big ? 8 : 2) + entry * fields.size() + (big ? 8 : 4);
    int size = head;
    for (Field field : fields.values()) {
      size += outside(field);
    }
    ByteBuffer directory = bytes(size);
    if (big) {
      directory.putLong(fields.size());
    } else {
      directory.putShort((short) fields.size());
    }
    int end = head;
    for (Map.Entry<Integer, Field> each : fields.entrySet()) {
      Field field = each.getValue();
      int next = directory.position() + entry;
      directory.putShort(each.getKey().shortValue()).putShort((short) field.type);
      number(directory, field.count);
      if (outside(field) > 0) {
        number(directory, offset + end);
        directory.put(end, field.values.array());
        end += outside(field);
      } else {
        directory.put(field.values.array());
      }
      directory.position(next);
    }
    number(directory, followed ? offset + size : 0);
    return directory.position(size);
  }

  private void number(ByteBuffer to, long value) {
    if (big) {
      to.putLong(value);
    } else {
      to.putInt((int) value);
    }
  }

  /** Bytes that a field takes behind the entries. */
  private int outside(Field field) {
    int size = field.values.capacity();
    return size <= (big ? 8 : 4) ? 0 : size + (size & 1);
  }

  private TiffFields add(int tag, int type, int count, ByteBuffer values) {
    fields.put(tag, new Field(type, count, values));
    return this;
  }

  private ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size).order(order);
  }
}
