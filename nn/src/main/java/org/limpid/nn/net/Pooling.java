package org.limpid.nn.net;

/** How a U-Net shrinks the features of a level. */
public enum Pooling {
  /** The largest of each 2 x 2 (x 2) window. */
  MAX,
  /** The largest of each window at all places, blurred, then thinned out (N2V2). */
  MAX_BLUR
}
