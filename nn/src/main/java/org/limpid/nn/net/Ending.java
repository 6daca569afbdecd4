package org.limpid.nn.net;

import java.util.ArrayList;
import java.util.List;
import org.limpid.backend.Size3;
import org.limpid.nn.Layer;
import org.limpid.nn.Pass;
import org.limpid.nn.Sites;
import org.limpid.nn.layer.Conv;
import org.limpid.tensor.Tensor;

/**
 * The last layers of a network, of which the convolutions at the very end can be computed around
 * the pixels that count alone: what each of these depends on is cut out of the images, and pieces
 * shrink from convolution to convolution to single pixels. Overlaps are computed more than once.
 * Other layers, such as a batch normalisation, need all pixels; they and what stands before them
 * stay dense.
 */
final class Ending {

  /** What cutting out a number costs, and adding its gradient up again, in direct products. */
  private static final double COPYING = 60;

  /** How many direct products take as long as one of a dense convolution, mostly Winograd's. */
  private static final double DENSE = 0.45;

  private final List<Layer> layers;

  /** Layers in their order; sequences are taken apart. */
  Ending(List<Layer> parts) {
    this.layers = Joining.flat(parts);
  }

  /**
   * Runs the layers.
   *
   * @param parts images whose channels lie behind each other, smaller ones of which count as
   *     enlarged, and that nobody else uses afterwards. Closed, but for the network's input.
   * @param input the network's input
   * @return {@code [sites.count(), C]}
   */
  Tensor forwardAt(List<Tensor> parts, Tensor input, Sites sites, Pass pass) {
    List<Step> steps = cheapest(sites);
    int dense = layers.size() - steps.size();
    List<Tensor> images =
        dense == 0 ? parts : List.of(Joining.through(layers.subList(0, dense), parts, input, pass));
    Size3 extents = steps.isEmpty() ? Size3.ONE : steps.get(0).seen();
    Tensor pieces = cutOut(images, input, sites, extents);
    for (Step step : steps) {
      Tensor smaller = step.conv.forwardWithin(pieces);
      Joining.free(List.of(pieces), input, smaller);
      pieces = paddedWithZeros(smaller, input, sites, step.given);
    }
    return reshaped(pieces, input, sites.count(), pieces.shape().extent(-1));
  }

  /** Pieces of images around the sites, zero outside the image. */
  private static Tensor cutOut(List<Tensor> images, Tensor input, Sites sites, Size3 extents) {
    List<Tensor> rows = new ArrayList<>();
    for (Tensor image : images) {
      Tensor picked = image.gather(sites.windows(extents, image.shape()));
      Joining.free(List.of(image), input, picked);
      rows.add(picked);
    }
    Tensor joined = rows.get(0);
    if (rows.size() > 1) {
      joined = Tensor.concat(rows.toArray(Tensor[]::new));
      Joining.free(rows, input, joined);
    }
    return pieces(joined, input, sites.count(), extents, input.shape().rank() == 5);
  }

  /** As the next convolution would find it with its padding: results outside the image are zero. */
  private static Tensor paddedWithZeros(Tensor pieces, Tensor input, Sites sites, Size3 extents) {
    int[] inside = extents.volume() == 1 ? new int[0] : sites.inside(extents);
    if (inside.length == 0) {
      return pieces;
    }
    Tensor kept = pieces.gather(inside);
    Joining.free(List.of(pieces), input, kept);
    return pieces(kept, input, sites.count(), extents, pieces.shape().rank() == 5);
  }

  private static Tensor pieces(
      Tensor rows, Tensor input, int count, Size3 extents, boolean isVolumetric) {
    int channels = rows.shape().extent(-1);
    int high = extents.height();
    int wide = extents.width();
    return isVolumetric
        ? reshaped(rows, input, count, extents.depth(), high, wide, channels)
        : reshaped(rows, input, count, high, wide, channels);
  }

  private static Tensor reshaped(Tensor x, Tensor input, int... extents) {
    Tensor y = x.reshape(extents);
    Joining.free(List.of(x), input, y);
    return y;
  }

  /** How many convolutions at the end are computed around sites alone. */
  int sparse(Sites sites) {
    return cheapest(sites).size();
  }

  /**
   * A convolution of pieces.
   *
   * @param given extents of what it makes of each
   */
  private record Step(Conv conv, Size3 given) {

    /** Extents of what it needs. */
    Size3 seen() {
      Size3 window = conv.window();
      return new Size3(
          given.depth() + window.depth() - 1,
          given.height() + window.height() - 1,
          given.width() + window.width() - 1);
    }

    /** Direct products for each site. Winograd's tiles are worth it if half full at least. */
    double products() {
      int area = given.height() * given.width();
      int tiles = roundUp(given.height()) * roundUp(given.width());
      double each = 2 * area >= tiles ? Math.min(area, DENSE * tiles) : area;
      return each * given.depth() * conv.products();
    }

    /** Numbers to cut out for each site. */
    double copied() {
      double channels = (double) conv.products() / conv.window().volume() / conv.outputChannels();
      return channels * seen().volume();
    }

    private static int roundUp(int extent) {
      return (extent + 3) / 4 * 4;
    }
  }

  /** Which convolutions to compute around sites so that all together cost least. */
  private List<Step> cheapest(Sites sites) {
    List<Step> steps = new ArrayList<>();
    double saved = 0;
    double mostSaved = 0;
    int best = 0;
    Size3 given = Size3.ONE;
    for (int i = layers.size() - 1; i >= 0; i--) {
      if (!(layers.get(i) instanceof Conv conv) || !conv.keepsExtents()) {
        break;
      }
      Step step = new Step(conv, given);
      steps.add(0, step);
      saved += DENSE * sites.total() * conv.products() - sites.count() * step.products();
      double all = saved - COPYING * sites.count() * step.copied();
      if (all > mostSaved) {
        mostSaved = all;
        best = steps.size();
      }
      given = step.seen();
    }
    return steps.subList(steps.size() - best, steps.size());
  }
}
