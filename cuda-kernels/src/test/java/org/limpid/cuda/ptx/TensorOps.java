package org.limpid.cuda.ptx;

import static java.lang.Float.floatToRawIntBits;
import static java.lang.Float.intBitsToFloat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Products of small matrices that a whole warp makes together, each lane with its part of the
 * elements. Sums are made in double precision and rounded once; a GPU's order is not told.
 */
final class TensorOps {

  private static final int WARP = 32;
  private static final int ROWS = 16;
  private static final int COLUMNS = 8;
  private static final int DEPTH = 8;

  /** TF32 keeps 10 bits of the fraction; the hardware drops the others. */
  private static final int TF32_BITS = 0xffff_e000;

  private TensorOps() {}

  static @Nullable Op compile(Instruction line, Lanes lanes) {
    if (!line.verb().equals("mma")) {
      return null;
    }
    boolean isKnown =
        line.has("m16n8k8")
            && line.opcode()
                .equals(
                    List.of(
                        "mma", "sync", "aligned", "m16n8k8", "row", "col", "f32", "tf32", "tf32",
                        "f32"));
    if (!isKnown) {
      return null;
    }
    int[][] d = registers(line.operand(0), lanes);
    int[][] a = registers(line.operand(1), lanes);
    int[][] b = registers(line.operand(2), lanes);
    int[][] c = registers(line.operand(3), lanes);
    double[][] left = new double[ROWS][DEPTH];
    double[][] right = new double[DEPTH][COLUMNS];
    return (at, n) -> {
      for (int first = 0; first < n; first += WARP) {
        demandWarp(at, n, first);
        int warp = at[first];
        gather(a, b, warp, left, right);
        for (int lane = 0; lane < WARP; lane++) {
          for (int e = 0; e < 4; e++) {
            int row = lane / 4 + e / 2 * 8;
            int column = lane % 4 * 2 + e % 2;
            double sum = intBitsToFloat(c[e][warp + lane]);
            for (int k = 0; k < DEPTH; k++) {
              sum += left[row][k] * right[k][column];
            }
            d[e][warp + lane] = floatToRawIntBits((float) sum);
          }
        }
      }
    };
  }

  /** The fragments of the PTX manual: which lane holds which element. */
  private static void gather(int[][] a, int[][] b, int warp, double[][] left, double[][] right) {
    for (int lane = 0; lane < WARP; lane++) {
      int group = lane / 4;
      int member = lane % 4;
      for (int e = 0; e < 4; e++) {
        left[group + e % 2 * 8][member + e / 2 * 4] = intBitsToFloat(a[e][warp + lane] & TF32_BITS);
      }
      for (int e = 0; e < 2; e++) {
        right[member + e * 4][group] = intBitsToFloat(b[e][warp + lane] & TF32_BITS);
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
