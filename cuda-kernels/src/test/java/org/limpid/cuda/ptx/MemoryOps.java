package org.limpid.cuda.ptx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads and stores, and copies that take effect only when they are waited for. */
final class MemoryOps {

  private MemoryOps() {}

  /**
   * An address: a register or a fixed place, and an offset.
   *
   * @param words register of 32 bits, or null
   * @param wides register of 64 bits, or null
   * @param offset in bytes
   */
  private record Address(int @Nullable [] words, long @Nullable [] wides, long offset) {
    long of(int thread) {
      if (wides != null) {
        return wides[thread] + offset;
      }
      return words == null ? offset : (words[thread] & 0xffff_ffffL) + offset;
    }
  }

  static @Nullable Op compile(Instruction line, Lanes lanes, BlockMemory memory) {
    return switch (line.verb()) {
      case "ld" -> load(line, lanes, memory);
      case "st" -> store(line, lanes, memory);
      case "cp" -> copy(line, lanes, memory);
      default -> null;
    };
  }

  private static Address address(String operand, Lanes lanes) {
    String inside = operand.substring(1, operand.length() - 1).trim();
    int plus = inside.lastIndexOf('+');
    String base = plus < 0 ? inside : inside.substring(0, plus).trim();
    long offset = plus < 0 ? 0 : Long.parseLong(inside.substring(plus + 1).trim());
    if (!base.startsWith("%")) {
      return new Address(null, null, lanes.number(base) + offset);
    }
    return lanes.isWide(base)
        ? new Address(null, lanes.wide(base), offset)
        : new Address(lanes.word(base), null, offset);
  }

  private static int width(String type) {
    return Integer.parseInt(type.substring(1)) / 8;
  }

  private static List<String> registers(String operand) {
    return operand.startsWith("{") ? WideOps.list(operand) : List.of(operand);
  }

  private static Op load(Instruction line, Lanes lanes, BlockMemory memory) {
    if (line.has("param")) {
      return loadParameter(line, lanes, memory);
    }
    List<String> names = registers(line.operand(0));
    Address address = address(line.operand(1), lanes);
    int width = width(line.type());
    List<Op> moves = new ArrayList<>();
    Cursor cursor = new Cursor(lanes.threads);
    for (int i = 0; i < names.size(); i++) {
      moves.add(take(line.type(), lanes, names.get(i), cursor, i * width));
    }
    return access(line, address, memory, width * names.size(), cursor, moves);
  }

  private static Op store(Instruction line, Lanes lanes, BlockMemory memory) {
    List<String> names = registers(line.operand(1));
    Address address = address(line.operand(0), lanes);
    int width = width(line.type());
    List<Op> moves = new ArrayList<>();
    Cursor cursor = new Cursor(lanes.threads);
    for (int i = 0; i < names.size(); i++) {
      moves.add(put(width, lanes, names.get(i), cursor, i * width));
    }
    return access(line, address, memory, width * names.size(), cursor, moves);
  }

  /** Where each lane reads or writes, checked. */
  private static final class Cursor {
    final int[] index;
    byte[] bytes = {};

    Cursor(int threads) {
      index = new int[threads];
    }
  }

  private static Op access(
      Instruction line,
      Address address,
      BlockMemory memory,
      int width,
      Cursor cursor,
      List<Op> all) {
    Op[] moves = all.toArray(Op[]::new);
    if (line.has("shared")) {
      return (at, n) -> {
        for (int i = 0; i < n; i++) {
          cursor.index[at[i]] = memory.sharedIndex(address.of(at[i]), width);
        }
        cursor.bytes = memory.shared;
        for (Op move : moves) {
          move.run(at, n);
        }
      };
    }
    if (!line.has("global")) {
      throw new PtxException("memory that is neither global nor shared");
    }
    GlobalMemory.Window window = new GlobalMemory.Window(memory.global);
    int[] one = new int[1];
    return (at, n) -> {
      window.refresh();
      int i = 0;
      while (i < n) {
        // Lanes of one allocation together; nearly always these are all.
        cursor.index[at[i]] = window.index(address.of(at[i]), width);
        byte[] bytes = window.bytes;
        int from = i++;
        while (i < n) {
          int index = window.index(address.of(at[i]), width);
          if (window.bytes != bytes) {
            break;
          }
          cursor.index[at[i++]] = index;
        }
        cursor.bytes = bytes;
        if (from == 0 && i == n) {
          for (Op move : moves) {
            move.run(at, n);
          }
        } else {
          for (int k = from; k < i; k++) {
            one[0] = at[k];
            for (Op move : moves) {
              move.run(one, 1);
            }
          }
        }
      }
    };
  }

  private static Op take(String type, Lanes lanes, String name, Cursor from, int shift) {
    int width = width(type);
    if (width == 8) {
      long[] z = lanes.wide(name);
      return (at, n) -> {
        for (int i = 0; i < n; i++) {
          z[at[i]] = (long) GlobalMemory.BYTES_8.get(from.bytes, from.index[at[i]] + shift);
        }
      };
    }
    int[] z = lanes.word(name);
    if (width == 4) {
      return (at, n) -> {
        byte[] bytes = from.bytes;
        for (int i = 0; i < n; i++) {
          z[at[i]] = (int) GlobalMemory.BYTES_4.get(bytes, from.index[at[i]] + shift);
        }
      };
    }
    boolean isSigned = type.startsWith("s");
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        int index = from.index[at[i]] + shift;
        int value =
            width == 2 ? (short) GlobalMemory.BYTES_2.get(from.bytes, index) : from.bytes[index];
        z[at[i]] = isSigned ? value : value & (1 << 8 * width) - 1;
      }
    };
  }

  private static Op put(int width, Lanes lanes, String name, Cursor to, int shift) {
    if (width == 8) {
      long[] a = lanes.wide(name);
      return (at, n) -> {
        for (int i = 0; i < n; i++) {
          GlobalMemory.BYTES_8.set(to.bytes, to.index[at[i]] + shift, a[at[i]]);
        }
      };
    }
    int[] a = lanes.word(name);
    if (width == 4) {
      return (at, n) -> {
        byte[] bytes = to.bytes;
        for (int i = 0; i < n; i++) {
          GlobalMemory.BYTES_4.set(bytes, to.index[at[i]] + shift, a[at[i]]);
        }
      };
    }
    return (at, n) -> {
      for (int i = 0; i < n; i++) {
        int index = to.index[at[i]] + shift;
        if (width == 2) {
          GlobalMemory.BYTES_2.set(to.bytes, index, (short) a[at[i]]);
        } else {
          to.bytes[index] = (byte) a[at[i]];
        }
      }
    };
  }

  private static Op loadParameter(Instruction line, Lanes lanes, BlockMemory memory) {
    String inside = line.operand(1).substring(1, line.operand(1).length() - 1);
    int plus = inside.indexOf('+');
    PtxKernel.Place place =
        lanes.kernel.parameters.get(plus < 0 ? inside : inside.substring(0, plus));
    if (place == null) {
      throw new PtxException("parameter " + inside + " is not there");
    }
    int offset = place.offset() + (plus < 0 ? 0 : Integer.parseInt(inside.substring(plus + 1)));
    List<String> names = registers(line.operand(0));
    int width = width(line.type());
    Cursor cursor = new Cursor(lanes.threads);
    Op[] moves = new Op[names.size()];
    for (int i = 0; i < moves.length; i++) {
      moves[i] = take(line.type(), lanes, names.get(i), cursor, offset + i * width);
    }
    return (at, n) -> {
      cursor.bytes = memory.parameters;
      for (Op move : moves) {
        move.run(at, n);
      }
    };
  }

  /** A copy that was begun: bytes read when it takes effect. */
  private record Pending(int to, long from, int taken, int size) {}

  private static @Nullable Op copy(Instruction line, Lanes lanes, BlockMemory memory) {
    Deque<List<Pending>>[] groups = memory.copies(MemoryOps::newQueue);
    if (line.has("commit_group")) {
      return (at, n) -> {
        for (int i = 0; i < n; i++) {
          groups[at[i]].add(new ArrayList<>());
        }
      };
    }
    if (line.has("wait_group") || line.has("wait_all")) {
      int keep = line.has("wait_all") ? 0 : (int) lanes.number(line.operand(0));
      GlobalMemory.Window window = new GlobalMemory.Window(memory.global);
      return (at, n) -> {
        window.refresh();
        for (int i = 0; i < n; i++) {
          // The last list is the group that is still open.
          while (groups[at[i]].size() - 1 > keep) {
            groups[at[i]].remove().forEach(pending -> apply(pending, window, memory));
          }
        }
      };
    }
    if (!line.has("async") || line.has("bulk")) {
      return null;
    }
    Address to = address(line.operand(0), lanes);
    Address from = address(line.operand(1), lanes);
    int size = (int) lanes.number(line.operand(2));
    int[] taken = lanes.word(line.operands().size() > 3 ? line.operand(3) : line.operand(2));
    GlobalMemory.Window window = new GlobalMemory.Window(memory.global);
    return (at, n) -> {
      window.refresh();
      for (int i = 0; i < n; i++) {
        int index = memory.sharedIndex(to.of(at[i]), size);
        if (taken[at[i]] > 0) {
          window.index(from.of(at[i]), size);
        }
        groups[at[i]].getLast().add(new Pending(index, from.of(at[i]), taken[at[i]], size));
      }
    };
  }

  private static Deque<List<Pending>> newQueue() {
    Deque<List<Pending>> queue = new ArrayDeque<>();
    queue.add(new ArrayList<>());
    return queue;
  }

  private static void apply(Pending copy, GlobalMemory.Window window, BlockMemory memory) {
    if (copy.taken > 0) {
      int from = window.index(copy.from, copy.size);
      System.arraycopy(window.bytes, from, memory.shared, copy.to, copy.taken);
    }
    for (int i = copy.taken; i < copy.size; i++) {
      memory.shared[copy.to + i] = 0;
    }
  }
}
