package org.limpid.cuda;

import org.limpid.backend.Grid;
import org.limpid.backend.ResamplingKernels;
import org.limpid.backend.Size3;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;

/** Pooling and upsampling. */
final class CudaResampling implements ResamplingKernels {

  private static final String FAMILY = "resampling";

  private final Launcher gpu;

  CudaResampling(Launcher gpu) {
    this.gpu = gpu;
  }

  @Override
  public void maxPool(WindowGeometry g, Storage x, Storage y) {
    pool("max_pool", "maxPool", g, x, y);
  }

  @Override
  public void averagePool(WindowGeometry g, Storage x, Storage y) {
    pool("average_pool", "averagePool", g, x, y);
  }

  private void pool(String kernel, String op, WindowGeometry g, Storage x, Storage y) {
    CudaStorage from = gpu.of(op, "x", x, g.input().elements());
    CudaStorage to = gpu.of(op, "y", y, g.output().elements());
    gpu.each(FAMILY, kernel, to.length, g, from, to, to.length);
  }

  @Override
  public void maxPoolBackward(
      WindowGeometry g, Storage x, Storage y, Storage gradY, Storage gradX) {
    String op = "maxPoolBackward";
    CudaStorage to = gpu.of(op, "gradX", gradX, g.input().elements());
    gpu.each(
        FAMILY,
        "max_pool_backward",
        to.length,
        g,
        gpu.of(op, "x", x, to.length),
        gpu.of(op, "y", y, g.output().elements()),
        gpu.of(op, "gradY", gradY, g.output().elements()),
        to,
        to.length);
  }

  @Override
  public void averagePoolBackward(WindowGeometry g, Storage gradY, Storage gradX) {
    String op = "averagePoolBackward";
    CudaStorage from = gpu.of(op, "gradY", gradY, g.output().elements());
    CudaStorage to = gpu.of(op, "gradX", gradX, g.input().elements());
    gpu.each(FAMILY, "average_pool_backward", to.length, g, from, to, to.length);
  }

  @Override
  public void upsample(
      Grid input, Size3 factor, Interpolation interpolation, Storage x, Storage y) {
    CudaStorage from = gpu.of("upsample", "x", x, input.elements());
    CudaStorage to = gpu.of("upsample", "y", y, input.elements() * factor.volume());
    boolean isLinear = interpolation == Interpolation.LINEAR;
    gpu.each(FAMILY, "upsample", to.length, input, factor, isLinear, from, to, to.length);
  }

  @Override
  public void upsampleBackward(
      Grid input, Size3 factor, Interpolation interpolation, Storage gradY, Storage gradX) {
    String op = "upsampleBackward";
    CudaStorage from = gpu.of(op, "gradY", gradY, input.elements() * factor.volume());
    CudaStorage to = gpu.of(op, "gradX", gradX, input.elements());
    boolean isLinear = interpolation == Interpolation.LINEAR;
    gpu.each(FAMILY, "upsample_backward", to.length, input, factor, isLinear, from, to, to.length);
  }
}
