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

  /** Mean loss over all samples. */
  double loss(Network network) {
    double sum = 0;
    int samples = 0;
    for (HostBatch batch : batches) {
      try (Scope scope = Scope.open()) {
        double loss = objective.evaluate(network, batch.upload(device), Pass.inference()).item();
        sum += loss * batch.size();
        samples += batch.size();
      }
    }
    return sum / samples;
  }
}
