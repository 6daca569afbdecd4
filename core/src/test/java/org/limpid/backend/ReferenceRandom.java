package org.limpid.backend;

import org.limpid.random.RandomKey;

/** Random numbers by key and index. */
final class ReferenceRandom implements RandomKernels {

  @Override
  public void uniform(RandomKey key, Storage y) {
    for (long i = 0; i < y.elements(); i++) {
      ReferenceStorage.of(y).set(i, key.uniform(i));
    }
  }

  @Override
  public void bernoulli(RandomKey key, float keep, float scale, Storage x, Storage y) {
    for (long i = 0; i < y.elements(); i++) {
      double kept = key.uniform(i) < keep ? scale * ReferenceStorage.of(x).get(i) : 0;
      ReferenceStorage.of(y).set(i, kept);
    }
  }
}
