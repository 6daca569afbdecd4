package org.limpid.denoise.training;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a batch, for devices that have no room for all of it at once. If the loss is a mean
 * over weights, as all of this library are, the losses and gradients of the portions, times their
 * shares, add up to those of the batch.
 *
 * @param batch some of its samples
 * @param share their part of all weights
 */
record Portion(HostBatch batch, float share) {

  /**
   * A batch in parts of about equal numbers of samples.
   *
   * @param parts 1 to the number of samples
   */
  static List<Portion> of(HostBatch batch, int parts) {
    List<Portion> portions = new ArrayList<>();
    double all = weight(batch);
    for (int i = 0; i < parts; i++) {
      int from = (int) ((long) batch.size() * i / parts);
      int to = (int) ((long) batch.size() * (i + 1) / parts);
      HostBatch part = batch.samples(from, to);
      double share = all > 0 ? weight(part) / all : (to - from) / (double) batch.size();
      portions.add(new Portion(part, (float) share));
    }
    return portions;
  }

  private static double weight(HostBatch batch) {
    double sum = 0;
    for (float value : batch.weight().values()) {
      sum += value;
    }
    return sum;
  }
}
