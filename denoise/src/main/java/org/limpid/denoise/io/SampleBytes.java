package org.limpid.denoise.io;

import java.nio.ByteBuffer;
import org.limpid.denoise.SampleType;

/** Samples as whole bytes, in the order of the buffer that holds them. */
final class SampleBytes {
  private SampleBytes() {}

  /** Takes samples from the buffer's position on. */
  static void get(ByteBuffer from, SampleType type, float[] to, int at, int count) {
    int end = at + count;
    switch (type) {
      case UINT8 -> {
        for (int i = at; i < end; i++) {
          to[i] = from.get() & 0xff;
        }
      }
      case UINT16 -> {
        for (int i = at; i < end; i++) {
          to[i] = from.getShort() & 0xffff;
        }
      }
      case INT16 -> {
        for (int i = at; i < end; i++) {
          to[i] = from.getShort();
        }
      }
      case FLOAT32 -> {
        for (int i = at; i < end; i++) {
          to[i] = from.getFloat();
        }
      }
      default -> {
        for (int i = at; i < end; i++) {
          to[i] = (float) get(from, type);
        }
      }
    }
  }

  /** Takes one sample; 64-bit integers are rounded. */
  static double get(ByteBuffer from, SampleType type) {
    return switch (type) {
      case UINT8 -> from.get() & 0xff;
      case INT8 -> from.get();
      case UINT16 -> from.getShort() & 0xffff;
      case INT16 -> from.getShort();
      case UINT32 -> from.getInt() & 0xffffffffL;
      case INT32 -> from.getInt();
      case UINT64 -> unsigned(from.getLong());
      case INT64 -> from.getLong();
      case FLOAT16 -> Half.toFloat(from.getShort());
      case FLOAT32 -> from.getFloat();
      case FLOAT64 -> from.getDouble();
    };
  }

  /** Puts samples as {@link SampleType#stored} says. */
  static void put(float[] from, int at, int count, SampleType type, ByteBuffer to) {
    for (int i = at; i < at + count; i++) {
      put(from[i], type, to);
    }
  }

  private static void put(float sample, SampleType type, ByteBuffer to) {
    switch (type) {
      case UINT8, INT8 -> to.put((byte) (int) type.stored(sample));
      case UINT16, INT16 -> to.putShort((short) (int) type.stored(sample));
      case UINT32, INT32 -> to.putInt((int) (long) type.stored(sample));
      case UINT64 -> to.putLong(unsigned(type.stored(sample)));
      case INT64 -> to.putLong((long) type.stored(sample));
      case FLOAT16 -> to.putShort(Half.of(sample));
      case FLOAT32 -> to.putFloat(sample);
      case FLOAT64 -> to.putDouble(sample);
    }
  }

  private static double unsigned(long bits) {
    // Halved with its lowest bit kept, so that the sum rounds as the whole number would.
    return bits >= 0 ? bits : (double) (bits >>> 1 | bits & 1) * 2;
  }

  private static long unsigned(double value) {
    if (value < 0x1p63) {
      return (long) value;
    }
    return value >= 0x1p64 ? -1 : (long) (value - 0x1p63) | Long.MIN_VALUE;
  }
}
