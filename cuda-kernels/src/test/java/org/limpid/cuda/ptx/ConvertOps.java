package org.limpid.cuda.ptx;

import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;
import static java.lang.Float.floatToRawIntBits;
import static java.lang.Float.intBitsToFloat;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Conversions between types, and comparisons, which make predicates. */
final class ConvertOps {

  /** Comparisons as sets of outcomes: bit 0 for less, 1 equal, 2 greater, 3 not comparable. */
  private static final int LESS = 1;

  private static final int EQUAL = 2;
  private static final int GREATER = 4;
  private static final int UNORDERED = 8;

  private ConvertOps() {}

  static @Nullable Op compile(Instruction line, Lanes lanes) {
    return switch (line.verb()) {
      case "cvt" -> convert(line, lanes);
      case "setp" -> compare(line, lanes);
      default -> null;
    };
  }

  private static @Nullable Op convert(Instruction line, Lanes lanes) {
    String from = line.type();
    String to = line.opcode().get(line.opcode().size() - 2);
    String target = line.operand(0);
    String source = line.operand(1);
    if (to.equals("tf32")) {
      int[] z = lanes.word(target);
      int[] a = lanes.word(source);
      // Ties away from zero: adding half of the last place to the magnitude rounds so.
      return (at, n) -> {
        for (int i = 0; i < n; i++) {
          z[at[i]] = a[at[i]] + 0x1000 & 0xffff_e000;
        }
      };
    }
    if (to.equals("bf16x2")) {
      return toPair(line, lanes);
    }
    boolean fromFloat = from.startsWith("f");
    boolean toFloat = to.startsWith("f");
    if (fromFloat && toFloat) {
      return betweenFloats(line, lanes, from, to);
    }
    if (fromFloat) {
      return round(line, lanes, from, to);
    }
    if (toFloat) {
      return fromInteger(lanes, from, to, target, source);
    }
    return betweenIntegers(lanes, from, to, target, source);
  }

  /** Two floats, rounded to 7 bits of fraction, in a word: the first in its upper half. */
  private static @Nullable Op toPair(Instruction line, Lanes lanes) {
    if (!line.has("rn") || line.has("relu")) {
      return null;
    }
    int[] z = lanes.word(line.operand(0));
    int[] upper = lanes.word(line.operand(1));
    int[] lower = lanes.word(line.operand(2));
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        int t = at[i];
        z[t] = bfloat16(upper[t]) << 16 | bfloat16(lower[t]);
      }
    };
  }

  /** Ties to even: half of the last place, less one where it is even. */
  private static int bfloat16(int bits) {
    boolean isNaN = (bits & 0x7fff_ffff) > 0x7f80_0000;
    return isNaN ? 0x7fff : (bits + 0x7fff + (bits >>> 16 & 1)) >>> 16;
  }

  private static @Nullable Op betweenFloats(Instruction line, Lanes lanes, String from, String to) {
    if (from.equals("f32") && to.equals("f64")) {
      long[] z = lanes.wide(line.operand(0));
      int[] a = lanes.word(line.operand(1));
      return (at, n) -> {
        for (int i = 0; i < n; i++) {
          z[at[i]] = doubleToRawLongBits(intBitsToFloat(a[at[i]]));
        }
      };
    }
    if (from.equals("f64") && to.equals("f32")) {
      int[] z = lanes.word(line.operand(0));
      long[] a = lanes.wide(line.operand(1));
      return (at, n) -> {
        for (int i = 0; i < n; i++) {
          z[at[i]] = floatToRawIntBits((float) longBitsToDouble(a[at[i]]));
        }
      };
    }
    if (!from.equals("f32") || !to.equals("f32")) {
      return null;
    }
    int[] z = lanes.word(line.operand(0));
    int[] a = lanes.word(line.operand(1));
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        float value = (float) rounded(line, intBitsToFloat(a[at[i]]));
        z[at[i]] = floatToRawIntBits(line.has("sat") ? FloatOps.saturate(value) : value);
      }
    };
  }

  /** Rounded to a whole number if the instruction says how. */
  private static double rounded(Instruction line, double value) {
    if (line.has("rni")) {
      return Math.rint(value);
    }
    if (line.has("rmi")) {
      return Math.floor(value);
    }
    if (line.has("rpi")) {
      return Math.ceil(value);
    }
    return line.has("rzi") ? (value < 0 ? Math.ceil(value) : Math.floor(value)) : value;
  }

  private static @Nullable Op round(Instruction line, Lanes lanes, String from, String to) {
    if (!to.endsWith("32")) {
      return null;
    }
    int[] z = lanes.word(line.operand(0));
    boolean isDouble = from.equals("f64");
    int[] narrow = isDouble ? new int[0] : lanes.word(line.operand(1));
    long[] wide = isDouble ? lanes.wide(line.operand(1)) : new long[0];
    boolean isSigned = to.equals("s32");
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        int t = at[i];
        double value = isDouble ? longBitsToDouble(wide[t]) : intBitsToFloat(narrow[t]);
        double whole = rounded(line, value);
        z[t] = isSigned ? (int) whole : (int) Math.min(Math.max((long) whole, 0), 0xffff_ffffL);
      }
    };
  }

  private static @Nullable Op fromInteger(
      Lanes lanes, String from, String to, String target, String source) {
    boolean isWide = from.endsWith("64");
    int[] narrow = isWide ? new int[0] : lanes.word(source);
    long[] wide = isWide ? lanes.wide(source) : new long[0];
    if (from.equals("u64")) {
      return null;
    }
    int[] z = to.equals("f32") ? lanes.word(target) : new int[0];
    long[] zz = to.equals("f64") ? lanes.wide(target) : new long[0];
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        int t = at[i];
        long value = isWide ? wide[t] : extend(narrow[t], from);
        if (zz.length > 0) {
          zz[t] = doubleToRawLongBits(value);
        } else {
          z[t] = floatToRawIntBits(value);
        }
      }
    };
  }

  private static long extend(int value, String type) {
    return switch (type) {
      case "s32" -> value;
      case "u32", "b32" -> value & 0xffff_ffffL;
      case "s16" -> (short) value;
      case "u16", "b16" -> value & 0xffff;
      case "s8" -> (byte) value;
      case "u8", "b8" -> value & 0xff;
      default -> throw new PtxException("type " + type + " is not known");
    };
  }

  private static Op betweenIntegers(
      Lanes lanes, String from, String to, String target, String source) {
    boolean isWide = lanes.isWide(source);
    int[] narrow = isWide ? new int[0] : lanes.word(source);
    long[] wide = isWide ? lanes.wide(source) : new long[0];
    if (lanes.isWide(target)) {
      long[] z = lanes.wide(target);
      if (isWide) {
        return (at, n) -> {
          for (int i = 0; i < n; i++) {
            z[at[i]] = wide[at[i]];
          }
        };
      }
      return (at, n) -> {
        for (int i = 0; i < n; i++) {
          z[at[i]] = extend(narrow[at[i]], from);
        }
      };
    }
    int[] z = lanes.word(target);
    String kept = to.endsWith("64") ? "u32" : to;
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        long value = isWide ? wide[at[i]] : extend(narrow[at[i]], from);
        z[at[i]] = (int) extend((int) value, kept);
      }
    };
  }

  private static @Nullable Op compare(Instruction line, Lanes lanes) {
    String type = line.type();
    boolean isFloat = type.startsWith("f");
    int outcomes = outcomes(line.opcode().get(1), isFloat);
    String[] targets = line.operand(0).split("\\|");
    int[] z = lanes.word(targets[0]);
    Op op;
    if (type.equals("f32")) {
      op = compareFloats(z, lanes.word(line.operand(1)), lanes.word(line.operand(2)), outcomes);
    } else if (type.equals("f64")) {
      op = compareDoubles(z, lanes.wide(line.operand(1)), lanes.wide(line.operand(2)), outcomes);
    } else if (type.endsWith("64")) {
      long flip = Set.of("u64", "b64").contains(type) ? Long.MIN_VALUE : 0;
      long[] a = lanes.wide(line.operand(1));
      long[] b = lanes.wide(line.operand(2));
      op =
          (at, n) -> {
            for (int i = 0; i < n; i++) {
              int order = Long.compare(a[at[i]] ^ flip, b[at[i]] ^ flip);
              z[at[i]] = outcomes >> (order + 1) & 1;
            }
          };
    } else {
      op = compareWords(line, lanes, z, type, outcomes);
    }
    if (targets.length > 1) {
      return null;
    }
    return line.operands().size() == 3 ? op : combined(op, z, line, lanes);
  }

  private static Op compareWords(
      Instruction line, Lanes lanes, int[] z, String type, int outcomes) {
    int[] a = lanes.word(line.operand(1));
    int[] b = lanes.word(line.operand(2));
    if (type.endsWith("16")) {
      return (at, n) -> {
        for (int i = 0; i < n; i++) {
          int order = Long.compare(extend(a[at[i]], type), extend(b[at[i]], type));
          z[at[i]] = outcomes >> (order + 1) & 1;
        }
      };
    }
    int flip = type.equals("s32") ? 0 : Integer.MIN_VALUE;
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        int order = Integer.compare(a[at[i]] ^ flip, b[at[i]] ^ flip);
        z[at[i]] = outcomes >> (order + 1) & 1;
      }
    };
  }

  private static Op compareFloats(int[] z, int[] a, int[] b, int outcomes) {
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        z[at[i]] = outcomes >> order(intBitsToFloat(a[at[i]]), intBitsToFloat(b[at[i]])) & 1;
      }
    };
  }

  private static Op compareDoubles(int[] z, long[] a, long[] b, int outcomes) {
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        z[at[i]] = outcomes >> order(longBitsToDouble(a[at[i]]), longBitsToDouble(b[at[i]])) & 1;
      }
    };
  }

  /** 0 for less, 1 equal, 2 greater, 3 not comparable. */
  private static int order(double a, double b) {
    return a < b ? 0 : a == b ? 1 : a > b ? 2 : 3;
  }

  private static int outcomes(String comparison, boolean isFloat) {
    boolean alsoUnordered = isFloat && comparison.length() == 3 && comparison.endsWith("u");
    int set =
        switch (alsoUnordered ? comparison.substring(0, 2) : comparison) {
          case "eq" -> EQUAL;
          case "ne" -> LESS | GREATER;
          case "lt", "lo" -> LESS;
          case "le", "ls" -> LESS | EQUAL;
          case "gt", "hi" -> GREATER;
          case "ge", "hs" -> GREATER | EQUAL;
          case "nan" -> UNORDERED;
          case "num" -> LESS | EQUAL | GREATER;
          default -> throw new PtxException("comparison " + comparison + " is not known");
        };
    return alsoUnordered ? set | UNORDERED : set;
  }

  private static Op combined(Op op, int[] z, Instruction line, Lanes lanes) {
    String name = line.operand(3);
    boolean isNegated = name.startsWith("!");
    int[] other = lanes.word(isNegated ? name.substring(1) : name);
    String how = line.opcode().get(2);
    int[] before = new int[lanes.threads];
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        before[at[i]] = other[at[i]] ^ (isNegated ? 1 : 0);
      }
      op.run(at, n);
      for (int i = 0; i < n; i++) {
        int result = z[at[i]];
        z[at[i]] =
            switch (how) {
              case "and" -> result & before[at[i]];
              case "or" -> result | before[at[i]];
              case "xor" -> result ^ before[at[i]];
              default -> throw new PtxException("combination " + how + " is not known");
            };
      }
    };
  }
}
