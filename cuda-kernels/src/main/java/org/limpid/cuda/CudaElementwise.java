package org.limpid.cuda;

import org.limpid.backend.Activation;
import org.limpid.backend.ElementwiseKernels;
import org.limpid.backend.Storage;

/** Arithmetic on elements. */
final class CudaElementwise implements ElementwiseKernels {

  private static final String FAMILY = "elementwise";

  private final Launcher gpu;

  CudaElementwise(Launcher gpu) {
    this.gpu = gpu;
  }

  @Override
  public void binary(Binary op, Storage a, Storage b, Storage y) {
    CudaStorage to = gpu.of("binary", "y", y);
    CudaStorage left = gpu.of("binary", "a", a, to.length);
    CudaStorage right = gpu.of("binary", "b", b, to.length);
    gpu.each(FAMILY, "binary", to.length, op, left, right, to, to.length);
  }

  @Override
  public void unary(Unary op, Storage x, Storage y) {
    CudaStorage to = gpu.of("unary", "y", y);
    CudaStorage from = gpu.of("unary", "x", x, to.length);
    gpu.each(FAMILY, "unary", to.length, op, from, to, to.length);
  }

  @Override
  public void affine(Storage x, float scale, float shift, Storage y) {
    CudaStorage to = gpu.of("affine", "y", y);
    CudaStorage from = gpu.of("affine", "x", x, to.length);
    gpu.each(FAMILY, "affine", to.length, from, scale, shift, to, to.length);
  }

  @Override
  public void fill(float value, Storage y) {
    CudaStorage to = gpu.of("fill", "y", y);
    gpu.each(FAMILY, "fill", to.length, value, to, to.length);
  }

  @Override
  public void copy(Storage x, Storage y) {
    CudaStorage to = gpu.of("copy", "y", y);
    gpu.copy(gpu.of("copy", "x", x, to.length), to);
  }

  @Override
  public void activation(Activation activation, Storage x, Storage y) {
    CudaStorage to = gpu.of("activation", "y", y);
    CudaStorage from = gpu.of("activation", "x", x, to.length);
    gpu.each(
        FAMILY,
        "activation",
        to.length,
        activation.kind(),
        activation.slope(),
        from,
        to,
        to.length);
  }

  @Override
  public void activationBackward(Activation activation, Storage y, Storage gradY, Storage gradX) {
    CudaStorage to = gpu.of("activationBackward", "gradX", gradX);
    gpu.each(
        FAMILY,
        "activation_backward",
        to.length,
        activation.kind(),
        activation.slope(),
        gpu.of("activationBackward", "y", y, to.length),
        gpu.of("activationBackward", "gradY", gradY, to.length),
        to,
        to.length);
  }
}
