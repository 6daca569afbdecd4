package org.limpid.backend.cpu;

import org.limpid.backend.RandomKernels;
import org.limpid.backend.Storage;
import org.limpid.random.Philox;
import org.limpid.random.RandomKey;

/** Counter-based random numbers: one Philox block for four elements. */
final class CpuRandom implements RandomKernels {

  private final WorkerPool workers;

  CpuRandom(WorkerPool workers) {
    this.workers = workers;
  }

  @Override
  public void uniform(RandomKey key, Storage y) {
    CpuStorage to = CpuStorage.of("uniform", "y", y);
    workers.split(to.length, Elements.CHUNK, (begin, end, worker) -> uniform(key, to, begin, end));
  }

  @Override
  public void bernoulli(RandomKey key, float keep, float scale, Storage x, Storage y) {
    CpuStorage to = CpuStorage.of("bernoulli", "y", y);
    CpuStorage from = CpuStorage.of("bernoulli", "x", x, to.length);
    workers.split(
        to.length,
        Elements.CHUNK,
        (begin, end, worker) -> bernoulli(key, keep, scale, from, to, begin, end));
  }

  /** {@code begin} is a multiple of 4, as chunks are. */
  private static void uniform(RandomKey key, CpuStorage y, int begin, int end) {
    int[] words = new int[4];
    for (int i = begin; i < end; i += 4) {
      key.words(i >>> 2, words);
      int count = Math.min(4, end - i);
      for (int k = 0; k < count; k++) {
        y.array[y.offset + i + k] = Philox.toUniform(words[k]);
      }
    }
  }

  private static void bernoulli(
      RandomKey key, float keep, float scale, CpuStorage x, CpuStorage y, int begin, int end) {
    int[] words = new int[4];
    for (int i = begin; i < end; i += 4) {
      key.words(i >>> 2, words);
      int count = Math.min(4, end - i);
      for (int k = 0; k < count; k++) {
        boolean isKept = Philox.toUniform(words[k]) < keep;
        y.array[y.offset + i + k] = isKept ? scale * x.array[x.offset + i + k] : 0;
      }
    }
  }
}
