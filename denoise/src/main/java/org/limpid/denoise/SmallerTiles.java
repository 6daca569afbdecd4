package org.limpid.denoise;

import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import org.limpid.backend.OutOfMemoryException;
import org.limpid.backend.Size3;
import org.limpid.denoise.predict.TiledPredictor;
import org.limpid.denoise.predict.TiledPredictor.Plan;
import org.limpid.tensor.DeviceException;

/**
 * Applies a network, and does so again in smaller tiles where less memory is free than was planned
 * with. What has worked is kept to. Confined to one thread at a time.
 */
final class SmallerTiles {

  /** With less a network would spend its time on halos. */
  private static final long LEAST_BYTES = 1 << 20;

  private final LongFunction<TiledPredictor> predictors;
  private final Size3 extents;
  private final int images;
  private TiledPredictor predictor;
  private Plan plan;

  /**
   * Begins with the tiles of a plan.
   *
   * @param predictors makes one that keeps to a number of bytes
   * @param bytes for the first
   * @param extents of the images
   * @param images how many of them
   * @throws IllegalArgumentException if there is no room for the smallest tile
   */
  SmallerTiles(LongFunction<TiledPredictor> predictors, long bytes, Size3 extents, int images) {
    this.predictors = predictors;
    this.extents = extents;
    this.images = images;
    this.predictor = predictors.apply(bytes);
    this.plan = predictor.plan(extents, images);
  }

  /**
   * Does it, once or more often.
   *
   * @param work all of it; is begun anew with another plan
   * @throws OutOfMemoryError if memory runs out with the smallest tiles
   * @throws OutOfMemoryException likewise of a device
   */
  void run(BiConsumer<TiledPredictor, Plan> work) {
    while (true) {
      try {
        work.accept(predictor, plan);
        return;
      } catch (OutOfMemoryError | OutOfMemoryException | DeviceException e) {
        boolean isOther = e instanceof DeviceException device && !device.isOutOfMemory();
        if (isOther || !shrink()) {
          throw e;
        }
      }
    }
  }

  private boolean shrink() {
    long bytes = plan.bytes() / 2;
    if (bytes < LEAST_BYTES) {
      return false;
    }
    try {
      TiledPredictor smaller = predictors.apply(bytes);
      plan = smaller.plan(extents, images);
      predictor = smaller;
      return true;
    } catch (IllegalArgumentException e) {
      return false; // no smaller tile is possible
    }
  }
}
