package org.limpid.cuda.ptx;

import static java.lang.Float.floatToRawIntBits;
import static java.lang.Float.intBitsToFloat;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Arithmetic on float32, rounded as PTX says; what is approximate on a GPU is precise here. */
final class FloatOps {

  private FloatOps() {}

  @FunctionalInterface
  private interface Unary {
    float apply(float a);
  }

  @FunctionalInterface
  private interface Binary {
    float apply(float a, float b);
  }

  static @Nullable Op compile(Instruction line, Lanes lanes) {
    if (!line.type().equals("f32") || "mov selp cvt setp".contains(line.verb())) {
      return null;
    }
    int[] z = lanes.word(line.operand(0));
    int[] a = lanes.word(line.operand(1));
    int[] b = line.operands().size() > 2 ? lanes.word(line.operand(2)) : a;
    int[] c = line.operands().size() > 3 ? lanes.word(line.operand(3)) : a;
    Op op = plain(line, z, a, b, c);
    return op != null && line.has("sat") ? saturated(op, z) : op;
  }

  private static @Nullable Op plain(Instruction line, int[] z, int[] a, int[] b, int[] c) {
    boolean flushes = line.has("ftz");
    return switch (line.verb()) {
      case "add" -> add(z, a, b);
      case "sub" -> binary(z, a, b, (p, q) -> p - q);
      case "mul" -> multiply(z, a, b);
      case "fma" -> line.has("rm") ? fmaDown(z, a, b, c) : fma(z, a, b, c);
      case "div" -> line.has("rn") ? binary(z, a, b, (p, q) -> p / q) : null;
      case "min" -> binary(z, a, b, (p, q) -> lesser(p, q, line.has("NaN")));
      case "max" -> binary(z, a, b, (p, q) -> -lesser(-p, -q, line.has("NaN")));
      case "neg" -> bits(z, a, 0, 0x8000_0000);
      case "abs" -> bits(z, a, 0x8000_0000, 0);
      case "sqrt" -> line.has("rn") ? unary(z, a, p -> (float) Math.sqrt(p)) : null;
      case "rcp" -> flushes ? unary(z, a, p -> flush(1 / flush(p))) : unary(z, a, p -> 1 / p);
      case "ex2" ->
          flushes
              ? unary(z, a, p -> flush((float) StrictMath.pow(2, flush(p))))
              : unary(z, a, p -> (float) StrictMath.pow(2, p));
      case "copysign" -> binary(z, a, b, (p, q) -> Math.copySign(q, p));
      default -> null;
    };
  }

  private static Op add(int[] z, int[] a, int[] b) {
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        int t = at[i];
        z[t] = floatToRawIntBits(intBitsToFloat(a[t]) + intBitsToFloat(b[t]));
      }
    };
  }

  private static Op multiply(int[] z, int[] a, int[] b) {
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        int t = at[i];
        z[t] = floatToRawIntBits(intBitsToFloat(a[t]) * intBitsToFloat(b[t]));
      }
    };
  }

  private static Op fma(int[] z, int[] a, int[] b, int[] c) {
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        int t = at[i];
        z[t] =
            floatToRawIntBits(
                Math.fma(intBitsToFloat(a[t]), intBitsToFloat(b[t]), intBitsToFloat(c[t])));
      }
    };
  }

  private static Op fmaDown(int[] z, int[] a, int[] b, int[] c) {
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        int t = at[i];
        z[t] =
            floatToRawIntBits(
                fmaDown(intBitsToFloat(a[t]), intBitsToFloat(b[t]), intBitsToFloat(c[t])));
      }
    };
  }

  /** Rounded towards minus infinity. */
  private static float fmaDown(float a, float b, float c) {
    float near = Math.fma(a, b, c);
    if (Float.isNaN(near) || Float.isInfinite(near)) {
      return near;
    }
    // The product of two floats is exact in double precision; the sum may not be.
    double sum = (double) a * b + c;
    int comparison =
        (double) near != sum
            ? Double.compare(near, sum)
            : new BigDecimal(near)
                .compareTo(new BigDecimal(a).multiply(new BigDecimal(b)).add(new BigDecimal(c)));
    return comparison > 0 ? Math.nextDown(near) : near;
  }

  /** The other one if one is NaN, unless NaN shall win. */
  private static float lesser(float a, float b, boolean keepsNaN) {
    if (Float.isNaN(a) || Float.isNaN(b)) {
      return keepsNaN || Float.isNaN(a) && Float.isNaN(b) ? Float.NaN : Float.isNaN(a) ? b : a;
    }
    return Math.min(a, b);
  }

  private static float flush(float x) {
    return Math.abs(x) < Float.MIN_NORMAL ? Math.copySign(0f, x) : x;
  }

  private static Op saturated(Op op, int[] z) {
    return (at, n) -> {
      op.run(at, n);
      for (int i = 0; i < n; i++) {
        z[at[i]] = floatToRawIntBits(saturate(intBitsToFloat(z[at[i]])));
      }
    };
  }

  /** Within 0 and 1; NaN becomes 0. */
  static float saturate(float x) {
    return x > 0 ? Math.min(x, 1) : 0;
  }

  private static Op bits(int[] z, int[] a, int cleared, int flipped) {
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        z[at[i]] = a[at[i]] & ~cleared ^ flipped;
      }
    };
  }

  private static Op unary(int[] z, int[] a, Unary f) {
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        z[at[i]] = floatToRawIntBits(f.apply(intBitsToFloat(a[at[i]])));
      }
    };
  }

  private static Op binary(int[] z, int[] a, int[] b, Binary f) {
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        int t = at[i];
        z[t] = floatToRawIntBits(f.apply(intBitsToFloat(a[t]), intBitsToFloat(b[t])));
      }
    };
  }
}
