package org.limpid.cuda.ptx;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A kernel bound to a number of threads: what each line does to the registers. */
final class Program {

  /** How a line changes which line comes next. */
  enum Flow {
    /** The next line. */
    NEXT,
    /** Another line, for lanes whose guard holds. */
    BRANCH,
    /** The next line, once all threads are here. */
    BARRIER,
    /** None. */
    EXIT
  }

  final PtxKernel kernel;
  final Lanes lanes;
  final BlockMemory memory;
  final Flow[] flow;
  final int[] target;
  final @Nullable Op[] ops;
  final int[] @Nullable [] guards;
  final boolean[] negated;

  Program(PtxKernel kernel, int threads, GlobalMemory global) {
    this.kernel = kernel;
    lanes = new Lanes(kernel, threads);
    memory = new BlockMemory(kernel, global, threads);
    List<Instruction> code = kernel.code;
    int lines = code.size();
    flow = new Flow[lines];
    target = new int[lines];
    ops = new @Nullable Op[lines];
    guards = new int[lines][];
    negated = new boolean[lines];
    for (int i = 0; i < lines; i++) {
      Instruction line = code.get(i);
      if (line.guard() != null) {
        guards[i] = lanes.word(line.guard());
        negated[i] = line.isNegated();
      }
      flow[i] = flowOf(line);
      if (flow[i] == Flow.BRANCH) {
        Integer to = kernel.labels.get(line.operand(0));
        if (to == null) {
          throw new PtxException(kernel.name + ": label " + line.operand(0) + " is not there");
        }
        target[i] = to;
      } else if (flow[i] == Flow.NEXT) {
        ops[i] = compile(line);
      }
    }
  }

  boolean hasBarriers() {
    return Arrays.asList(flow).contains(Flow.BARRIER);
  }

  private static Flow flowOf(Instruction line) {
    return switch (line.verb()) {
      case "bra" -> Flow.BRANCH;
      case "ret", "exit" -> Flow.EXIT;
      case "bar" -> line.has("warp") ? Flow.NEXT : Flow.BARRIER;
      default -> Flow.NEXT;
    };
  }

  private Op compile(Instruction line) {
    try {
      Op op = MemoryOps.compile(line, lanes, memory);
      op = op != null ? op : WarpOps.compile(line, lanes, memory);
      op = op != null ? op : TensorOps.compile(line, lanes);
      op = op != null ? op : ConvertOps.compile(line, lanes);
      op = op != null ? op : FloatOps.compile(line, lanes);
      op = op != null ? op : DoubleOps.compile(line, lanes);
      op = op != null ? op : IntegerOps.compile(line, lanes);
      op = op != null ? op : WideOps.compile(line, lanes);
      if (op == null) {
        throw new PtxException("this instruction is not known");
      }
      return op;
    } catch (RuntimeException e) {
      throw new PtxException(kernel.name + ": " + e.getMessage() + ": " + line.text(), e);
    }
  }
}
