package org.limpid.benchmarks.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.autograd.Parameter;
import org.limpid.nn.Parameters;
import org.limpid.nn.net.UNet;

/**
 * A copy of a {@link UNet} in libtorch, with the same weights.
 *
 * <p>Handles are closed as soon as the next operation has run: libtorch itself then keeps what
 * gradients need and reuses the rest at once, as it does under Python.
 */
final class TorchUNet {

  private static final int NEAREST = 0;

  /** A convolution, with or without batch normalisation and activation behind it. */
  private static final class Unit {
    private final PtNDArray weight;
    private @Nullable PtNDArray bias;
    private @Nullable PtNDArray gain;
    private @Nullable PtNDArray shift;
    private @Nullable PtNDArray mean;
    private @Nullable PtNDArray variance;

    Unit(PtNDArray weight) {
      this.weight = weight;
    }
  }

  private final NDManager root;
  private final int depth;
  private final int convolutions;
  private final Shape ones;
  private final Shape twos;
  private final List<Unit> units = new ArrayList<>();
  private final List<PtNDArray> trained = new ArrayList<>();

  /**
   * Copies a network.
   *
   * @param network without dropout, residual, transposed convolutions
   * @param root owns the weights
   */
  TorchUNet(UNet network, NDManager root) {
    this.root = root;
    depth = network.options().depth();
    convolutions = network.options().convolutions();
    ones = filled(network.options().dimensions(), 1);
    twos = filled(network.options().dimensions(), 2);
    for (Parameter parameter : Parameters.of(network).byPath().values()) {
      copy(parameter);
    }
  }

  private static Shape filled(int dimensions, long value) {
    long[] extents = new long[dimensions];
    Arrays.fill(extents, value);
    return new Shape(extents);
  }

  private void copy(Parameter parameter) {
    if (parameter.name().equals("weight")) {
      units.add(new Unit(Torch.weight(root, parameter.value())));
      train(units.get(units.size() - 1).weight);
      return;
    }
    Unit unit = units.get(units.size() - 1);
    float[] values = parameter.value().toArray();
    PtNDArray copy = Torch.array(root, values, values.length);
    switch (parameter.name()) {
      case "bias" -> unit.bias = train(copy);
      case "gain" -> unit.gain = train(copy);
      case "shift" -> unit.shift = train(copy);
      case "mean" -> unit.mean = copy;
      case "variance" -> unit.variance = copy;
      default -> throw new IllegalArgumentException("no such thing in libtorch: " + parameter);
    }
  }

  private PtNDArray train(PtNDArray parameter) {
    parameter.setRequiresGradient(true);
    trained.add(parameter);
    return parameter;
  }

  /** What is trained, in the order in which Limpid lists it. */
  List<PtNDArray> trained() {
    return trained;
  }

  /**
   * Runs the network.
   *
   * @param x {@code [N, C, H, W]} or {@code [N, C, D, H, W]}. Not modified.
   * @param training whether statistics are those of the batch
   * @return a new array that belongs to the owner of {@code x}
   */
  PtNDArray forward(PtNDArray x, boolean training) {
    Deque<PtNDArray> skips = new ArrayDeque<>();
    int next = 0;
    PtNDArray y = x;
    for (int level = 0; level < depth; level++) {
      PtNDArray skip = level(next, level == 0 ? null : y, y, training);
      next += convolutions;
      skips.push(skip);
      y = JniUtils.maxPool(skip, twos, twos, zeros(), false);
    }
    y = level(next, depth == 0 ? null : y, y, training);
    next += convolutions;
    for (int level = depth - 1; level >= 0; level--) {
      y = level(next, null, join(y, skips.pop()), training);
      next += convolutions;
    }
    try (PtNDArray last = y) {
      return convolve(units.get(next), last, ones, zeros());
    }
  }

  private Shape zeros() {
    return filled(ones.dimension(), 0);
  }

  /** The convolutions of a level; closes what they consume, the input only if it is given. */
  private PtNDArray level(int first, @Nullable PtNDArray consumed, PtNDArray x, boolean training) {
    PtNDArray y = x;
    for (int i = 0; i < convolutions; i++) {
      PtNDArray input = y;
      y = unit(units.get(first + i), input, training);
      if (i > 0 || consumed != null) {
        input.close();
      }
    }
    return y;
  }

  private PtNDArray unit(Unit unit, PtNDArray x, boolean training) {
    PtNDArray y = convolve(unit, x, ones, ones);
    if (unit.gain != null) {
      try (PtNDArray plain = y) {
        y =
            JniUtils.batchNorm(
                plain, unit.mean, unit.variance, unit.gain, unit.shift, training, 0.1, 1e-5);
      }
    }
    try (PtNDArray linear = y) {
      return JniUtils.relu(linear);
    }
  }

  private static PtNDArray convolve(Unit unit, PtNDArray x, Shape one, Shape padding) {
    return JniUtils.convolution(x, unit.weight, unit.bias, one, padding, one, 1);
  }

  private static PtNDArray join(PtNDArray small, PtNDArray skip) {
    long[] extents =
        Arrays.copyOfRange(small.getShape().getShape(), 2, small.getShape().dimension());
    for (int i = 0; i < extents.length; i++) {
      extents[i] *= 2;
    }
    try (PtNDArray low = small;
        PtNDArray beside = skip;
        NDArray enlarged = JniUtils.interpolate(low, extents, NEAREST, false)) {
      return (PtNDArray) enlarged.concat(beside, 1);
    }
  }
}
