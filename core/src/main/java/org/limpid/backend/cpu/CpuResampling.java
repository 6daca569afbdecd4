package org.limpid.backend.cpu;

import org.limpid.backend.Grid;
import org.limpid.backend.ResamplingKernels;
import org.limpid.backend.Size3;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;

/**
 * Pooling and upsampling. Repeating each pixel is the adjoint of a sum over windows that partition
 * the image, and is computed as that.
 */
final class CpuResampling implements ResamplingKernels {

  private final Pooling pooling;
  private final LinearUpsampling linear;

  CpuResampling(WorkerPool workers, BufferPool memory, Pooling pooling) {
    this.pooling = pooling;
    this.linear = new LinearUpsampling(workers, memory);
  }

  @Override
  public void maxPool(WindowGeometry g, Storage x, Storage y) {
    pooling.maximum(
        WindowMap.of("maxPool", g),
        CpuStorage.of("maxPool", "x", x, g.input().elements()),
        CpuStorage.of("maxPool", "y", y, g.output().elements()));
  }

  @Override
  public void maxPoolBackward(
      WindowGeometry g, Storage x, Storage y, Storage gradY, Storage gradX) {
    maxPoolBackward(g, x, y, gradY, gradX, false);
  }

  @Override
  public boolean addsMaxPoolGradient() {
    return true;
  }

  @Override
  public void addMaxPoolGradient(
      WindowGeometry g, Storage x, Storage y, Storage gradY, Storage gradX) {
    maxPoolBackward(g, x, y, gradY, gradX, true);
  }

  private void maxPoolBackward(
      WindowGeometry g, Storage x, Storage y, Storage gradY, Storage gradX, boolean isAdded) {
    pooling.maximumBackward(
        WindowMap.of("maxPoolBackward", g),
        CpuStorage.of("maxPoolBackward", "x", x, g.input().elements()),
        CpuStorage.of("maxPoolBackward", "y", y, g.output().elements()),
        CpuStorage.of("maxPoolBackward", "gradY", gradY, g.output().elements()),
        CpuStorage.of("maxPoolBackward", "gradX", gradX, g.input().elements()),
        isAdded);
  }

  @Override
  public void averagePool(WindowGeometry g, Storage x, Storage y) {
    pooling.sum(
        WindowMap.of("averagePool", g),
        true,
        CpuStorage.of("averagePool", "x", x, g.input().elements()),
        CpuStorage.of("averagePool", "y", y, g.output().elements()));
  }

  @Override
  public void averagePoolBackward(WindowGeometry g, Storage gradY, Storage gradX) {
    pooling.spread(
        WindowMap.of("averagePoolBackward", g),
        true,
        CpuStorage.of("averagePoolBackward", "gradY", gradY, g.output().elements()),
        CpuStorage.of("averagePoolBackward", "gradX", gradX, g.input().elements()));
  }

  @Override
  public void upsample(
      Grid input, Size3 factor, Interpolation interpolation, Storage x, Storage y) {
    WindowMap map = blocks("upsample", input, factor);
    CpuStorage from = CpuStorage.of("upsample", "x", x, input.elements());
    CpuStorage to = CpuStorage.of("upsample", "y", y, map.g().input().elements());
    switch (interpolation) {
      case NEAREST -> pooling.spread(map, false, from, to);
      case LINEAR -> linear.forward(input, factor, from, to);
    }
  }

  @Override
  public void upsampleBackward(
      Grid input, Size3 factor, Interpolation interpolation, Storage gradY, Storage gradX) {
    String kernel = "upsampleBackward";
    WindowMap map = blocks(kernel, input, factor);
    CpuStorage from = CpuStorage.of(kernel, "gradY", gradY, map.g().input().elements());
    CpuStorage to = CpuStorage.of(kernel, "gradX", gradX, input.elements());
    switch (interpolation) {
      case NEAREST -> pooling.sum(map, false, from, to);
      case LINEAR -> linear.backward(input, factor, from, to);
    }
  }

  /** The blocks of the large image that belong to each pixel of the small one. */
  private static WindowMap blocks(String kernel, Grid small, Size3 factor) {
    if (factor.depth() < 1 || factor.height() < 1 || factor.width() < 1) {
      throw new IllegalArgumentException(kernel + ": factor " + factor + " (expected: >= 1)");
    }
    Size3 space =
        new Size3(
            Math.multiplyExact(small.depth(), factor.depth()),
            Math.multiplyExact(small.height(), factor.height()),
            Math.multiplyExact(small.width(), factor.width()));
    return new WindowMap(
        new WindowGeometry(small.withSpace(space), small, factor, factor, new Size3(0, 0, 0)));
  }
}
