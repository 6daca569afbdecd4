package org.limpid.cuda;

/** The three products of a convolution. */
enum ConvolutionProduct {
  /** Of x and weight: y. */
  FORWARD,
  /** Of weight and the gradient of y: that of x. */
  BACKWARD_INPUT,
  /** Of x and the gradient of y: that of the weight. */
  BACKWARD_WEIGHT
}
