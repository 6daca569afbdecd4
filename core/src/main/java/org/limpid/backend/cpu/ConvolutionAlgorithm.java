package org.limpid.backend.cpu;

import org.limpid.backend.WindowGeometry;

/** One way to compute a convolution and its adjoints; operands are checked by the caller. */
interface ConvolutionAlgorithm {

  /** What it is, in a few words for people. */
  String description();

  /** Whether it can do this geometry at all. */
  boolean supports(WindowGeometry g);

  /** {@code y = epilogue(x ⋆ weight)}. */
  void forward(WindowGeometry g, CpuStorage x, CpuStorage weight, Epilogue epilogue, CpuStorage y);

  /**
   * Gradient with respect to the input.
   *
   * @param epilogue one that changes nothing
   */
  void backwardInput(
      WindowGeometry g, CpuStorage weight, CpuStorage gradY, Epilogue epilogue, CpuStorage gradX);

  /** Gradient with respect to the weights. */
  void backwardWeight(WindowGeometry g, CpuStorage x, CpuStorage gradY, CpuStorage gradWeight);
}
