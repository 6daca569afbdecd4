package org.limpid.cuda.ptx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of a module: parameters, registers, shared memory and code. */
public final class PtxKernel {

  /** Where a parameter or an array stands. */
  record Place(int offset, int bytes) {}

  final String name;
  final Map<String, Place> parameters = new LinkedHashMap<>();
  final Map<String, Place> shared = new HashMap<>();
  final Map<String, Integer> labels = new HashMap<>();
  final List<Instruction> code = new ArrayList<>();

  /** Prefixes and names of registers, and how many bits they hold; predicates hold 1. */
  final Map<String, Integer> registers = new HashMap<>();

  int parameterBytes;
  int sharedBytes;
  int maxThreads = 1024;

  /** Name of the shared array whose length the launch gives. */
  @Nullable String dynamicShared;

  PtxKernel(String name) {
    this.name = name;
  }

  /** As written in the source. */
  public String name() {
    return name;
  }

  /** The largest block that it may be launched with. */
  public int maxThreads() {
    return maxThreads;
  }

  void addParameter(String parameter, int align, int bytes) {
    parameterBytes = roundUp(parameterBytes, align);
    parameters.put(parameter, new Place(parameterBytes, bytes));
    parameterBytes += bytes;
  }

  void addShared(String array, int align, int bytes) {
    sharedBytes = roundUp(sharedBytes, align);
    shared.put(array, new Place(sharedBytes, bytes));
    sharedBytes += bytes;
  }

  /** Where the dynamic part of shared memory begins. */
  int dynamicOffset() {
    return roundUp(sharedBytes, 128);
  }

  static int roundUp(int value, int unit) {
    return (value + unit - 1) / unit * unit;
  }

  /** Bits of a register, by its name or by the prefix that it was declared with. */
  int bits(String register) {
    Integer exact = registers.get(register);
    if (exact != null) {
      return exact;
    }
    int end = register.length();
    while (end > 0 && Character.isDigit(register.charAt(end - 1))) {
      end--;
    }
    Integer declared = registers.get(register.substring(0, end));
    if (declared == null) {
      throw new PtxException(name + ": register " + register + " is not declared");
    }
    return declared;
  }
}
