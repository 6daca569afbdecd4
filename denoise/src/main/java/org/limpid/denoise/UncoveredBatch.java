package org.limpid.denoise;

import java.util.BitSet;
import java.util.function.Supplier;
import org.limpid.backend.SpotGeometry;
import org.limpid.denoise.training.Batch;
import org.limpid.denoise.training.HostArray;
import org.limpid.denoise.training.HostBatch;
import org.limpid.denoise.training.TrainingBatch;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * A batch of patches in which the device hides pixels: of three images one is sent, and a bit for
 * each pixel.
 *
 * @param patches with nothing hidden
 * @param mask a bit for each pixel, as {@link SpotGeometry#mask} has them: whether it may count
 * @param spots what is hidden
 * @param key of what is hidden
 * @param isCounted whether any hidden pixel counts
 * @param hidden makes the same batch on the host
 */
record UncoveredBatch(
    HostArray patches,
    float[] mask,
    SpotGeometry spots,
    RandomKey key,
    boolean isCounted,
    Supplier<HostBatch> hidden)
    implements Batch {

  /**
   * A batch.
   *
   * @param counted 1 where a pixel may count, 0 elsewhere
   */
  UncoveredBatch(
      HostArray patches,
      HostArray counted,
      SpotGeometry spots,
      RandomKey key,
      boolean isCounted,
      Supplier<HostBatch> hidden) {
    this(patches, bits(counted.values()), spots, key, isCounted, hidden);
  }

  private static float[] bits(float[] counted) {
    BitSet pixels = new BitSet(counted.length);
    for (int i = 0; i < counted.length; i++) {
      pixels.set(i, counted[i] != 0);
    }
    return SpotGeometry.mask(pixels, counted.length);
  }

  @Override
  public int size() {
    return spots.grid().batch();
  }

  @Override
  public TrainingBatch upload(Device device) {
    Tensor target = Tensor.of(device, patches.shape(), patches.values());
    Tensor counted = Tensor.of(device, Shape.of(mask.length), mask);
    Tensor input = Tensor.allocate(device, target.shape());
    Tensor weight = Tensor.allocate(device, target.shape());
    device
        .backend()
        .random()
        .hide(spots, key, counted.storage(), target.storage(), input.storage(), weight.storage());
    counted.close();
    return new TrainingBatch(input, target, weight);
  }

  @Override
  public HostBatch host() {
    return hidden.get();
  }
}
