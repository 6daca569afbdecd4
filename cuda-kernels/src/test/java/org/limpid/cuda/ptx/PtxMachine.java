package org.limpid.cuda.ptx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A GPU that runs one block after the other. Not thread-safe. */
public final class PtxMachine {

  private final GlobalMemory memory = new GlobalMemory();
  private final Map<PtxKernel, Map<Integer, Program>> programs = new HashMap<>();
  private final Map<PtxKernel, Scheduler> turns = new HashMap<>();
  private final Scheduler scheduler;
  private final Random random;

  /**
   * An empty machine.
   *
   * @param scheduler which threads run next
   * @param seed of the scheduler's choices
   */
  public PtxMachine(Scheduler scheduler, long seed) {
    this.scheduler = scheduler;
    random = new Random(seed);
  }

  /** What the kernels can reach. */
  public GlobalMemory memory() {
    return memory;
  }

  /**
   * Runs a kernel to its end.
   *
   * @param kernel what to run
   * @param gridX blocks along x
   * @param gridY blocks along y
   * @param threads of a block
   * @param dynamicShared bytes of shared memory beyond the kernel's own
   * @param arguments one for each parameter: Long, Integer, Float, or int[] for a structure
   * @throws PtxException if the kernel does what it must not do
   */
  public void launch(
      PtxKernel kernel, int gridX, int gridY, int threads, int dynamicShared, Object... arguments) {
    if (gridX < 1 || gridY < 1 || gridY > 65535 || threads < 1 || threads > kernel.maxThreads) {
      throw new PtxException(
          String.format(
              "%s: launch of %d x %d blocks of %d threads (expected: at least 1 block, at most"
                  + " 65535 along y, 1 to %d threads)",
              kernel.name, gridX, gridY, threads, kernel.maxThreads));
    }
    Program program =
        programs
            .computeIfAbsent(kernel, k -> new HashMap<>())
            .computeIfAbsent(threads, count -> new Program(kernel, count, memory));
    pass(program, arguments);
    program.lanes.setSpecial("%nctaid.x", gridX);
    program.lanes.setSpecial("%nctaid.y", gridY);
    program.lanes.setSpecial("%nctaid.z", 1);
    int sharedBytes =
        dynamicShared == 0 ? kernel.sharedBytes : kernel.dynamicOffset() + dynamicShared;
    Scheduler chosen = choose(program);
    BlockRun run = new BlockRun(program, chosen, random);
    for (int block : order(Math.multiplyExact(gridX, gridY), chosen)) {
      program.lanes.setSpecial("%ctaid.x", block % gridX);
      program.lanes.setSpecial("%ctaid.y", block / gridX);
      program.lanes.poison();
      program.memory.begin(sharedBytes);
      run.run();
    }
  }

  private Scheduler choose(Program program) {
    if (scheduler != Scheduler.BY_TURNS) {
      return scheduler;
    }
    if (!program.hasBarriers()) {
      return Scheduler.LOCKSTEP;
    }
    return turns.merge(
        program.kernel,
        Scheduler.RANDOM_WARP,
        (last, first) -> last == first ? Scheduler.LOCKSTEP : first);
  }

  private List<Integer> order(int blocks, Scheduler chosen) {
    List<Integer> order = new ArrayList<>(blocks);
    for (int i = 0; i < blocks; i++) {
      order.add(i);
    }
    if (chosen == Scheduler.RANDOM_WARP) {
      Collections.shuffle(order, random);
    }
    return order;
  }

  private static void pass(Program program, Object[] arguments) {
    PtxKernel kernel = program.kernel;
    if (arguments.length != kernel.parameters.size()) {
      throw new PtxException(
          kernel.name
              + ": "
              + arguments.length
              + " arguments (expected: "
              + kernel.parameters.size()
              + ")");
    }
    int next = 0;
    for (Map.Entry<String, PtxKernel.Place> parameter : kernel.parameters.entrySet()) {
      pass(kernel, program.memory.parameters, parameter.getValue(), arguments[next++], next);
    }
  }

  private static void pass(
      PtxKernel kernel, byte[] to, PtxKernel.Place place, Object argument, int number) {
    int bytes = 4;
    if (argument instanceof Long value) {
      bytes = 8;
      check(kernel, place, bytes, number);
      GlobalMemory.BYTES_8.set(to, place.offset(), (long) value);
    } else if (argument instanceof Integer value) {
      check(kernel, place, bytes, number);
      GlobalMemory.BYTES_4.set(to, place.offset(), (int) value);
    } else if (argument instanceof Float value) {
      check(kernel, place, bytes, number);
      GlobalMemory.BYTES_4.set(to, place.offset(), Float.floatToRawIntBits(value));
    } else if (argument instanceof int[] words) {
      check(kernel, place, 4 * words.length, number);
      for (int i = 0; i < words.length; i++) {
        GlobalMemory.BYTES_4.set(to, place.offset() + 4 * i, words[i]);
      }
    } else {
      throw new PtxException(kernel.name + ": argument " + number + " is a " + argument.getClass());
    }
  }

  private static void check(PtxKernel kernel, PtxKernel.Place place, int bytes, int number) {
    if (place.bytes() != bytes) {
      throw new PtxException(
          String.format(
              "%s: argument %d of %d bytes (expected: %d)",
              kernel.name, number, bytes, place.bytes()));
    }
  }
}
