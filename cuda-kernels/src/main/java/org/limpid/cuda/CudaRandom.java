package org.limpid.cuda;

import org.limpid.backend.Grid;
import org.limpid.backend.PadGeometry;
import org.limpid.backend.RandomKernels;
import org.limpid.backend.Size3;
import org.limpid.backend.SpotGeometry;
import org.limpid.backend.Storage;
import org.limpid.random.RandomKey;

/** Random numbers by key and index. */
final class CudaRandom implements RandomKernels {

  private static final String FAMILY = "random";

  /** Elements that a thread makes: those of one Philox block. */
  private static final int WORDS = 4;

  /** What the kernels note of a channel of an image, but for its boxes. */
  private static final int ROW_WORDS = 5;

  private final Launcher gpu;

  CudaRandom(Launcher gpu) {
    this.gpu = gpu;
  }

  @Override
  public void uniform(RandomKey key, Storage y) {
    CudaStorage to = gpu.of("uniform", "y", y);
    gpu.each(FAMILY, "uniform", Launcher.blocks(to.length, WORDS), words(key), to, to.length);
  }

  @Override
  public void bernoulli(RandomKey key, float keep, float scale, Storage x, Storage y) {
    CudaStorage to = gpu.of("bernoulli", "y", y);
    CudaStorage from = gpu.of("bernoulli", "x", x, to.length);
    gpu.each(
        FAMILY,
        "bernoulli",
        Launcher.blocks(to.length, WORDS),
        words(key),
        units(keep),
        scale,
        from,
        to,
        to.length);
  }

  @Override
  public void bernoulliPart(
      PadGeometry place, RandomKey key, float keep, float scale, Storage x, Storage y) {
    CudaStorage to = gpu.of("bernoulliPart", "y", y, place.inner().elements());
    CudaStorage from = gpu.of("bernoulliPart", "x", x, to.length);
    gpu.each(
        FAMILY,
        "bernoulli_part",
        to.length,
        words(key),
        place.inner(),
        place.outer(),
        place.before(),
        units(keep),
        scale,
        from,
        to,
        to.length);
  }

  @Override
  public void hide(
      SpotGeometry spots, RandomKey key, Storage counted, Storage x, Storage y, Storage weight) {
    Grid grid = spots.grid();
    CudaStorage masks = gpu.of("hide", "counted", counted, spots.masks());
    CudaStorage from = gpu.of("hide", "x", x, grid.elements());
    CudaStorage to = gpu.of("hide", "y", y, from.length);
    CudaStorage weights = gpu.of("hide", "weight", weight, from.length);
    Size3 boxes = spots.points().boxes();
    boolean isDrawn = spots.fill().draws() > 0;
    long rows = (long) grid.batch() * grid.channels();
    int[] structure = {
      grid.batch(), grid.depth(), grid.height(), grid.width(), grid.channels(),
      boxes.depth(), boxes.height(), boxes.width(), spots.radius(), spots.fill().ordinal()
    };
    // By its bits, as numbers of eight bytes are passed.
    long side = Double.doubleToRawLongBits(spots.side());
    gpu.withScratch(
        rows * (ROW_WORDS + (isDrawn ? boxes.volume() : 0)),
        table -> {
          gpu.each(
              FAMILY,
              "spot_rows",
              rows,
              words(key),
              structure,
              side,
              isDrawn || !spots.points().isNeverEmpty(),
              table);
          gpu.each(FAMILY, "hide", from.length, structure, side, table, masks, from, to, weights);
        });
  }

  /** Another key in every step. */
  private static WorkQueue.Numbers words(RandomKey key) {
    return new WorkQueue.Numbers(
        (int) key.seed(), (int) (key.seed() >>> 32), key.purpose(), key.step());
  }

  /** u·2^-24 < keep for whole u means u < ceil(keep·2^24). */
  private static int units(float keep) {
    return (int) Math.ceil(Math.min(Math.max(keep, 0f), 1f) * 0x1p24f);
  }
}
