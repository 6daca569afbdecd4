package org.limpid.cuda.ptx;

import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;

import org.jspecify.annotations.Nullable;

/** Arithmetic on float64. */
final class DoubleOps {

  private DoubleOps() {}

  @FunctionalInterface
  private interface Ternary {
    double apply(double a, double b, double c);
  }

  static @Nullable Op compile(Instruction line, Lanes lanes) {
    if (!line.type().equals("f64") || "mov selp cvt setp".contains(line.verb())) {
      return null;
    }
    long[] z = lanes.wide(line.operand(0));
    long[] a = lanes.wide(line.operand(1));
    long[] b = line.operands().size() > 2 ? lanes.wide(line.operand(2)) : a;
    long[] c = line.operands().size() > 3 ? lanes.wide(line.operand(3)) : a;
    return switch (line.verb()) {
      case "add" ->
          (at, n) -> {
            for (int i = 0; i < n; i++) {
              int t = at[i];
              z[t] = doubleToRawLongBits(longBitsToDouble(a[t]) + longBitsToDouble(b[t]));
            }
          };
      case "sub" -> of(z, a, b, c, (p, q, r) -> p - q);
      case "mul" -> of(z, a, b, c, (p, q, r) -> p * q);
      case "fma" ->
          (at, n) -> {
            for (int i = 0; i < n; i++) {
              int t = at[i];
              z[t] =
                  doubleToRawLongBits(
                      Math.fma(
                          longBitsToDouble(a[t]), longBitsToDouble(b[t]), longBitsToDouble(c[t])));
            }
          };
      case "div" -> of(z, a, b, c, (p, q, r) -> p / q);
      case "sqrt" -> of(z, a, b, c, (p, q, r) -> Math.sqrt(p));
      case "rcp" -> line.has("rn") ? of(z, a, b, c, (p, q, r) -> 1 / p) : null;
      case "neg" -> of(z, a, b, c, (p, q, r) -> -p);
      case "abs" -> of(z, a, b, c, (p, q, r) -> Math.abs(p));
      default -> null;
    };
  }

  private static Op of(long[] z, long[] a, long[] b, long[] c, Ternary f) {
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        int t = at[i];
        z[t] =
            doubleToRawLongBits(
                f.apply(longBitsToDouble(a[t]), longBitsToDouble(b[t]), longBitsToDouble(c[t])));
      }
    };
  }
}
