package org.limpid.tensor.ops;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.autograd.Tape;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.ConvolutionKernels.Part;
import org.limpid.backend.Grid;
import org.limpid.backend.ResamplingKernels.Interpolation;
import org.limpid.backend.Size3;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;

/**
 * An upsampling and a concatenation that need not be carried out.
 *
 * @param parts their channels lie behind each other
 * @param grids extents of the parts
 * @param whole extents of all together
 */
record Joint(List<Tensor> parts, List<Grid> grids, Grid whole) {

  private static final String OP = "convJoined";

  static Joint of(List<Tensor> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException(OP + ": no parts (expected: at least one)");
    }
    List<Grid> grids = new ArrayList<>();
    Size3 space = Size3.ONE;
    int channels = 0;
    for (Tensor part : parts) {
      Operands.sameDevice(OP, parts.get(0), part);
      Grid grid = Operands.grid(OP, part);
      grids.add(grid);
      channels += grid.channels();
      space =
          new Size3(
              Math.max(space.depth(), grid.depth()),
              Math.max(space.height(), grid.height()),
              Math.max(space.width(), grid.width()));
    }
    Joint joint =
        new Joint(List.copyOf(parts), grids, grids.get(0).withSpace(space).withChannels(channels));
    for (int i = 0; i < grids.size(); i++) {
      joint.check(i);
    }
    return joint;
  }

  private void check(int i) {
    Grid grid = grids.get(i);
    boolean fits =
        parts.get(i).shape().rank() == parts.get(0).shape().rank()
            && grid.batch() == whole.batch()
            && grid.depth() > 0
            && grid.height() > 0
            && grid.width() > 0
            && whole.depth() % grid.depth() == 0
            && whole.height() % grid.height() == 0
            && whole.width() % grid.width() == 0;
    if (!fits) {
      throw new ShapeException(
          OP
              + ": part of shape "
              + parts.get(i).shape()
              + " (expected: as many images as the first part of shape "
              + parts.get(0).shape()
              + ", and extents that divide the largest, "
              + whole.space()
              + ")");
    }
  }

  List<Part> stored() {
    List<Part> stored = new ArrayList<>();
    for (int i = 0; i < grids.size(); i++) {
      stored.add(new Part(grids.get(i), parts.get(i).storage()));
    }
    return stored;
  }

  /** The whole; a part itself, if it is the only one and not to be enlarged. */
  Tensor carriedOut() {
    List<Tensor> enlarged = new ArrayList<>();
    for (int i = 0; i < grids.size(); i++) {
      Tensor part = parts.get(i);
      enlarged.add(isWhole(i) ? part : Upsampling.of(part, Interpolation.NEAREST, factors(i)));
    }
    if (enlarged.size() == 1) {
      return enlarged.get(0);
    }
    Tensor together = Concatenation.of(enlarged);
    if (!Tape.tracks(together)) {
      enlarged.stream().filter(part -> !parts.contains(part)).forEach(Tensor::close);
    }
    return together;
  }

  /** Whether there is one part, not to be enlarged. */
  boolean isWhole() {
    return grids.size() == 1 && isWhole(0);
  }

  private boolean isWhole(int i) {
    return grids.get(i).space().equals(whole.space());
  }

  private Size3 factor(int i, Size3 space) {
    Grid grid = grids.get(i);
    return new Size3(
        space.depth() / grid.depth(), space.height() / grid.height(), space.width() / grid.width());
  }

  private int[] factors(int i) {
    Size3 factor = factor(i, whole.space());
    return parts.get(i).shape().rank() == 5
        ? new int[] {factor.depth(), factor.height(), factor.width()}
        : new int[] {factor.height(), factor.width()};
  }

  /**
   * Gradients of the parts from that of a convolution of the whole.
   *
   * @param gradWeight gets that of the weights, unless null
   * @param gradBias gets that of the bias, unless null
   */
  List<Tensor> gradients(
      ConvolutionKernels kernels,
      WindowGeometry g,
      Tensor weight,
      Tensor gradY,
      @Nullable Tensor gradWeight,
      @Nullable Storage gradBias) {
    List<Tensor> gradients = new ArrayList<>();
    List<Part> written = new ArrayList<>();
    for (int i = 0; i < grids.size(); i++) {
      Grid grid = grids.get(i).withSpace(written(kernels, i));
      Tensor gradient = Tensor.allocate(gradY.device(), Operands.shape(grid, parts.get(i)));
      gradients.add(gradient);
      written.add(new Part(grid, gradient.storage()));
    }
    if (gradWeight != null) {
      kernels.backward(
          g, stored(), weight.storage(), gradY.storage(), written, gradWeight.storage(), gradBias);
    } else if (isWhole()) {
      kernels.backwardInput(g, weight.storage(), gradY.storage(), written.get(0).storage());
    } else {
      kernels.backwardInputJoined(g, weight.storage(), gradY.storage(), written);
    }
    for (int i = 0; i < grids.size(); i++) {
      Size3 space = written.get(i).grid().space();
      if (!space.equals(grids.get(i).space())) {
        gradients.set(i, summed(i, factor(i, space), gradients.get(i)));
      }
    }
    return gradients;
  }

  /** Extents in which kernels write the gradient of a part. */
  private Size3 written(ConvolutionKernels kernels, int i) {
    Grid grid = grids.get(i);
    return kernels.sumsRepeatedPixels()
        ? new Size3(whole.depth(), grid.height(), grid.width())
        : whole.space();
  }

  /** Gradients of weights and bias alone. */
  void weightGradient(
      ConvolutionKernels kernels,
      WindowGeometry g,
      Tensor gradY,
      Tensor gradWeight,
      @Nullable Storage gradBias) {
    if (isWhole()) {
      kernels.backwardWeight(
          g, parts.get(0).storage(), gradY.storage(), gradWeight.storage(), gradBias);
    } else {
      kernels.backwardWeightJoined(g, stored(), gradY.storage(), gradWeight.storage(), gradBias);
    }
  }

  /** What repeated pixels get together. */
  private Tensor summed(int i, Size3 factor, Tensor large) {
    Tensor part = parts.get(i);
    Tensor sum = Tensor.allocate(part.device(), part.shape());
    part.device()
        .backend()
        .resampling()
        .upsampleBackward(
            grids.get(i), factor, Interpolation.NEAREST, large.storage(), sum.storage());
    large.close();
    return sum;
  }
}
