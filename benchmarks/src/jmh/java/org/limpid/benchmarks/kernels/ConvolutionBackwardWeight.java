package org.limpid.benchmarks.kernels;

import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;

/** A convolution's gradient with respect to its weights and bias. */
public class ConvolutionBackwardWeight extends ConvolutionBenchmark {

  @Override
  Runnable prepare(Workbench where, ConvolutionKernels kernels, WindowGeometry g) {
    Storage x = where.input(g.input().elements());
    Storage gradY = where.input(g.output().elements());
    Storage gradWeight = where.output(weights(g));
    Storage gradBias = where.output(g.output().channels());
    return () -> kernels.backwardWeight(g, x, gradY, gradWeight, gradBias);
  }
}
