package org.limpid.benchmarks.kernels;

import org.limpid.backend.Activation;
import org.limpid.backend.ElementwiseKernels;
import org.limpid.backend.ElementwiseKernels.Binary;
import org.limpid.backend.ElementwiseKernels.Unary;
import org.limpid.backend.Grid;
import org.limpid.backend.RandomKernels;
import org.limpid.backend.Storage;
import org.limpid.random.RandomKey;
import org.openjdk.jmh.annotations.Param;

/** What is done element by element. */
public class Elementwise extends KernelBenchmark {

  /** Which kernels of the family can be timed. */
  public enum Kernel {
    /** A sum of two. */
    ADD,
    /** Factor and summand. */
    AFFINE,
    /** e to the x. */
    EXP,
    /** An activation that needs no exponential. */
    RELU,
    /** An activation that does. */
    ELU,
    /** Gradient of an activation. */
    RELU_BACKWARD,
    /** Dropout. */
    BERNOULLI
  }

  /** Which one is timed. */
  @Param public Kernel kind = Kernel.ADD;

  @Override
  Runnable prepare(Workbench where, Grid grid) {
    ElementwiseKernels kernels = where.backend().elementwise();
    RandomKernels random = where.backend().random();
    RandomKey key = new RandomKey(1, 0, 0);
    Storage a = where.input(grid.elements());
    // What a relu gives is never negative.
    Storage result = where.positive(grid.elements());
    Storage b = where.input(grid.elements());
    Storage y = where.output(grid.elements());
    return switch (kind) {
      case ADD -> () -> kernels.binary(Binary.ADD, a, b, y);
      case AFFINE -> () -> kernels.affine(a, 2, 1, y);
      case EXP -> () -> kernels.unary(Unary.EXP, a, y);
      case RELU -> () -> kernels.activation(Activation.RELU, a, y);
      case ELU -> () -> kernels.activation(Activation.ELU, a, y);
      case RELU_BACKWARD -> () -> kernels.activationBackward(Activation.RELU, result, b, y);
      case BERNOULLI -> () -> random.bernoulli(key, 0.7f, 1 / 0.7f, a, y);
    };
  }
}
