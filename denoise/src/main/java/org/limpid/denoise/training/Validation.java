package org.limpid.denoise.training;

import java.util.List;
import org.limpid.nn.Network;
import org.limpid.nn.Pass;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;

/** Judges a network on batches that were made once, before training. */
record Validation(Objective objective, List<HostBatch> batches, Device device) {

  boolean isPossible() {
    return !batches.isEmpty();
  }

  /** Number of samples held out. */
  int samples() {
    return batches.stream().mapToInt(HostBatch::size).sum();
  }

  /**
   * Mean loss over all samples.
   *
   * @param parts how many a batch is worked on in, to need less memory
   */
  double loss(Network network, int parts) {
    double sum = 0;
    for (HostBatch batch : batches) {
      sum += loss(network, batch, Math.min(parts, batch.size())) * batch.size();
    }
    return sum / samples();
  }

  private double loss(Network network, HostBatch batch, int parts) {
    if (parts == 1) {
      return loss(network, batch);
    }
    double sum = 0;
    for (Portion portion : Portion.of(batch, parts)) {
      if (portion.share() > 0) {
        sum += portion.share() * loss(network, portion.batch());
      }
    }
    return sum;
  }

  private double loss(Network network, HostBatch batch) {
    try (Scope scope = Scope.open()) {
      return objective.evaluate(network, batch.upload(device), Pass.inference()).item();
    }
  }
}
