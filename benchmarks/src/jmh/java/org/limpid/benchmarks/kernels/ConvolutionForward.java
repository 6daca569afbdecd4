package org.limpid.benchmarks.kernels;

import org.limpid.backend.Activation;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;

/** Convolution, bias and relu. */
public class ConvolutionForward extends ConvolutionBenchmark {

  @Override
  Runnable prepare(Workbench where, ConvolutionKernels kernels, WindowGeometry g) {
    Storage x = where.input(g.input().elements());
    Storage weight = where.input(weights(g));
    Storage bias = where.input(g.output().channels());
    Storage y = where.output(g.output().elements());
    return () -> kernels.forward(g, x, weight, bias, Activation.RELU, y);
  }
}
