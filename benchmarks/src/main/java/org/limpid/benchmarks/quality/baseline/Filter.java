package org.limpid.benchmarks.quality.baseline;

/** Makes one raster of another of the same size. */
@FunctionalInterface
interface Filter {

  /** The filtered raster, a new one. */
  Raster apply(Raster noisy, Workers workers);
}
