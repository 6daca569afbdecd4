package org.limpid.denoise.training;

import java.util.ArrayList;
import java.util.List;
import org.limpid.denoise.training.Examination.Finding;
import org.limpid.nn.Network;
import org.limpid.nn.Pass;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Tensor;

/**
 * Compares a network's results with noisy pixels that it did not learn from, and subtracts the
 * variance of their noise: what is left is the distance to the truth. That holds for any loss a
 * network was trained with, if the noise of those pixels is zero on average and tells nothing about
 * what the network was shown.
 *
 * @param batches inputs, noisy targets, and weights that say which targets are judged
 * @param noise of the targets
 * @param prediction how the network is asked
 * @param isSquared whether validation losses are mean squared errors, so that the noise is the
 *     floor under them
 */
public record HeldOutExamination(
    List<HostBatch> batches, Noise noise, Prediction prediction, boolean isSquared)
    implements Examination {

  /** Fewer patches than this say nothing about how much patches differ. */
  private static final int FEW = 4;

  /** What is known about the noise of targets. */
  public interface Noise {

    /** Variance of one value's noise, right on average over many. */
    double variance(double input, double target, int channel);

    /** Standard error of the variance of all together, as a share of it. */
    double relativeError();

    /** Whether neighbours may share noise, so that only patches are independent of each other. */
    boolean isShared();
  }

  /** Asks a network. */
  @FunctionalInterface
  public interface Prediction {

    /** One run, nothing random. */
    Prediction ONE_RUN = (network, batch) -> network.forward(batch.input(), Pass.inference());

    /** What it makes of a batch's input; of the target's shape. */
    Tensor of(Network network, TrainingBatch batch);
  }

  /** Noise of an input and a target that are alike: half the square of their difference. */
  public static final Noise PAIRS =
      new Noise() {
        @Override
        public double variance(double input, double target, int channel) {
          return (input - target) * (input - target) / 2;
        }

        @Override
        public double relativeError() {
          return 0; // that of chance is in the spread between patches
        }

        @Override
        public boolean isShared() {
          return true;
        }
      };

  /** Sums over the judged values of a patch, or of all. */
  private static final class Sums {
    double count;
    double squares;
    double fourths;
    double variance;

    void add(Sums other) {
      count += other.count;
      squares += other.squares;
      fourths += other.fourths;
      variance += other.variance;
    }

    double error() {
      return (squares - variance) / count;
    }
  }

  @Override
  public Finding judge(Network network, Device device) {
    List<Sums> patches = new ArrayList<>();
    Sums all = new Sums();
    for (HostBatch whole : batches) {
      for (int i = 0; i < whole.size(); i++) {
        Sums sums = sums(network, whole.samples(i, i + 1), device);
        if (sums.count > 0) {
          patches.add(sums);
          all.add(sums);
        }
      }
    }
    if (all.count == 0) {
      return new Finding(null, "no patch is held out to judge results by");
    }
    if (noise.isShared() && patches.size() < FEW) {
      return new Finding(
          null, "only " + patches.size() + " patches are held out, too few to judge results by");
    }
    double floor = all.variance / all.count;
    double chance = noise.isShared() ? spread(patches, all) : independent(all);
    double margin = Math.hypot(chance, floor * noise.relativeError());
    return new Finding(QualityEstimate.of(all.error(), floor, margin, isSquared), null);
  }

  /** Standard error of the mean squared error where all values are independent. */
  private static double independent(Sums all) {
    double mean = all.squares / all.count;
    return Math.sqrt(Math.max(0, all.fourths / all.count - mean * mean) / all.count);
  }

  /** Standard error of the estimate from how much patches differ in it. */
  private static double spread(List<Sums> patches, Sums all) {
    double squares = 0;
    for (Sums patch : patches) {
      double difference = (patch.error() - all.error()) * patch.count / all.count;
      squares += difference * difference;
    }
    return Math.sqrt(squares * patches.size() / (patches.size() - 1));
  }

  private Sums sums(Network network, HostBatch one, Device device) {
    float[] results = results(network, one, device);
    float[] inputs = one.input().values();
    float[] targets = one.target().values();
    int channels = one.target().shape().extent(-1);
    Sums sums = new Sums();
    for (int i = 0; i < results.length; i++) {
      double weight = one.weight().values()[i];
      double miss = (double) results[i] - targets[i];
      sums.count += weight;
      sums.squares += weight * miss * miss;
      sums.fourths += weight * miss * miss * miss * miss;
      sums.variance += weight * noise.variance(inputs[i], targets[i], i % channels);
    }
    return sums;
  }

  private float[] results(Network network, HostBatch batch, Device device) {
    try (Scope scope = Scope.open()) {
      return prediction.of(network, batch.upload(device)).toArray();
    }
  }
}
