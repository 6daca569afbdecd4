package org.limpid.cuda.ptx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Registers of all threads of a block: an array per register, with a place per thread. Numbers in
 * the text and special registers are arrays too. What is narrower than 32 bits stands in 32.
 */
final class Lanes {

  /** What a register holds before it is written: NaN as a number, far away as an address. */
  private static final int POISON = 0x7fba_dc0d;

  private static final long WIDE_POISON = 0x7ffb_adc0_debd_c0deL;

  final PtxKernel kernel;
  final int threads;
  private final Map<String, int[]> words = new HashMap<>();
  private final Map<String, long[]> wides = new HashMap<>();
  private final Map<Integer, int[]> constants = new HashMap<>();
  private final Map<Long, long[]> wideConstants = new HashMap<>();
  private final Map<String, int[]> special = new HashMap<>();

  Lanes(PtxKernel kernel, int threads) {
    this.kernel = kernel;
    this.threads = threads;
    int[] thread = new int[threads];
    int[] lane = new int[threads];
    int[] warp = new int[threads];
    for (int t = 0; t < threads; t++) {
      thread[t] = t;
      lane[t] = t & 31;
      warp[t] = t >>> 5;
    }
    special.put("%tid.x", thread);
    special.put("%laneid", lane);
    special.put("%warpid", warp);
    special.put("%ntid.x", constant(threads));
    for (String zero : new String[] {"%tid.y", "%tid.z"}) {
      special.put(zero, constant(0));
    }
    for (String one : new String[] {"%ntid.y", "%ntid.z"}) {
      special.put(one, constant(1));
    }
    for (String axis : new String[] {"x", "y", "z"}) {
      special.put("%ctaid." + axis, new int[threads]);
      special.put("%nctaid." + axis, new int[threads]);
    }
  }

  void setSpecial(String name, int value) {
    int[] lanes = special.get(name);
    if (lanes == null) {
      throw new PtxException("register " + name + " is not known");
    }
    Arrays.fill(lanes, value);
  }

  void poison() {
    words.values().forEach(lanes -> Arrays.fill(lanes, POISON));
    wides.values().forEach(lanes -> Arrays.fill(lanes, WIDE_POISON));
  }

  boolean isWide(String operand) {
    return operand.startsWith("%") && !special.containsKey(operand) && kernel.bits(operand) == 64;
  }

  /** Lanes of a register of at most 32 bits, or of a number. */
  int[] word(String operand) {
    int[] known = special.get(operand);
    if (known != null) {
      return known;
    }
    if (operand.startsWith("%")) {
      if (kernel.bits(operand) > 32) {
        throw new PtxException("register " + operand + " holds 64 bits (expected: 32)");
      }
      return words.computeIfAbsent(operand, name -> new int[threads]);
    }
    return constant((int) number(operand));
  }

  /** Lanes of a register of 64 bits, or of a number. */
  long[] wide(String operand) {
    if (operand.startsWith("%")) {
      if (kernel.bits(operand) != 64) {
        throw new PtxException("register " + operand + " does not hold 64 bits");
      }
      return wides.computeIfAbsent(operand, name -> new long[threads]);
    }
    return wideConstants.computeIfAbsent(
        number(operand),
        value -> {
          long[] lanes = new long[threads];
          Arrays.fill(lanes, value);
          return lanes;
        });
  }

  private int[] constant(int number) {
    return constants.computeIfAbsent(
        number,
        value -> {
          int[] lanes = new int[threads];
          Arrays.fill(lanes, value);
          return lanes;
        });
  }

  /** A number as written, or where a shared array begins. */
  long number(String text) {
    PtxKernel.Place array = kernel.shared.get(text);
    if (array != null) {
      return array.offset();
    }
    if (text.equals(kernel.dynamicShared)) {
      return kernel.dynamicOffset();
    }
    if (text.startsWith("0f")) {
      return Integer.parseUnsignedInt(text.substring(2), 16);
    }
    if (text.startsWith("0d") || text.startsWith("0x")) {
      return Long.parseUnsignedLong(text.substring(2), 16);
    }
    if (text.matches("-?\\d+U?")) {
      return Long.parseLong(text.replace("U", ""));
    }
    throw new PtxException("operand '" + text + "' is not known");
  }
}
