package org.limpid.benchmarks.kernels;

import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;

/** A convolution's gradient with respect to its input. */
public class ConvolutionBackwardInput extends ConvolutionBenchmark {

  @Override
  Runnable prepare(Workbench where, ConvolutionKernels kernels, WindowGeometry g) {
    Storage weight = where.input(weights(g));
    Storage gradY = where.input(g.output().elements());
    Storage gradX = where.output(g.input().elements());
    return () -> kernels.backwardInput(g, weight, gradY, gradX);
  }
}
