package org.limpid.nn.net;

/** How a U-Net enlarges the features of a lower level. */
public enum Upsampling {
  /** Repeats each pixel (CSBDeep, Noise2Void). */
  NEAREST,
  /** Bilinear or trilinear between pixel centres (CAREamics). */
  LINEAR,
  /** A transposed convolution with window and stride of the pooling, keeping the channels. */
  TRANSPOSED
}
