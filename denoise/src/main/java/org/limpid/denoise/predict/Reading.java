package org.limpid.denoise.predict;

import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Symmetries;
import org.limpid.nn.Network;
import org.limpid.nn.Place;
import org.limpid.tensor.Tensor;

/**
 * How a network's opinion on a tile is asked for: in one run, or in many that are averaged. Belongs
 * to a model, since a network is read as it was trained.
 */
public interface Reading {

  /** One run on the tile as it is, in each orientation. */
  Reading DIRECT = new DirectReading();

  /** How many channels the network takes for images of so many. */
  int inputChannels(int channels);

  /** Whether the result depends on where a tile lies, so that tiles are read one by one. */
  boolean isPlaced();

  /** How far around a pixel it looks, beside what the network does. */
  default Size3 reach() {
    return new Size3(0, 0, 0);
  }

  /** The same with another number of random runs; itself where nothing is random. */
  default Reading withPasses(int passes) {
    return this;
  }

  /**
   * Asks. Called within a scope.
   *
   * @param network not changed
   * @param tiles {@code [N, H, W, C]} or {@code [N, D, H, W, C]}. Not modified.
   * @param place where the tile lies; what it holds is of no use to a reading that is not placed
   * @param averaging orientations to average over
   * @return what the network makes of the tiles, of their extents
   */
  Tensor read(Network network, Tensor tiles, Place place, Symmetries averaging);
}
