package org.limpid.cuda.ptx;

import static java.lang.Float.floatToRawIntBits;
import static java.lang.Float.intBitsToFloat;

import org.jspecify.annotations.Nullable;

/**
 * Products of small matrices that a whole warp makes together, each lane with its part of the
 * elements. Sums are made in double precision and rounded once; a GPU's order is not told.
 */
final class TensorOps {

  private static final int WARP = 32;
  private static final int ROWS = 16;
  private static final int COLUMNS = 8;

  /** TF32 keeps 10 bits of the fraction; the hardware drops the others. */
  private static final int TF32_BITS = 0xffff_e000;

  private static final int BFLOAT16_BITS = 0xffff_0000;

  private TensorOps() {}

  /** Which elements of the operands a lane holds, by the fragments of the PTX manual. */
  private enum Kind {
    TF32(8),
    BFLOAT16(16);

    final int depth;

    Kind(int depth) {
      this.depth = depth;
    }

    static @Nullable Kind of(Instruction line) {
      return switch (String.join(".", line.opcode())) {
        case "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32" -> TF32;
        case "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32" -> BFLOAT16;
        default -> null;
      };
    }

    /** Factors that a register holds. */
    int atOnce() {
      return this == TF32 ? 1 : 2;
    }

    /** The k of a register's first factor; {@code half} is which half of the depth it is of. */
    int k(int half, int member) {
      return half * depth / 2 + member * atOnce();
    }

    float factor(int register, int which) {
      if (this == TF32) {
        return intBitsToFloat(register & TF32_BITS);
      }
      return intBitsToFloat(which == 0 ? register << 16 : register & BFLOAT16_BITS);
    }
  }

  static @Nullable Op compile(Instruction line, Lanes lanes) {
    Kind kind = line.verb().equals("mma") ? Kind.of(line) : null;
    if (kind == null) {
      return null;
    }
    int[][] d = registers(line.operand(0), lanes);
    int[][] a = registers(line.operand(1), lanes);
    int[][] b = registers(line.operand(2), lanes);
    int[][] c = registers(line.operand(3), lanes);
    double[][] left = new double[ROWS][kind.depth];
    double[][] right = new double[kind.depth][COLUMNS];
    return (at, n) -> {
      for (int first = 0; first < n; first += WARP) {
        demandWarp(at, n, first);
        int warp = at[first];
        gather(kind, a, b, warp, left, right);
        for (int lane = 0; lane < WARP; lane++) {
          for (int e = 0; e < 4; e++) {
            int row = lane / 4 + e / 2 * 8;
            int column = lane % 4 * 2 + e % 2;
            double sum = intBitsToFloat(c[e][warp + lane]);
            for (int k = 0; k < kind.depth; k++) {
              sum += left[row][k] * right[k][column];
            }
            d[e][warp + lane] = floatToRawIntBits((float) sum);
          }
        }
      }
    };
  }

  private static void gather(
      Kind kind, int[][] a, int[][] b, int warp, double[][] left, double[][] right) {
    for (int lane = 0; lane < WARP; lane++) {
      int group = lane / 4;
      int member = lane % 4;
      for (int which = 0; which < kind.atOnce(); which++) {
        for (int e = 0; e < 4; e++) {
          int k = kind.k(e / 2, member) + which;
          left[group + e % 2 * 8][k] = kind.factor(a[e][warp + lane], which);
        }
        for (int e = 0; e < 2; e++) {
          right[kind.k(e, member) + which][group] = kind.factor(b[e][warp + lane], which);
        }
      }
    }
  }

  private static int[][] registers(String list, Lanes lanes) {
    return WideOps.list(list).stream().map(lanes::word).toArray(int[][]::new);
  }

  private static void demandWarp(int[] at, int n, int first) {
    boolean isWhole = at[first] % WARP == 0 && first + WARP <= n;
    for (int i = 1; isWhole && i < WARP; i++) {
      isWhole = at[first + i] == at[first] + i;
    }
    if (!isWhole) {
      throw new PtxException("a product of a whole warp without some of its lanes");
    }
  }
}
