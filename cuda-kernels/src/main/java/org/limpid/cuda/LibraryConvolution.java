package org.limpid.cuda;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Activation;
import org.limpid.backend.WindowGeometry;

/** Convolutions of a library, with what it has no kernels for around them. */
final class LibraryConvolution implements ConvolutionEngine {

  private static final String FAMILY = "engine";

  private final Launcher gpu;
  private final ConvolutionLibrary library;

  LibraryConvolution(Launcher gpu, ConvolutionLibrary library) {
    this.gpu = gpu;
    this.library = library;
  }

  @Override
  public String name() {
    return library.name();
  }

  @Override
  public boolean fits(WindowGeometry g) {
    return library.fits(g);
  }

  @Override
  public void forward(
      WindowGeometry g,
      CudaStorage x,
      CudaStorage weight,
      @Nullable CudaStorage bias,
      Activation activation,
      CudaStorage y) {
    withTransposed(
        g,
        weight,
        transposed -> run(ConvolutionProduct.FORWARD, g, x.address, transposed.address, y));
    finish(gpu, g, bias, activation, y);
  }

  /** Adds the bias and applies the activation, in place. */
  static void finish(
      Launcher gpu,
      WindowGeometry g,
      @Nullable CudaStorage bias,
      Activation activation,
      CudaStorage y) {
    if (bias == null && activation.kind() == Activation.Kind.IDENTITY) {
      return;
    }
    gpu.each(
        FAMILY,
        "bias_activation",
        y.length,
        bias == null ? (Object) 0L : bias,
        g.output().channels(),
        activation.kind(),
        activation.slope(),
        y,
        y.length);
  }

  @Override
  public void backwardInput(
      WindowGeometry g, CudaStorage weight, CudaStorage gradY, CudaStorage gradX) {
    withTransposed(
        g,
        weight,
        transposed ->
            run(ConvolutionProduct.BACKWARD_INPUT, g, transposed.address, gradY.address, gradX));
  }

  @Override
  public void backwardWeight(
      WindowGeometry g, CudaStorage x, CudaStorage gradY, CudaStorage gradWeight) {
    int channels = g.output().channels();
    gpu.withScratch(
        gradWeight.length,
        transposed -> {
          run(ConvolutionProduct.BACKWARD_WEIGHT, g, x.address, gradY.address, transposed);
          transpose(transposed, channels, gradWeight);
        });
  }

  /** Weights with the outputs first, as libraries want them. */
  private void withTransposed(WindowGeometry g, CudaStorage weight, Consumer<CudaStorage> use) {
    gpu.withScratch(
        weight.length,
        transposed -> {
          transpose(weight, weight.length / g.output().channels(), transposed);
          use.accept(transposed);
        });
  }

  private void transpose(CudaStorage from, int rows, CudaStorage to) {
    int columns = from.length / rows;
    gpu.each(FAMILY, "transpose", to.length, from, rows, columns, to, to.length);
  }

  private void run(
      ConvolutionProduct product, WindowGeometry g, long first, long second, CudaStorage result) {
    long bytes = library.workspaceBytes(product, g);
    gpu.withScratch(
        (bytes + Float.BYTES - 1) / Float.BYTES,
        workspace -> {
          long y = result.address;
          long space = workspace.address;
          gpu.call(
              List.of(this, product, g, first, second, y, space),
              () -> library.run(product, g, first, second, y, space));
        });
  }
}
