package org.limpid.backend.cpu;

import org.limpid.backend.Grid;
import org.limpid.backend.ResamplingKernels;
import org.limpid.backend.Size3;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;

/** Pooling and upsampling: checks operands for {@link Pooling} and {@link Upsampling}. */
final class CpuResampling implements ResamplingKernels {

  private final Pooling pooling;
  private final Upsampling upsampling;

  CpuResampling(WorkerPool workers, BufferPool memory) {
    this.pooling = new Pooling(workers);
    this.upsampling = new Upsampling(workers, memory);
  }

  @Override
  public void maxPool(WindowGeometry g, Storage x, Storage y) {
    pooling.maximum(
        g,
        CpuStorage.of("maxPool", "x", x, g.input().elements()),
        CpuStorage.of("maxPool", "y", y, g.output().elements()));
  }

  @Override
  public void maxPoolBackward(
      WindowGeometry g, Storage x, Storage y, Storage gradY, Storage gradX) {
    pooling.maximumBackward(
        g,
        CpuStorage.of("maxPoolBackward", "x", x, g.input().elements()),
        CpuStorage.of("maxPoolBackward", "y", y, g.output().elements()),
        CpuStorage.of("maxPoolBackward", "gradY", gradY, g.output().elements()),
        CpuStorage.of("maxPoolBackward", "gradX", gradX, g.input().elements()));
  }

  @Override
  public void averagePool(WindowGeometry g, Storage x, Storage y) {
    pooling.average(
        g,
        CpuStorage.of("averagePool", "x", x, g.input().elements()),
        CpuStorage.of("averagePool", "y", y, g.output().elements()));
  }

  @Override
  public void averagePoolBackward(WindowGeometry g, Storage gradY, Storage gradX) {
    pooling.averageBackward(
        g,
        CpuStorage.of("averagePoolBackward", "gradY", gradY, g.output().elements()),
        CpuStorage.of("averagePoolBackward", "gradX", gradX, g.input().elements()));
  }

  @Override
  public void upsample(
      Grid input, Size3 factor, Interpolation interpolation, Storage x, Storage y) {
    check("upsample", factor);
    upsampling.forward(
        input,
        factor,
        interpolation,
        CpuStorage.of("upsample", "x", x, input.elements()),
        CpuStorage.of("upsample", "y", y, input.elements() * factor.volume()));
  }

  @Override
  public void upsampleBackward(
      Grid input, Size3 factor, Interpolation interpolation, Storage gradY, Storage gradX) {
    check("upsampleBackward", factor);
    upsampling.backward(
        input,
        factor,
        interpolation,
        CpuStorage.of("upsampleBackward", "gradY", gradY, input.elements() * factor.volume()),
        CpuStorage.of("upsampleBackward", "gradX", gradX, input.elements()));
  }

  private static void check(String kernel, Size3 factor) {
    if (factor.depth() < 1 || factor.height() < 1 || factor.width() < 1) {
      throw new IllegalArgumentException(kernel + ": factor " + factor + " (expected: >= 1)");
    }
  }
}
