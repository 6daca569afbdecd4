package org.limpid.cuda;

import org.jspecify.annotations.Nullable;
import org.limpid.backend.Activation;
import org.limpid.backend.WindowGeometry;

/**
 * One way to compute convolutions and their adjoints, as {@link
 * org.limpid.backend.ConvolutionKernels} says. Operands have been checked.
 */
interface ConvolutionEngine extends Engine {

  /** Whether it takes convolutions of this geometry. */
  boolean fits(WindowGeometry g);

  void forward(
      WindowGeometry g,
      CudaStorage x,
      CudaStorage weight,
      @Nullable CudaStorage bias,
      Activation activation,
      CudaStorage y);

  void backwardInput(WindowGeometry g, CudaStorage weight, CudaStorage gradY, CudaStorage gradX);

  void backwardWeight(WindowGeometry g, CudaStorage x, CudaStorage gradY, CudaStorage gradWeight);
}
