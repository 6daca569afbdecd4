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

  @Override
  public void bernoulliPart(
      PadGeometry place, RandomKey key, float keep, float scale, Storage x, Storage y) {
    Grid part = place.inner();
    Grid whole = place.outer();
    long next = 0;
    for (int n = 0; n < part.batch(); n++) {
      for (int d = 0; d < part.depth(); d++) {
        for (int h = 0; h < part.height(); h++) {
          for (int w = 0; w < part.width(); w++) {
            for (int c = 0; c < part.channels(); c++) {
              long slice = (long) n * whole.depth() + d + place.before().depth();
              long row = slice * whole.height() + h + place.before().height();
              long column = row * whole.width() + w + place.before().width();
              boolean isKept = key.uniform(column * whole.channels() + c) < keep;
              double value = ReferenceStorage.of(x).get(next);
              ReferenceStorage.of(y).set(next++, isKept ? scale * value : 0);
            }
          }
        }
      }
    }
  }

  @Override
  public void hide(
      SpotGeometry spots, RandomKey key, Storage counted, Storage x, Storage y, Storage weight) {
    Grid g = spots.grid();
    ReferenceStorage from = ReferenceStorage.of(x);
    for (long i = 0; i < g.elements(); i++) {
      ReferenceStorage.of(y).set(i, from.get(i));
      ReferenceStorage.of(weight).set(i, 0);
    }
    SpotGeometry.Visitor visitor =
        (at, replacement) -> {
          int pixel = at / g.channels();
          double bits = ReferenceStorage.of(counted).get(pixel / SpotGeometry.BITS);
          ReferenceStorage.of(y).set(at, replacement);
          ReferenceStorage.of(weight).set(at, SpotGeometry.isMarked((float) bits, pixel) ? 1 : 0);
        };
    for (int n = 0; n < g.batch(); n++) {
      for (int c = 0; c < g.channels(); c++) {
        spots.draw(n, c, key, from::get, visitor);
      }
    }
  }
}
