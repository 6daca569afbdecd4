package org.limpid.denoise;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Grid;
import org.limpid.backend.Size3;
import org.limpid.backend.SpotGeometry;
import org.limpid.denoise.masking.MaskStrategy;
import org.limpid.denoise.masking.MaskedPatch;
import org.limpid.denoise.patch.Augmentation;
import org.limpid.denoise.patch.PatchSampler;
import org.limpid.denoise.patch.PatchSampler.Window;
import org.limpid.denoise.patch.Pixels;
import org.limpid.denoise.training.Batch;
import org.limpid.denoise.training.BatchSource;
import org.limpid.denoise.training.HostArray;
import org.limpid.denoise.training.HostBatch;
import org.limpid.denoise.training.Purposes;
import org.limpid.denoise.training.Sample;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.random.RandomKey;

/**
 * Batches of patches with hidden pixels: the network is shown the patch with replacements and asked
 * for what was there. Every draw has a key of its own, by step, sample and channel.
 *
 * @param sampler where patches come from
 * @param mask what is hidden
 * @param extents of a batch's elements
 * @param volumetric whether batches have a depth axis
 * @param options batch size, augmentation and seed
 */
record BlindSpotBatches(
    PatchSampler sampler,
    MaskStrategy mask,
    Size3 extents,
    boolean volumetric,
    TrainingOptions options)
    implements BatchSource {

  private static final int EXAMINED = 64;
  private static final int MOST_ROUNDS = 16;

  @Override
  public HostBatch batch(int step) {
    RandomKey key = key(step);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < options.batchSize(); i++) {
      samples.add(masked(drawn(key.child(i)), key.child(i)));
    }
    return HostBatch.of(samples, extents, volumetric);
  }

  /**
   * Where steps are recorded, so that nothing has to be known of what is hidden, the device hides
   * pixels itself if it can.
   */
  @Override
  public Batch shipped(int step) {
    Batch patches = options.device().backend().replays() ? uncovered(step) : null;
    return patches == null ? batch(step) : patches;
  }

  /** Patches whose pixels the device hides; null if it cannot, or some patch is smaller. */
  @Nullable Batch uncovered(int step) {
    RandomKey key = key(step);
    List<Patch> patches = new ArrayList<>();
    for (int i = 0; i < options.batchSize(); i++) {
      patches.add(drawn(key.child(i)));
    }
    Grid grid = new Grid(patches.size(), 1, 1, 1, patches.get(0).noisy().channels());
    SpotGeometry spots = mask.onDevice(grid.withSpace(extents));
    if (spots == null || patches.stream().anyMatch(p -> !p.noisy().extents().equals(extents))) {
      return null;
    }
    boolean isCounted = false;
    for (int i = 0; i < patches.size() && !isCounted; i++) {
      isCounted = patches.get(i).isWhole() || counts(masked(patches.get(i), key.child(i)));
    }
    return new UncoveredBatch(
        HostArray.of(patches.stream().map(Patch::noisy).toList(), volumetric),
        HostArray.of(patches.stream().map(Patch::counted).toList(), volumetric),
        spots,
        key,
        isCounted,
        () -> batch(step));
  }

  private RandomKey key(int step) {
    return new RandomKey(options.seed(), Purposes.BATCH, step);
  }

  /** The first patch, nothing hidden. */
  @Override
  public HostArray preview() {
    return batch(0).samples(0, 1).target();
  }

  @Override
  public List<String> remarks() {
    return SampleSource.remarks(sampler.gaps(), sampler.pixels());
  }

  @Override
  public int stepsPerEpoch() {
    long patches = Math.max(1, sampler.pixels() / extents.volume());
    return Math.toIntExact((patches + options.batchSize() - 1) / options.batchSize());
  }

  /** The patches held out, with masks that stay the same. */
  List<HostBatch> validation() {
    return validation(0);
  }

  /** The same with other masks a few times: more pixels to judge the result by. */
  List<HostBatch> examination() {
    List<HostBatch> batches = new ArrayList<>();
    int rounds =
        Math.max(1, Math.min(MOST_ROUNDS, EXAMINED / Math.max(1, sampler.heldOut().size())));
    for (int round = 0; round < rounds; round++) {
      batches.addAll(validation(round));
    }
    return batches;
  }

  private List<HostBatch> validation(int round) {
    List<HostBatch> batches = new ArrayList<>();
    List<Sample> samples = new ArrayList<>();
    List<Window> windows = sampler.heldOut();
    for (int i = 0; i < windows.size(); i++) {
      RandomKey key = new RandomKey(options.seed(), Purposes.VALIDATION, i);
      RandomKey own = round == 0 ? key : key.child(-round);
      Window window = windows.get(i);
      samples.add(masked(new Patch(sampler.cut(window), sampler.counted(window)), own));
      if (samples.size() == options.batchSize() || i == windows.size() - 1) {
        batches.add(HostBatch.of(samples, extents, volumetric));
        samples.clear();
      }
    }
    return batches;
  }

  /** What is learned from, and 1 in {@code [D, H, W, 1]} where it may count. */
  private record Patch(Pixels noisy, Pixels counted) {

    boolean isWhole() {
      for (float value : counted.values()) {
        if (value == 0) {
          return false;
        }
      }
      return true;
    }
  }

  private Patch drawn(RandomKey key) {
    RandomGenerator random = key.generator();
    Window window = sampler.draw(random);
    UnaryOperator<Pixels> change =
        options.augmentation(Augmentation.TURNS_AND_FLIPS).draw(window.size(), random);
    return new Patch(change.apply(sampler.cut(window)), change.apply(sampler.trainable(window)));
  }

  private Sample masked(Patch patch, RandomKey key) {
    Pixels noisy = patch.noisy();
    Pixels input = noisy.copy();
    Pixels weight = Pixels.zeros(noisy.extents(), noisy.channels());
    for (int c = 0; c < noisy.channels(); c++) {
      mask.hide(new MaskedPatch(noisy, input, weight, c), key.child(c).generator());
    }
    ignore(weight, patch.counted());
    return new Sample(input, noisy, weight);
  }

  private static boolean counts(Sample sample) {
    for (float value : sample.weight().values()) {
      if (value > 0) {
        return true;
      }
    }
    return false;
  }

  /** Lets nothing count where a mask {@code [D, H, W, 1]} says 0. */
  private static void ignore(Pixels weight, Pixels mask) {
    int channels = weight.channels();
    for (int i = 0; i < weight.values().length; i++) {
      weight.values()[i] *= mask.values()[i / channels];
    }
  }
}
