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

  /**
   * How far the network's results are from the truth, if the loss is the mean squared error.
   *
   * @param noise of the targets
   */
  QualityEstimate quality(Network network, NoiseModel noise) {
    double count = 0;
    double squares = 0;
    double fourths = 0;
    double variance = 0;
    for (HostBatch whole : batches) {
      for (int i = 0; i < whole.size(); i++) {
        HostBatch one = whole.samples(i, i + 1);
        float[] results = results(network, one);
        float[] targets = one.target().values();
        int channels = one.target().shape().extent(one.target().shape().rank() - 1);
        for (int k = 0; k < results.length; k++) {
          double weight = one.weight().values()[k];
          double miss = (double) results[k] - targets[k];
          count += weight;
          squares += weight * miss * miss;
          fourths += weight * miss * miss * miss * miss;
          variance += weight * noise.variance(targets[k], k % channels);
        }
      }
    }
    double loss = squares / count;
    double lossError = Math.sqrt(Math.max(0, fourths / count - loss * loss) / count);
    double floor = variance / count;
    return QualityEstimate.of(loss, lossError, floor, floor * noise.relativeError());
  }

  private float[] results(Network network, HostBatch batch) {
    try (Scope scope = Scope.open()) {
      return network.forward(batch.input().upload(device), Pass.inference()).toArray();
    }
  }
}
