package org.limpid.cuda;

import org.limpid.backend.WindowGeometry;

/**
 * Convolutions that somebody else's library puts on a stream. Activations are {@code [N, H, W, C]},
 * weights {@code [K, kH, kW, C]}, as such libraries have them; addresses are of the device.
 */
interface ConvolutionLibrary {

  /** For messages and for users who choose it. */
  String name();

  /** Whether it has convolutions of this geometry at all. */
  boolean fits(WindowGeometry g);

  /**
   * Bytes of memory that a product needs while it runs.
   *
   * @throws LibraryException if the library does not compute it, or not alike in every run
   */
  long workspaceBytes(ConvolutionProduct product, WindowGeometry g);

  /**
   * Puts a product on the stream.
   *
   * @param first operand, as {@link ConvolutionProduct} lists them
   * @param second operand
   * @param result overwritten
   * @param workspace memory of that many bytes
   * @throws LibraryException if the library refuses
   */
  void run(
      ConvolutionProduct product,
      WindowGeometry g,
      long first,
      long second,
      long result,
      long workspace);
}
