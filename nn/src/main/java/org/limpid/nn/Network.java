package org.limpid.nn;

import java.util.Map;
import org.limpid.backend.Size3;

/** A layer that turns images into images of the same extents and says what tiles it needs. */
public interface Network extends Layer {

  /** Channels of the input. */
  int inputChannels();

  /** Channels of the output. */
  int outputChannels();

  /** Whether it takes volumes {@code [N, D, H, W, C]} instead of images {@code [N, H, W, C]}. */
  boolean isVolumetric();

  /** Input extents, and origins of tiles, have to be multiples of these. */
  Size3 multiple();

  /**
   * How far an output pixel can see along each axis: pixels further away have no influence on it.
   */
  Size3 receptiveRadius();

  /**
   * About how many values a prediction holds at once for each pixel of its input, input and output
   * among them: what a plan of tiles in bounded memory is made by.
   */
  int workingChannels();

  /**
   * What is needed to build it again, for model files: a kind and its options as strings, numbers,
   * booleans, lists and maps.
   */
  Map<String, Object> architecture();
}
