package org.limpid.nn.net;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

  /** What copying a number to where a product wants it costs, in products. */
  private static final double COPYING = 50;

  /** How many direct products take as long as one of a dense convolution, mostly Winograd's. */
  private static final double DENSE = 0.45;

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
   * @param parts images whose channels lie behind each other and that nobody else uses afterwards.
   *     Closed, but for the network's input.
   * @param input the network's input
   * @return {@code [sites.count(), C]}
   */
  Tensor forwardAt(List<Tensor> parts, Tensor input, Sites sites, Pass pass) {
    List<Step> steps = cheapest(sites);
    int dense = layers.size() - steps.size();
    List<Tensor> y = parts;
    if (dense > 0) {
      Tensor x = UNet.join(parts, input);
      for (Layer layer : layers.subList(0, dense)) {
        x = x == input ? layer.forward(x, pass) : layer.consume(x, pass);
      }
      y = List.of(x);
    }
    Sites known = null;
    for (Step step : steps) {
      Tensor next = step.conv.forwardAt(y, step.windows(known));
      UNet.free(y, input, next);
      y = List.of(next);
      known = step.at;
    }
    if (steps.isEmpty()) {
      Tensor picked = y.get(0).gather(sites.pixels());
      UNet.free(y, input, picked);
      return picked;
    }
    return y.get(0);
  }

  /** How many convolutions at the end are computed at pixels alone. */
  int sparse(Sites sites) {
    return cheapest(sites).size();
  }

  /** A convolution at pixels. */
  private record Step(Conv conv, Sites at) {

    int[] windows(@Nullable Sites known) {
      return known == null ? at.windows(conv.window()) : at.windows(conv.window(), known);
    }

    /** What it costs less than at all pixels; negative if more. */
    double saved() {
      double copies = (double) conv.products() / conv.outputChannels();
      double atSites = at.count() * (conv.products() + COPYING * copies);
      return DENSE * at.total() * conv.products() - atSites;
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
}
