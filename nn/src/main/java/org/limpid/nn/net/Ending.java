package org.limpid.nn.net;

import java.util.ArrayList;
import java.util.List;
import org.limpid.autograd.Tape;
import org.limpid.backend.Size3;
import org.limpid.nn.Layer;
import org.limpid.nn.Pass;
import org.limpid.nn.Sites;
import org.limpid.nn.layer.Conv;
import org.limpid.nn.layer.Sequential;
import org.limpid.tensor.Tensor;

/**
 * The last layers of a network, of which the convolutions at the very end can be computed at the
 * pixels that count alone. Others, such as a batch normalisation, need all pixels; they and what
 * stands before them stay dense.
 */
final class Ending {

  /**
   * What a product at listed pixels costs, in products of a dense convolution, which takes a
   * quarter of the multiplications and gathers nothing.
   */
  private static final double COST_AT_SITES = 3;

  private final List<Layer> layers = new ArrayList<>();

  /** Layers in their order; sequences are taken apart. */
  Ending(List<Layer> parts) {
    for (Layer part : parts) {
      if (part instanceof Sequential sequence) {
        layers.addAll(sequence.layers());
      } else {
        layers.add(part);
      }
    }
  }

  /**
   * Runs the layers.
   *
   * @param x images that nobody else uses afterwards. Closed.
   * @return {@code [sites.count(), C]}
   */
  Tensor forwardAt(Tensor x, Sites sites, Pass pass) {
    List<Step> steps = cheapest(sites);
    Tensor y = x;
    for (Layer layer : layers.subList(0, layers.size() - steps.size())) {
      y = layer.consume(y, pass);
    }
    if (steps.isEmpty()) {
      return freed(y, y.gather(sites.pixels()));
    }
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Size3 window = step.conv.window();
      int[] windows =
          i == 0 ? step.at.windows(window) : step.at.windows(window, steps.get(i - 1).at);
      y = freed(y, step.conv.forwardAt(y, windows));
    }
    return y;
  }

  /** A convolution at pixels. */
  private record Step(Conv conv, Sites at) {

    /** What it costs less than at all pixels; negative if more. */
    double saved() {
      return conv.products() * (at.total() - COST_AT_SITES * at.count());
    }
  }

  /** Which convolutions to compute at pixels so that all together cost least. */
  private List<Step> cheapest(Sites sites) {
    List<Step> steps = new ArrayList<>();
    Sites at = sites;
    double saved = 0;
    double mostSaved = 0;
    int best = 0;
    for (int i = layers.size() - 1; i >= 0; i--) {
      if (!(layers.get(i) instanceof Conv conv) || !conv.keepsExtents()) {
        break;
      }
      Step step = new Step(conv, at);
      steps.add(0, step);
      saved += step.saved();
      if (saved > mostSaved) {
        mostSaved = saved;
        best = steps.size();
      }
      at = at.seenThrough(conv.window());
    }
    return steps.subList(steps.size() - best, steps.size());
  }

  private static Tensor freed(Tensor x, Tensor y) {
    if (!Tape.tracks(x) && !Tape.tracks(y)) {
      x.close();
    }
    return y;
  }
}
