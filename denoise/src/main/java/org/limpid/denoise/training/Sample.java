package org.limpid.denoise.training;

import java.util.Arrays;
import org.limpid.denoise.patch.Pixels;

/**
 * One element of a batch; all three have the same extents.
 *
 * @param input what the network is shown, {@code [D, H, W, C]}
 * @param target what it should give, {@code [D, H, W, K]}
 * @param weight how much each value of the target counts, {@code [D, H, W, K]}, at least 0
 */
public record Sample(Pixels input, Pixels target, Pixels weight) {

  /** One of which every value of the target counts. */
  public static Sample of(Pixels input, Pixels target) {
    Pixels weight = Pixels.zeros(target.extents(), target.channels());
    Arrays.fill(weight.values(), 1);
    return new Sample(input, target, weight);
  }
}
