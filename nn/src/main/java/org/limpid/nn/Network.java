package org.limpid.nn;

import java.util.Map;
import org.limpid.autograd.Tape;
import org.limpid.backend.Size3;
import org.limpid.tensor.Tensor;

/** A layer that turns images into images of the same extents and says what tiles it needs. */
public interface Network extends Layer {

  /**
   * Runs the network and gives its result at some pixels only. Networks that need not compute the
   * others there override this; the result is the same but for rounding.
   *
   * @param x input, as for {@link #forward}. Not modified.
   * @param sites pixels of the batch
   * @param pass mode and randomness of this run
   * @return {@code [sites.count(), C]}, in the order of the sites
   */
  default Tensor forwardAt(Tensor x, Sites sites, Pass pass) {
    Tensor y = forward(x, pass);
    Tensor picked = y.gather(sites.pixels());
    if (y != x && !Tape.tracks(y)) {
      y.close();
    }
    return picked;
  }

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
