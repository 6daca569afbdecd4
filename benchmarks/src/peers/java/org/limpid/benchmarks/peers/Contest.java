package org.limpid.benchmarks.peers;

import org.limpid.tensor.Device;

/** One piece of work, ready to be done by Limpid and by a peer on the same numbers. */
interface Contest extends AutoCloseable {

  /**
   * Does the work once on both sides and compares the answers.
   *
   * @return largest difference, as a share of the largest absolute value
   */
  double difference();

  /** The peer does the work once. */
  void peer();

  /** Limpid does the work once. */
  void limpid();

  /** What Limpid works on, and whose memory is reported. */
  Device device();

  @Override
  void close();
}
