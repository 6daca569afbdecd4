package org.limpid.nn.weights;

import java.nio.ByteBuffer;

/** Types of numbers in safetensors files that can be read as float32. */
public enum ElementType {
  /** IEEE double precision; rounded to float32. */
  F64(8),
  /** IEEE single precision. */
  F32(4),
  /** IEEE half precision. */
  F16(2),
  /** The upper half of single precision. */
  BF16(2),
  /** Signed, 64 bits; rounded to float32. */
  I64(8),
  /** Signed, 32 bits; rounded to float32. */
  I32(4),
  /** Signed, 16 bits. */
  I16(2),
  /** Signed, 8 bits. */
  I8(1),
  /** Unsigned, 64 bits; rounded to float32. */
  U64(8),
  /** Unsigned, 32 bits; rounded to float32. */
  U32(4),
  /** Unsigned, 16 bits. */
  U16(2),
  /** Unsigned, 8 bits. */
  U8(1),
  /** 0 for false; anything else counts as 1, true. */
  BOOL(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }

  /**
   * The next number of a buffer as float32.
   *
   * @param source little endian; its position moves on. Modified.
   */
  float next(ByteBuffer source) {
    return switch (this) {
      case F64 -> (float) source.getDouble();
      case F32 -> source.getFloat();
      case F16 -> half(source.getShort());
      case BF16 -> Float.intBitsToFloat(source.getShort() << 16);
      case I64 -> source.getLong();
      case I32 -> source.getInt();
      case I16 -> source.getShort();
      case I8 -> source.get();
      case U64 -> unsigned(source.getLong());
      case U32 -> source.getInt() & 0xFFFFFFFFL;
      case U16 -> source.getShort() & 0xFFFF;
      case U8 -> source.get() & 0xFF;
      case BOOL -> source.get() == 0 ? 0 : 1;
    };
  }

  private static float half(short bits) {
    int exponent = bits >>> 10 & 0x1F;
    int fraction = bits & 0x3FF;
    int sign = bits & 0x8000;
    if (exponent == 0x1F) {
      return Float.intBitsToFloat(sign << 16 | 0x7F800000 | fraction << 13);
    }
    if (exponent == 0) {
      float small = fraction * 0x1p-24f;
      return sign == 0 ? small : -small;
    }
    return Float.intBitsToFloat(sign << 16 | exponent + 112 << 23 | fraction << 13);
  }

  /** Halved with the lost bit kept, so that rounding comes out the same, then doubled. */
  private static float unsigned(long bits) {
    return bits >= 0 ? (float) bits : (float) (bits >>> 1 | bits & 1) * 2;
  }
}
