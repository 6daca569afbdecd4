package org.limpid.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.limpid.backend.AxisGeometry;
import org.limpid.backend.Backend;
import org.limpid.backend.Grid;
import org.limpid.backend.LossKernels;
import org.limpid.backend.OptimizerKernels;
import org.limpid.backend.ResamplingKernels;
import org.limpid.backend.Size3;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;

/**
 * What a training step of the U-Net has besides convolutions: each goes through its operands once,
 * so memory bounds it.
 */
final class PassTimes {

  /** Takes the time of something. */
  interface Clock {
    /** Calls it many times; bytes are what it must read and write at least. */
    void time(String what, double bytes, Runnable call);
  }

  /** Of the U-Net with depth 2 and 32 filters. */
  private static final int PARAMETERS = 332_641;

  private final Backend backend;
  private final Clock clock;
  private final List<Storage> blocks = new ArrayList<>();

  PassTimes(Backend backend, Clock clock) {
    this.backend = backend;
    this.clock = clock;
  }

  /** Times all for so many images. */
  void run(int batch) {
    for (Runnable part :
        List.<Runnable>of(
            () -> loss(batch),
            this::adam,
            () -> pooling(batch),
            () -> upsampling(batch),
            () -> sum(batch))) {
      part.run();
      blocks.forEach(backend::release);
      blocks.clear();
    }
  }

  private void loss(int batch) {
    long pixels = batch * 64L * 64;
    Storage prediction = draw(pixels);
    Storage target = draw(pixels);
    Storage weight = allocate(pixels);
    backend.upload(Numbers.sparseOnes(pixels, 4), weight);
    Storage value = allocate(1);
    Storage gradient = allocate(pixels);
    clock.time(
        "loss and gradient 64x64",
        bytes(4 * pixels),
        () ->
            backend
                .loss()
                .weightedMean(
                    LossKernels.Penalty.SQUARED, prediction, target, weight, value, gradient));
  }

  private void adam() {
    Storage gradient = draw(PARAMETERS);
    Storage parameter = draw(PARAMETERS);
    Storage first = zeros(PARAMETERS);
    Storage second = zeros(PARAMETERS);
    OptimizerKernels.AdamStep step =
        new OptimizerKernels.AdamStep(4e-4f, 0.9f, 0.999f, 1e-8f, 0, 1);
    clock.time(
        "Adam, " + PARAMETERS + " parameters",
        bytes(7.0 * PARAMETERS),
        () -> backend.optimizer().adam(step, gradient, parameter, first, second));
  }

  private void pooling(int batch) {
    Grid large = new Grid(batch, 1, 64, 64, 32);
    Size3 two = new Size3(1, 2, 2);
    WindowGeometry g = WindowGeometry.valid(large, 32, two, two);
    long from = large.elements();
    long to = g.output().elements();
    Storage x = draw(from);
    Storage y = allocate(to);
    Storage gradY = draw(to);
    Storage gradX = allocate(from);
    clock.time(
        "max pooling 64x64x32", bytes(from + to), () -> backend.resampling().maxPool(g, x, y));
    clock.time(
        "max pooling 64x64x32 backward",
        bytes(2.0 * from + 2 * to),
        () -> backend.resampling().maxPoolBackward(g, x, y, gradY, gradX));
  }

  private void upsampling(int batch) {
    Grid small = new Grid(batch, 1, 32, 32, 32);
    Size3 two = new Size3(1, 2, 2);
    ResamplingKernels.Interpolation nearest = ResamplingKernels.Interpolation.NEAREST;
    long from = small.elements();
    Storage x = draw(from);
    Storage y = draw(4 * from);
    clock.time(
        "upsampling to 64x64x32",
        bytes(5.0 * from),
        () -> backend.resampling().upsample(small, two, nearest, x, y));
    clock.time(
        "upsampling to 64x64x32 backward",
        bytes(5.0 * from),
        () -> backend.resampling().upsampleBackward(small, two, nearest, y, x));
  }

  private void sum(int batch) {
    AxisGeometry axis = new AxisGeometry(1, batch * 64L * 64, 32);
    Storage x = draw(axis.length() * axis.inner());
    Storage y = allocate(axis.inner());
    clock.time(
        "sum over pixels 64x64x32",
        bytes(axis.length() * axis.inner()),
        () -> backend.reduction().sum(axis, x, y));
  }

  private static double bytes(double elements) {
    return elements * Float.BYTES;
  }

  private Storage allocate(long elements) {
    Storage block = backend.allocate(elements);
    blocks.add(block);
    return block;
  }

  private Storage draw(long elements) {
    Storage block = allocate(elements);
    backend.upload(Numbers.uniform(elements, 1 + blocks.size()), block);
    return block;
  }

  private Storage zeros(long elements) {
    Storage block = allocate(elements);
    backend.elementwise().fill(0, block);
    return block;
  }
}
