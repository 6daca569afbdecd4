package org.limpid.denoise.masking;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Grid;
import org.limpid.backend.SpotGeometry;

/**
 * Hides pixels of a training patch, so that a network cannot learn to copy them.
 *
 * <p>Called once for each sample and channel, on any thread: implementations keep no state. The
 * same random sequence must give the same mask.
 */
@FunctionalInterface
public interface MaskStrategy {

  /**
   * Replaces some pixels and says where the loss counts.
   *
   * @param patch one channel of a normalised patch (mean 0, standard deviation 1 over the training
   *     data); reading always gives the pixels as they were. Modified.
   * @param random the only permitted source of randomness
   * @throws IllegalArgumentException if the patch is too small for this mask; the message gives the
   *     smallest size
   */
  void hide(MaskedPatch patch, RandomGenerator random);

  /**
   * The same as an operation of devices, so that they need not be sent what they can make: by the
   * key of a batch it hides in channel c of sample n what {@link #hide} hides there with {@code
   * key.child(n).child(c).generator()}, bit for bit.
   *
   * @param batch extents of a batch, every sample as large
   * @return null if there is none, as for a lambda: the host hides pixels then
   */
  default @Nullable SpotGeometry onDevice(Grid batch) {
    return null;
  }
}
