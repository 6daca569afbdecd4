package org.limpid.cuda;

import org.limpid.backend.PadGeometry;
import org.limpid.backend.RandomKernels;
import org.limpid.backend.Storage;
import org.limpid.random.RandomKey;

/** Random numbers by key and index. */
final class CudaRandom implements RandomKernels {

  private static final String FAMILY = "random";

  /** Elements that a thread makes: those of one Philox block. */
  private static final int WORDS = 4;

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
