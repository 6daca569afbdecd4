package org.limpid.cuda;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Activation;
import org.limpid.backend.Size3;
import org.limpid.backend.WindowGeometry;

/** Convolutions with windows of one pixel, which are matrix products, by a library of such. */
final class ProductConvolution implements ConvolutionEngine {

  private final Launcher gpu;
  private final MatrixLibrary library;

  ProductConvolution(Launcher gpu, MatrixLibrary library) {
    this.gpu = gpu;
    this.library = library;
  }

  @Override
  public String name() {
    return library.name();
  }

  @Override
  public boolean fits(WindowGeometry g) {
    return g.window().equals(Size3.ONE)
        && g.stride().equals(Size3.ONE)
        && g.input().pixels() == g.output().pixels();
  }

  @Override
  public void forward(
      WindowGeometry g,
      CudaStorage x,
      CudaStorage weight,
      @Nullable CudaStorage bias,
      Activation activation,
      CudaStorage y) {
    int pixels = Math.toIntExact(g.output().pixels());
    MatrixShape shape =
        new MatrixShape(pixels, g.input().channels(), g.output().channels(), false, false);
    put(shape, x.address, weight.address, y.address);
    LibraryConvolution.finish(gpu, g, bias, activation, y);
  }

  private void put(MatrixShape shape, long a, long b, long y) {
    put(gpu, library, shape, a, b, y);
  }

  /** Puts a library's product in the queue. */
  static void put(Launcher gpu, MatrixLibrary library, MatrixShape shape, long a, long b, long y) {
    gpu.call(List.of(library, shape, a, b, y), () -> library.multiply(shape, a, b, y));
  }

  @Override
  public void backwardInput(
      WindowGeometry g, CudaStorage weight, CudaStorage gradY, CudaStorage gradX) {
    int pixels = Math.toIntExact(g.output().pixels());
    MatrixShape shape =
        new MatrixShape(pixels, g.output().channels(), g.input().channels(), false, true);
    put(shape, gradY.address, weight.address, gradX.address);
  }

  @Override
  public void backwardWeight(
      WindowGeometry g, CudaStorage x, CudaStorage gradY, CudaStorage gradWeight) {
    int pixels = Math.toIntExact(g.output().pixels());
    MatrixShape shape =
        new MatrixShape(g.input().channels(), pixels, g.output().channels(), true, false);
    put(shape, x.address, gradY.address, gradWeight.address);
  }
}
