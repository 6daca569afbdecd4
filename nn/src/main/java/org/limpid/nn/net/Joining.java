package org.limpid.nn.net;

import java.util.ArrayList;
import java.util.List;
import org.limpid.autograd.Tape;
import org.limpid.nn.Layer;
import org.limpid.nn.Pass;
import org.limpid.nn.layer.BatchNorm;
import org.limpid.nn.layer.Conv;
import org.limpid.nn.layer.Sequential;
import org.limpid.tensor.Tensor;

/**
 * Layers over images whose channels lie in parts. Parts that nobody else uses are closed, unless an
 * open tape needs them or they are the network's input.
 */
final class Joining {

  private Joining() {}

  /**
   * Runs layers of which the first one is a convolution that keeps extents.
   *
   * @param layers at least one; sequences count as what they are made of
   * @param parts smaller ones count as enlarged
   */
  static Tensor through(List<Layer> layers, List<Tensor> parts, Tensor input, Pass pass) {
    List<Layer> flat = flat(layers);
    if (!(flat.get(0) instanceof Conv conv) || !conv.keepsExtents()) {
      throw new IllegalArgumentException(
          "joining: a network level begins with " + flat.get(0) + " (expected: a convolution)");
    }
    Tensor y;
    int done = 1;
    if (flat.size() > 1 && flat.get(1) instanceof BatchNorm norm && norm.takes(conv, pass)) {
      y = norm.forwardAfter(conv, parts);
      done = 2;
    } else {
      y = conv.forwardJoined(parts);
    }
    free(parts, input, y);
    List<Layer> rest = flat.subList(done, flat.size());
    return rest.isEmpty() ? y : new Sequential(rest).consume(y, pass);
  }

  /** Layers in their order, sequences taken apart. */
  static List<Layer> flat(List<Layer> layers) {
    List<Layer> flat = new ArrayList<>();
    for (Layer layer : layers) {
      if (layer instanceof Sequential sequence) {
        flat.addAll(flat(sequence.layers()));
      } else {
        flat.add(layer);
      }
    }
    return flat;
  }

  /** Frees tensors that a result was computed from. */
  static void free(List<Tensor> parts, Tensor input, Tensor result) {
    for (Tensor part : parts) {
      if (part != input && !Tape.tracks(part) && !Tape.tracks(result)) {
        part.close();
      }
    }
  }
}
