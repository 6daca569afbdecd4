package org.limpid.cuda.ptx;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whole numbers of 64 bits, products that have them, and moves that pack or unpack them. */
final class WideOps {

  private WideOps() {}

  @FunctionalInterface
  private interface Binary {
    long apply(long a, long b);
  }

  static @Nullable Op compile(Instruction line, Lanes lanes) {
    if (line.verb().equals("mov")) {
      return move(line, lanes);
    }
    if (line.has("wide")) {
      return product(line, lanes);
    }
    if (!line.type().endsWith("64")) {
      return null;
    }
    long[] z = lanes.wide(line.operand(0));
    long[] a = lanes.wide(line.operand(1));
    boolean isSigned = line.type().equals("s64");
    switch (line.verb()) {
      case "cvta":
        return binary(z, a, a, (p, q) -> p);
      case "neg":
        return binary(z, a, a, (p, q) -> -p);
      case "not":
        return binary(z, a, a, (p, q) -> ~p);
      case "selp":
        long[] other = lanes.wide(line.operand(2));
        int[] which = lanes.word(line.operand(3));
        return (at, n) -> {
          for (int i = 0; i < n; i++) {
            z[at[i]] = which[at[i]] != 0 ? a[at[i]] : other[at[i]];
          }
        };
      case "shl", "shr":
        return shift(line, z, a, lanes.word(line.operand(2)));
      case "bfi":
        return insert(line, lanes, z, a);
      default:
        break;
    }
    long[] b = lanes.wide(line.operand(2));
    return switch (line.verb()) {
      case "add" ->
          (at, n) -> {
            for (int i = 0; i < n; i++) {
              z[at[i]] = a[at[i]] + b[at[i]];
            }
          };
      case "sub" -> binary(z, a, b, (p, q) -> p - q);
      case "mul" -> line.has("lo") ? binary(z, a, b, (p, q) -> p * q) : null;
      case "mad" -> {
        long[] c = lanes.wide(line.operand(3));
        yield (at, n) -> {
          for (int i = 0; i < n; i++) {
            z[at[i]] = a[at[i]] * b[at[i]] + c[at[i]];
          }
        };
      }
      case "div" -> binary(z, a, b, isSigned ? (p, q) -> p / q : Long::divideUnsigned);
      case "rem" -> binary(z, a, b, isSigned ? (p, q) -> p % q : Long::remainderUnsigned);
      case "min" -> isSigned ? binary(z, a, b, Math::min) : null;
      case "max" -> isSigned ? binary(z, a, b, Math::max) : null;
      case "and" -> binary(z, a, b, (p, q) -> p & q);
      case "or" -> binary(z, a, b, (p, q) -> p | q);
      case "xor" -> binary(z, a, b, (p, q) -> p ^ q);
      default -> null;
    };
  }

  private static Op shift(Instruction line, long[] z, long[] a, int[] by) {
    boolean isLeft = line.verb().equals("shl");
    boolean isSigned = line.type().equals("s64");
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        long value = a[at[i]];
        int count = Integer.compareUnsigned(by[at[i]], 63) > 0 ? 64 : by[at[i]];
        if (isSigned) {
          z[at[i]] = isLeft ? (count > 63 ? 0 : value << count) : value >> Math.min(count, 63);
        } else {
          z[at[i]] = count > 63 ? 0 : isLeft ? value << count : value >>> count;
        }
      }
    };
  }

  /** The lowest bits of a in place of as many of b, from a position on; both within 64. */
  private static Op insert(Instruction line, Lanes lanes, long[] z, long[] a) {
    long[] b = lanes.wide(line.operand(2));
    int from = (int) lanes.number(line.operand(3));
    int length = (int) lanes.number(line.operand(4));
    long mask = -1L >>> 64 - length << from;
    return binary(z, a, b, (p, q) -> p << from & mask | q & ~mask);
  }

  private static Op product(Instruction line, Lanes lanes) {
    if (line.type().endsWith("16")) {
      return narrowProduct(line, lanes);
    }
    long[] z = lanes.wide(line.operand(0));
    int[] a = lanes.word(line.operand(1));
    int[] b = lanes.word(line.operand(2));
    boolean adds = line.verb().equals("mad");
    long[] c = adds ? lanes.wide(line.operand(3)) : new long[lanes.threads];
    if (line.type().equals("s32")) {
      return (at, n) -> {
        for (int i = 0; i < n; i++) {
          z[at[i]] = (long) a[at[i]] * b[at[i]] + c[at[i]];
        }
      };
    }
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        z[at[i]] = (a[at[i]] & 0xffff_ffffL) * (b[at[i]] & 0xffff_ffffL) + c[at[i]];
      }
    };
  }

  private static Op narrowProduct(Instruction line, Lanes lanes) {
    int[] z = lanes.word(line.operand(0));
    int[] a = lanes.word(line.operand(1));
    int[] b = lanes.word(line.operand(2));
    boolean isSigned = line.type().equals("s16");
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        int p = a[at[i]];
        int q = b[at[i]];
        z[at[i]] = isSigned ? (short) p * (short) q : (p & 0xffff) * (q & 0xffff);
      }
    };
  }

  private static @Nullable Op move(Instruction line, Lanes lanes) {
    String to = line.operand(0);
    String from = line.operand(1);
    if (to.startsWith("{")) {
      return unpack(lanes, list(to), from);
    }
    if (from.startsWith("{")) {
      return pack(lanes, to, list(from));
    }
    long[] z = lanes.wide(to);
    long[] a = lanes.wide(from);
    return binary(z, a, a, (p, q) -> p);
  }

  /** The registers of a list in braces. */
  static List<String> list(String braces) {
    return new ArrayList<>(Instruction.split(braces.substring(1, braces.length() - 1)));
  }

  private static Op pack(Lanes lanes, String to, List<String> parts) {
    boolean isWide = lanes.isWide(to);
    int bits = (isWide ? 64 : 32) / parts.size();
    long mask = (1L << bits) - 1;
    int[][] from = parts.stream().map(lanes::word).toArray(int[][]::new);
    long[] wide = isWide ? lanes.wide(to) : new long[0];
    int[] word = isWide ? new int[0] : lanes.word(to);
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        long value = 0;
        for (int p = 0; p < from.length; p++) {
          value |= (from[p][at[i]] & mask) << (bits * p);
        }
        if (isWide) {
          wide[at[i]] = value;
        } else {
          word[at[i]] = (int) value;
        }
      }
    };
  }

  private static Op unpack(Lanes lanes, List<String> parts, String from) {
    boolean isWide = lanes.isWide(from);
    int bits = (isWide ? 64 : 32) / parts.size();
    long mask = (1L << bits) - 1;
    // "_" drops a part.
    int[][] to =
        parts.stream()
            .map(part -> part.equals("_") ? new int[lanes.threads] : lanes.word(part))
            .toArray(int[][]::new);
    long[] wide = isWide ? lanes.wide(from) : new long[0];
    int[] word = isWide ? new int[0] : lanes.word(from);
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        long value = isWide ? wide[at[i]] : word[at[i]];
        for (int p = 0; p < to.length; p++) {
          to[p][at[i]] = (int) (value >>> (bits * p) & mask);
        }
      }
    };
  }

  private static Op binary(long[] z, long[] a, long[] b, Binary f) {
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        z[at[i]] = f.apply(a[at[i]], b[at[i]]);
      }
    };
  }
}
