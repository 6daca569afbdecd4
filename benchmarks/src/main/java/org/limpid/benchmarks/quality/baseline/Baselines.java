package org.limpid.benchmarks.quality.baseline;

import java.util.List;
import java.util.Optional;

/** All baselines, by name. */
public final class Baselines {

  private static final List<Baseline> ALL =
      List.of(
          new CalibratedFilter("gaussian", GaussianFilter.WIDTHS, GaussianFilter::new),
          new CalibratedFilter("median", MedianFilter.RADII, MedianFilter::new),
          new NonLocalMeans(),
          new Bm3d(),
          new PatchesBaseline());

  private Baselines() {}

  /** Every one, in the order of a table. */
  public static List<Baseline> all() {
    return ALL;
  }

  /** The one of a name; empty if there is none. */
  public static Optional<Baseline> find(String name) {
    return ALL.stream().filter(baseline -> baseline.name().equals(name)).findFirst();
  }
}
