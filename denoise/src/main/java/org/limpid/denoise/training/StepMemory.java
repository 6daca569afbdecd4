package org.limpid.denoise.training;

import org.limpid.nn.Network;
import org.limpid.nn.Parameters;
import org.limpid.tensor.Shape;

/**
 * How much memory steps of training take, planned before the first: so much in any case, and so
 * much for each sample that is worked on at once.
 *
 * @param fixed bytes of weights, gradients, moments, averages and copies
 * @param sample bytes of what a sample leaves behind on its way through the network and back
 */
record StepMemory(long fixed, long sample) {

  /**
   * Arrays as large as the weights: value, gradient, two moments, average, its copy, a snapshot of
   * all of these, transformed kernels. Measured with U-Nets of 1 to 3 levels: 10 to 15.
   */
  private static final int WEIGHTS = 16;

  /**
   * Arrays as large as the widest layers, which prediction plans with, that a step holds at once.
   * Measured: 4 to 6 in U-Nets, 6 to 9 in those of Self2Self, whose masks are held too.
   */
  private static final int LAYERS = 9;

  private static final long SCRATCH_BYTES = 4 << 20;

  /** That of a network for samples of the extents that a batch has. */
  static StepMemory of(Network network, HostBatch batch) {
    Shape shape = batch.input().shape();
    int channels = shape.extent(shape.rank() - 1);
    long pixels = shape.size() / shape.extent(0) / channels;
    return new StepMemory(
        SCRATCH_BYTES + WEIGHTS * (long) Float.BYTES * Parameters.of(network).count(),
        LAYERS * (long) Float.BYTES * pixels * network.workingChannels());
  }

  /**
   * In how many parts a batch has to be worked on.
   *
   * @param samples of the batch
   * @throws IllegalArgumentException if a single sample needs more
   */
  int parts(int samples, long limit) {
    if (fixed + sample > limit) {
      throw new IllegalArgumentException(
          "train: a step with one patch needs about "
              + mebibytes(fixed + sample)
              + " MiB (memory: "
              + (limit >> 20)
              + " MiB). Take smaller patches or a smaller network, or allow more memory");
    }
    long together = Math.min(samples, (limit - fixed) / sample);
    return (int) ((samples + together - 1) / together);
  }

  private static long mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }
}
