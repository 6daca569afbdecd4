package org.limpid.denoise;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.similar.SimilarPatches;
import org.limpid.tensor.Device;

/**
 * What {@link SimilarPatches} make of images, the same for all who ask. They take seconds, so they
 * are looked for once, and only if somebody does ask. For one thread.
 */
final class SimilarEstimates implements Supplier<List<Image>> {

  private final List<Image> images;
  private final Device device;
  private final BooleanSupplier stop;
  private @Nullable List<Image> found;

  /**
   * Nothing is done yet.
   *
   * @param images noisy, their noise can be measured
   * @param stop asked before each image; where it says true, an image stands for itself
   */
  SimilarEstimates(List<Image> images, Device device, BooleanSupplier stop) {
    this.images = images;
    this.device = device;
    this.stop = stop;
  }

  /** One for each image. */
  @Override
  public List<Image> get() {
    List<Image> estimates = found;
    if (estimates == null) {
      SimilarPatches patches =
          new SimilarPatches().withNoise(TargetNoise.stabilizer(images)).withDevice(device);
      // Whoever stops now wants no training, so that nobody needs estimates.
      estimates =
          images.stream()
              .map(image -> stop.getAsBoolean() ? image : patches.denoise(image))
              .toList();
      found = estimates;
    }
    return estimates;
  }
}
