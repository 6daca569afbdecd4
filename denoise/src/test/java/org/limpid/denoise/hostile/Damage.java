package org.limpid.denoise.hostile;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Changes bytes as accidents and attackers do. */
final class Damage {
  /** Half of all places are among so many first or last bytes, where headers and tables lie. */
  private static final int EDGE = 256;

  private static final long[] ODD_NUMBERS = {
    0,
    1,
    2,
    7,
    8,
    255,
    256,
    257,
    32767,
    32768,
    65535,
    65536,
    1 << 20,
    1 << 24,
    1 << 28,
    1L << 30,
    0x7ffffff7L,
    0x7fffffffL,
    0x80000000L,
    0xfffffff0L,
    0xffffffffL,
    1L << 32,
    1L << 40,
    1L << 61,
    Long.MAX_VALUE,
    -1,
    -2,
    -8,
    Long.MIN_VALUE
  };

  private final RandomGenerator random;

  Damage(RandomGenerator random) {
    this.random = random;
  }

  /**
   * A changed copy.
   *
   * @param other another file of the same kind, to take pieces from
   */
  byte[] of(byte[] whole, byte[] other) {
    byte[] bytes = whole.clone();
    for (int i = random.nextInt(3); i >= 0 && bytes.length > 0; i--) {
      bytes =
          switch (random.nextInt(12)) {
            case 0 -> without(bytes);
            case 1 -> with(bytes, noise());
            case 2 -> with(bytes, piece(bytes));
            case 3 -> with(bytes, piece(other));
            case 4 -> overwritten(bytes, piece(bytes));
            case 5 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 6, 7 -> number(bytes);
            case 8 -> digit(bytes);
            default -> singles(bytes);
          };
    }
    return bytes;
  }

  private byte[] singles(byte[] bytes) {
    for (int i = random.nextInt(8); i >= 0; i--) {
      int at = place(bytes);
      bytes[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) random.nextInt();
            case 1 -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
            case 2 -> (byte) 0xff;
            default -> 0;
          };
    }
    return bytes;
  }

  /** Puts a number where sizes overflow, in either byte order. */
  private byte[] number(byte[] bytes) {
    int width = 2 << random.nextInt(3);
    int at = place(bytes);
    at -= random.nextBoolean() ? at % width : 0;
    long value = ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)];
    boolean big = random.nextBoolean();
    for (int i = 0; i < width && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (value >>> 8 * (big ? width - 1 - i : i));
    }
    return bytes;
  }

  /** Changes a digit of a text, or makes its number longer. */
  private byte[] digit(byte[] bytes) {
    int start = random.nextInt(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int at = (start + i) % bytes.length;
      if (bytes[at] >= '0' && bytes[at] <= '9') {
        for (int end = at + (random.nextBoolean() ? 1 : 12);
            at < Math.min(end, bytes.length);
            at++) {
          bytes[at] = (byte) ("0123456789-.eE9".charAt(random.nextInt(15)));
        }
        return bytes;
      }
    }
    return singles(bytes);
  }

  private byte[] without(byte[] bytes) {
    int from = place(bytes);
    int to = Math.min(bytes.length, from + length());
    byte[] less = Arrays.copyOf(bytes, bytes.length - (to - from));
    System.arraycopy(bytes, to, less, from, bytes.length - to);
    return less;
  }

  private byte[] with(byte[] bytes, byte[] more) {
    int at = place(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    out.writeBytes(more);
    out.write(bytes, at, bytes.length - at);
    return out.toByteArray();
  }

  private byte[] overwritten(byte[] bytes, byte[] piece) {
    int at = place(bytes);
    System.arraycopy(piece, 0, bytes, at, Math.min(piece.length, bytes.length - at));
    return bytes;
  }

  private byte[] piece(byte[] bytes) {
    int from = random.nextInt(bytes.length);
    return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length()));
  }

  private byte[] noise() {
    byte[] noise = new byte[length()];
    random.nextBytes(noise);
    return noise;
  }

  private int length() {
    return 1 + random.nextInt(1 << 1 + random.nextInt(7));
  }

  private int place(byte[] bytes) {
    int reach = random.nextBoolean() ? bytes.length : Math.min(bytes.length, EDGE);
    int at = random.nextInt(reach);
    return random.nextInt(3) == 0 ? bytes.length - 1 - at : at;
  }
}
