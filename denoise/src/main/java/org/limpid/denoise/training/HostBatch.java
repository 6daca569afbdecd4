package org.limpid.denoise.training;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Pixels;
import org.limpid.nn.Sites;
import org.limpid.tensor.Device;

/**
 * A batch in host memory: {@code [N, H, W, C]}, or {@code [N, D, H, W, C]} for volumes.
 *
 * @param input what the network is shown
 * @param target what it should give
 * @param weight how much each value of the target counts; of the target's shape
 */
public record HostBatch(HostArray input, HostArray target, HostArray weight) implements Batch {

  /** From how many pixels for each that counts on it may pay to compute only those. */
  private static final int PIXELS_PER_SITE = 8;

  private static final Size3 ORIGIN = new Size3(0, 0, 0);

  /**
   * Puts samples behind each other. Those smaller than the batch are extended behind their last
   * row, column and slice, where nothing counts; input and target are mirrored there, after
   * masking, so that no hidden pixel shows up in the mirror.
   *
   * @param samples at least one
   * @param extents of every element of the batch, not below those of any sample
   * @param volumetric whether the batch has a depth axis
   */
  public static HostBatch of(List<Sample> samples, Size3 extents, boolean volumetric) {
    return new HostBatch(
        stack(samples, volumetric, sample -> sample.input().cut(ORIGIN, extents)),
        stack(samples, volumetric, sample -> sample.target().cut(ORIGIN, extents)),
        stack(samples, volumetric, sample -> zeroExtended(sample.weight(), extents)));
  }

  @Override
  public int size() {
    return input.shape().extent(0);
  }

  @Override
  public boolean isCounted() {
    for (float value : weight.values()) {
      if (value > 0) {
        return true;
      }
    }
    return false;
  }

  /** Some of the samples, from one index to before another; a copy. */
  public HostBatch samples(int from, int to) {
    return new HostBatch(input.part(from, to), target.part(from, to), weight.part(from, to));
  }

  @Override
  public HostBatch host() {
    return this;
  }

  @Override
  public TrainingBatch upload(Device device) {
    Sites few = device.backend().replays() ? null : fewSites();
    return new TrainingBatch(
        input.upload(device), target.upload(device), weight.upload(device), few);
  }

  private @Nullable Sites fewSites() {
    Sites sites = Sites.of(weight.shape(), weight.values());
    boolean isFew = sites.count() > 0 && sites.count() * PIXELS_PER_SITE <= sites.total();
    return isFew ? sites : null;
  }

  private static HostArray stack(
      List<Sample> samples, boolean volumetric, Function<Sample, Pixels> part) {
    return HostArray.of(samples.stream().map(part).toList(), volumetric);
  }

  private static Pixels zeroExtended(Pixels weight, Size3 extents) {
    Size3 own = weight.extents();
    if (own.equals(extents)) {
      return weight;
    }
    Pixels result = Pixels.zeros(extents, weight.channels());
    int length = own.width() * weight.channels();
    for (int z = 0; z < own.depth(); z++) {
      for (int y = 0; y < own.height(); y++) {
        System.arraycopy(
            weight.values(),
            weight.index(z, y, 0, 0),
            result.values(),
            result.index(z, y, 0, 0),
            length);
      }
    }
    return result;
  }
}
