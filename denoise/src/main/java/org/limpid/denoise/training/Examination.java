package org.limpid.denoise.training;

import org.jspecify.annotations.Nullable;
import org.limpid.nn.Network;
import org.limpid.tensor.Device;

/** Tells how far the results of a trained network are from a truth that nobody has, or why not. */
@FunctionalInterface
public interface Examination {

  /**
   * What was found; one of the two is there.
   *
   * @param estimate null if there is none
   * @param reason why there is none, a few words for people; null if there is one
   */
  record Finding(@Nullable QualityEstimate estimate, @Nullable String reason) {}

  /**
   * Examines a network once it is trained.
   *
   * @param network not changed
   * @param device where its parameters live
   */
  Finding judge(Network network, Device device);

  /**
   * No estimate.
   *
   * @param reason why, a few words for people, without a full stop
   */
  static Examination none(String reason) {
    return (network, device) -> new Finding(null, reason);
  }
}
