package org.limpid.cuda.ptx;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the 32 lanes of a warp do together; each demands the lanes that it names. */
final class WarpOps {

  private WarpOps() {}

  static @Nullable Op compile(Instruction line, Lanes lanes, BlockMemory memory) {
    return switch (line.verb()) {
      case "shfl" -> shuffle(line, lanes, memory);
      case "vote" -> line.has("ballot") ? ballot(line, lanes, memory) : null;
      case "bar" -> {
        int[] mask = lanes.word(line.operand(0));
        boolean[] here = new boolean[lanes.threads];
        yield (at, n) -> demand(at, n, mask, here, memory);
      }
      default -> null;
    };
  }

  /** Throws unless every living lane of each lane's mask is among those that run. */
  private static void demand(int[] at, int n, int[] mask, boolean[] here, BlockMemory memory) {
    for (int i = 0; i < n; i++) {
      here[at[i]] = true;
    }
    try {
      for (int i = 0; i < n; i++) {
        int warp = at[i] & ~31;
        for (int lane = 0; lane < 32 && warp + lane < here.length; lane++) {
          boolean isNamed = (mask[at[i]] >>> lane & 1) != 0;
          if (isNamed && memory.isAlive[warp + lane] && !here[warp + lane]) {
            throw new PtxException("lane " + lane + " is named in the mask but is not here");
          }
        }
      }
    } finally {
      for (int i = 0; i < n; i++) {
        here[at[i]] = false;
      }
    }
  }

  /** A bit for each lane of the warp for which a predicate holds. */
  private static Op ballot(Instruction line, Lanes lanes, BlockMemory memory) {
    int[] z = lanes.word(line.operand(0));
    int[] predicate = lanes.word(line.operand(1));
    int[] mask = lanes.word(line.operand(2));
    boolean[] here = new boolean[lanes.threads];
    int[] votes = new int[(lanes.threads + 31) / 32];
    return (at, n) -> {
      demand(at, n, mask, here, memory);
      Arrays.fill(votes, 0);
      for (int i = 0; i < n; i++) {
        int bit = 1 << (at[i] & 31);
        votes[at[i] / 32] |= predicate[at[i]] != 0 ? mask[at[i]] & bit : 0;
      }
      for (int i = 0; i < n; i++) {
        z[at[i]] = votes[at[i] / 32];
      }
    };
  }

  private static Op shuffle(Instruction line, Lanes lanes, BlockMemory memory) {
    String[] targets = line.operand(0).split("\\|");
    int[] z = lanes.word(targets[0]);
    int[] inRange = targets.length > 1 ? lanes.word(targets[1]) : new int[lanes.threads];
    int[] a = lanes.word(line.operand(1));
    int[] b = lanes.word(line.operand(2));
    int[] clamp = lanes.word(line.operand(3));
    int[] mask = lanes.word(line.operand(4));
    String mode = line.opcode().get(2);
    boolean[] here = new boolean[lanes.threads];
    int[] before = new int[lanes.threads];
    return (at, n) -> {
      demand(at, n, mask, here, memory);
      System.arraycopy(a, 0, before, 0, a.length);
      for (int i = 0; i < n; i++) {
        int t = at[i];
        int lane = t & 31;
        int segment = clamp[t] >> 8 & 31;
        int bound = clamp[t] & 31;
        int last = lane & segment | bound & ~segment;
        int source =
            switch (mode) {
              case "bfly" -> lane ^ b[t];
              case "down" -> lane + b[t];
              case "up" -> lane - b[t];
              default -> lane & segment | b[t] & ~segment & 31;
            };
        boolean isInside = mode.equals("up") ? source >= last : source <= last;
        int from = (t & ~31) + (isInside ? source : lane);
        if (from >= lanes.threads || !memory.isAlive[from]) {
          throw new PtxException("shuffle reads lane " + (from & 31) + ", which has ended");
        }
        z[t] = before[from];
        inRange[t] = isInside ? 1 : 0;
      }
    };
  }
}
