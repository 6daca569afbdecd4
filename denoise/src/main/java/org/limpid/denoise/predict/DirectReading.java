package org.limpid.denoise.predict;

import java.util.List;
import org.limpid.backend.Orientation;
import org.limpid.denoise.patch.Symmetries;
import org.limpid.nn.Network;
import org.limpid.nn.Pass;
import org.limpid.nn.Place;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Tensor;

/** One run of a network in each orientation. */
final class DirectReading implements Reading {

  @Override
  public int inputChannels(int channels) {
    return channels;
  }

  @Override
  public boolean isPlaced() {
    return false;
  }

  @Override
  public Tensor read(Network network, Tensor tiles, Place place, Symmetries averaging) {
    List<Orientation> orientations = averaging.orientations();
    if (orientations.size() == 1) {
      return network.forward(tiles, Pass.inference());
    }
    RunningMean mean = new RunningMean();
    for (Orientation orientation : orientations) {
      try (Scope scope = Scope.open()) {
        Tensor y = network.forward(tiles.orient(orientation), Pass.inference());
        mean.add(y.orient(orientation.inverse()), scope);
      }
    }
    return mean.value();
  }
}
