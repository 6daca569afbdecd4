package org.limpid.cuda.ptx;

import org.jspecify.annotations.Nullable;

/** Whole numbers of at most 32 bits, predicates, and moves of 32 bits of anything. */
final class IntegerOps {

  private IntegerOps() {}

  @FunctionalInterface
  private interface Unary {
    int apply(int a);
  }

  @FunctionalInterface
  private interface Binary {
    int apply(int a, int b);
  }

  @FunctionalInterface
  private interface Ternary {
    int apply(int a, int b, int c);
  }

  static @Nullable Op compile(Instruction line, Lanes lanes) {
    String type = line.type();
    boolean isNarrow = type.endsWith("16") || type.endsWith("8");
    if (type.endsWith("64") || line.has("wide")) {
      return null;
    }
    if (isNarrow && !"mov and or xor not selp".contains(line.verb())) {
      return null;
    }
    int[] z = lanes.word(line.operand(0));
    int[] a = line.operand(1).startsWith("{") ? z : lanes.word(line.operand(1));
    int[] b = line.operands().size() > 2 ? lanes.word(line.operand(2)) : a;
    int[] c = line.operands().size() > 3 ? lanes.word(line.operand(3)) : a;
    boolean isSigned = type.equals("s32");
    switch (line.verb()) {
      case "mov":
        return line.operand(1).startsWith("{")
            ? null
            : (at, n) -> {
              for (int i = 0; i < n; i++) {
                z[at[i]] = a[at[i]];
              }
            };
      case "add":
        return (at, n) -> {
          for (int i = 0; i < n; i++) {
            z[at[i]] = a[at[i]] + b[at[i]];
          }
        };
      case "sub":
        return (at, n) -> {
          for (int i = 0; i < n; i++) {
            z[at[i]] = a[at[i]] - b[at[i]];
          }
        };
      case "mul":
        return line.has("hi")
            ? binary(z, a, b, isSigned ? IntegerOps::highSigned : IntegerOps::highUnsigned)
            : binary(z, a, b, (p, q) -> p * q);
      case "mad":
        return (at, n) -> {
          for (int i = 0; i < n; i++) {
            z[at[i]] = a[at[i]] * b[at[i]] + c[at[i]];
          }
        };
      case "div":
        return binary(z, a, b, isSigned ? (p, q) -> p / q : Integer::divideUnsigned);
      case "rem":
        return binary(z, a, b, isSigned ? (p, q) -> p % q : Integer::remainderUnsigned);
      case "min":
        return binary(
            z, a, b, isSigned ? Math::min : (p, q) -> Integer.compareUnsigned(p, q) < 0 ? p : q);
      case "max":
        return binary(
            z, a, b, isSigned ? Math::max : (p, q) -> Integer.compareUnsigned(p, q) > 0 ? p : q);
      case "neg":
        return unary(z, a, p -> -p);
      case "abs":
        return unary(z, a, Math::abs);
      case "not":
        return type.equals("pred") ? unary(z, a, p -> p ^ 1) : unary(z, a, p -> ~p);
      case "and":
        return binary(z, a, b, (p, q) -> p & q);
      case "or":
        return binary(z, a, b, (p, q) -> p | q);
      case "xor":
        return binary(z, a, b, (p, q) -> p ^ q);
      // Java shifts by the lower five bits only; PTX clamps.
      case "shl":
        return binary(z, a, b, (p, q) -> Integer.compareUnsigned(q, 31) > 0 ? 0 : p << q);
      case "shr":
        return isSigned
            ? binary(z, a, b, (p, q) -> p >> (Integer.compareUnsigned(q, 31) > 0 ? 31 : q))
            : binary(z, a, b, (p, q) -> Integer.compareUnsigned(q, 31) > 0 ? 0 : p >>> q);
      case "shf":
        return funnel(line, z, a, b, c);
      case "bfi":
        return insert(z, a, b, c, lanes.word(line.operand(4)));
      case "selp":
        return (at, n) -> {
          for (int i = 0; i < n; i++) {
            z[at[i]] = c[at[i]] != 0 ? a[at[i]] : b[at[i]];
          }
        };
      case "popc":
        return unary(z, a, Integer::bitCount);
      case "clz":
        return unary(z, a, Integer::numberOfLeadingZeros);
      case "lop3":
        return logic(z, a, b, c, (int) lanes.number(line.operand(4)));
      default:
        return null;
    }
  }

  private static @Nullable Op funnel(Instruction line, int[] z, int[] low, int[] high, int[] c) {
    if (!line.has("wrap")) {
      return null;
    }
    Ternary left = (l, h, s) -> (int) ((((long) h << 32) | (l & 0xffff_ffffL)) << (s & 31) >>> 32);
    Ternary right = (l, h, s) -> (int) ((((long) h << 32) | (l & 0xffff_ffffL)) >>> (s & 31));
    Ternary shift = line.has("l") ? left : right;
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        z[at[i]] = shift.apply(low[at[i]], high[at[i]], c[at[i]]);
      }
    };
  }

  /**
   * The lowest bits of a in place of as many of b, from a position on; what does not fit is lost.
   */
  private static Op insert(int[] z, int[] a, int[] b, int[] position, int[] length) {
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        int t = at[i];
        int from = Math.min(position[t] & 255, 32);
        long lowest = (1L << Math.min(length[t] & 255, 32)) - 1;
        int mask = (int) (lowest << from);
        z[t] = (int) ((a[t] & 0xffff_ffffL) << from) & mask | b[t] & ~mask;
      }
    };
  }

  /** Any logic of three inputs, by its truth table. */
  private static Op logic(int[] z, int[] a, int[] b, int[] c, int table) {
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        int t = at[i];
        int result = 0;
        for (int row = 0; row < 8; row++) {
          if ((table >> row & 1) != 0) {
            result |=
                ((row & 4) != 0 ? a[t] : ~a[t])
                    & ((row & 2) != 0 ? b[t] : ~b[t])
                    & ((row & 1) != 0 ? c[t] : ~c[t]);
          }
        }
        z[t] = result;
      }
    };
  }

  private static int highSigned(int a, int b) {
    return (int) ((long) a * b >> 32);
  }

  private static int highUnsigned(int a, int b) {
    return (int) ((a & 0xffff_ffffL) * (b & 0xffff_ffffL) >>> 32);
  }

  private static Op unary(int[] z, int[] a, Unary f) {
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        z[at[i]] = f.apply(a[at[i]]);
      }
    };
  }

  private static Op binary(int[] z, int[] a, int[] b, Binary f) {
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        z[at[i]] = f.apply(a[at[i]], b[at[i]]);
      }
    };
  }
}
