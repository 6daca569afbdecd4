package org.limpid.backend.cpu;

import java.util.Arrays;
import org.limpid.backend.WindowGeometry;

/**
 * Convolution of any size, stride and padding as a matrix product: for some pixels at a time, what
 * they see is copied into the rows of a panel, which is multiplied by the weights.
 */
final class DirectConvolution<P> implements ConvolutionAlgorithm {

  /** Products of a patch up to which it is read as a whole. */
  private static final int WHOLE_PATCH = 256;

  private final PanelKernels<P> kernels;
  private final WorkerPool workers;
  private final BufferPool memory;

  DirectConvolution(PanelKernels<P> kernels, WorkerPool workers, BufferPool memory) {
    this.kernels = kernels;
    this.workers = workers;
    this.memory = memory;
  }

  @Override
  public String description() {
    return "direct, " + kernels.description();
  }

  @Override
  public boolean supports(WindowGeometry g) {
    return true;
  }

  @Override
  public void forward(
      WindowGeometry g, CpuStorage x, CpuStorage weight, Epilogue epilogue, CpuStorage y) {
    correlate(Sweep.forward(g), x, weight.array, weight.offset, epilogue, y);
  }

  @Override
  public void backwardInput(
      WindowGeometry g, CpuStorage weight, CpuStorage gradY, Epilogue epilogue, CpuStorage gradX) {
    for (Sweep sweep : Sweep.backward(g)) {
      float[] adjoint = memory.take(sweep.products() * sweep.target().channels());
      AdjointWeights.of(sweep, weight, g.window().height(), g.window().width(), workers, adjoint);
      correlate(sweep, gradY, adjoint, 0, epilogue, gradX);
      memory.give(adjoint);
    }
  }

  private void correlate(
      Sweep sweep, CpuStorage x, float[] weight, int from, Epilogue epilogue, CpuStorage y) {
    int depth = sweep.products();
    int width = sweep.target().channels();
    int pixels = sweep.pixels();
    int rows = kernels.rows(depth + width, pixels);
    int spans = Span.count(rows, pixels);
    float[] u = memory.take(kernels.packedLength(depth, width));
    kernels.pack(weight, from, depth, width, u);
    try (PerWorker<P> patches = PerWorker.panels(kernels, workers, 1, depth);
        PerWorker<P> sums = PerWorker.panels(kernels, workers, 1, width)) {
      workers.run(
          spans,
          (i, worker) -> {
            Span span = Span.of(i, rows, pixels);
            P a = patches.of(worker);
            P m = sums.of(worker);
            kernels.readPatches(sweep, x.array, x.offset, span.from(), span.length(), a);
            kernels.multiply(a, 0, 0, u, 0, m, 0, 0, span.length(), false);
            kernels.writePixels(sweep, m, span.from(), span.length(), epilogue, y.array, y.offset);
          });
    }
    memory.give(u);
  }

  /**
   * Pixels are divided into groups, and the taps of large windows into rows; each pair is a task
   * with sums of its own, which are added in the order of the groups.
   */
  @Override
  public void backwardWeight(
      WindowGeometry g, CpuStorage x, CpuStorage gradY, CpuStorage gradWeight) {
    Sweep sweep = Sweep.forward(g);
    int high = sweep.height().taps();
    int parts = sweep.products() <= WHOLE_PATCH ? 1 : sweep.depth().taps() * high;
    int depth = sweep.products() / parts;
    int width = g.output().channels();
    int pixels = sweep.pixels();
    PixelGroups groups = PixelGroups.of(pixels);
    int length = kernels.packedLength(depth, width);
    int rows = kernels.rows(depth + width, groups.size());
    float[] u = memory.take(groups.count() * parts * length);
    try (PerWorker<P> patches = PerWorker.panels(kernels, workers, 1, depth);
        PerWorker<P> targets = PerWorker.panels(kernels, workers, 1, width)) {
      workers.run(
          groups.count() * parts,
          (task, worker) -> {
            int part = task % parts;
            Arrays.fill(u, task * length, task * length + length, 0);
            accumulate(
                parts == 1 ? sweep : sweep.kernelRow(part / high, part % high),
                Sweep.pixelwise(g.output()),
                x,
                gradY,
                groups.span(task / parts),
                rows,
                patches.of(worker),
                targets.of(worker),
                u,
                task * length);
          });
    }
    workers.run(
        parts,
        (part, worker) ->
            kernels.unpackSum(
                u,
                part * length,
                groups.count(),
                parts * length,
                depth,
                width,
                gradWeight.array,
                gradWeight.offset + part * depth * width));
    memory.give(u);
  }

  private void accumulate(
      Sweep patches,
      Sweep targets,
      CpuStorage x,
      CpuStorage gradY,
      Span pixels,
      int rows,
      P a,
      P d,
      float[] u,
      int to) {
    for (int first = pixels.from(); first < pixels.to(); first += rows) {
      int count = Math.min(rows, pixels.to() - first);
      kernels.readPatches(patches, x.array, x.offset, first, count, a);
      kernels.readPatches(targets, gradY.array, gradY.offset, first, count, d);
      kernels.accumulate(a, 0, 0, d, 0, count, u, to);
    }
  }
}
