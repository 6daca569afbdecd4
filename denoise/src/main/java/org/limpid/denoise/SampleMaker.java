package org.limpid.denoise;

import java.util.random.RandomGenerator;
import org.limpid.denoise.patch.PatchSampler;
import org.limpid.denoise.patch.PatchSampler.Window;
import org.limpid.denoise.training.Sample;

/**
 * Makes what a network is shown and what it should give from a place in the images: the heart of a
 * method of one's own, see {@link SampleTrainer}. Called on another thread than training.
 */
@FunctionalInterface
public interface SampleMaker {

  /**
   * One sample, of the extents of the place. The same random numbers must give the same one. What
   * does not count at the place, since it is held out or no number, need not be looked at; {@link
   * PatchSampler#counted} tells that of other places.
   *
   * @param images all that is learned from, on the network's scale; cut from them
   * @param place a random one in one of the images
   * @param random the only permitted source of randomness
   */
  Sample make(PatchSampler images, Window place, RandomGenerator random);
}
