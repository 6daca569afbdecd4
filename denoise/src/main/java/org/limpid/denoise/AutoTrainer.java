package org.limpid.denoise;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.limpid.denoise.diagnosis.Diagnosis;
import org.limpid.denoise.diagnosis.NoiseLevel;
import org.limpid.denoise.diagnosis.NoiseLevel.Kind;
import org.limpid.denoise.patch.Augmentation;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.patch.PixelSource;
import org.limpid.denoise.patch.Symmetries;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;

/**
 * Chooses how to denoise, has a first answer soon, and better ones until the budget ends.
 *
 * <p>The image is {@linkplain Diagnosis diagnosed} first. For noise that is independent from pixel
 * to pixel, methods are tried one after the other, the quickest first, and the one whose results
 * are closest to the truth goes on, in trainings each as long as all before it, the last one for
 * all that is left. The distance to the truth is {@linkplain
 * org.limpid.denoise.training.QualityEstimate estimated} from the same noisy pixels for all, among
 * them {@linkplain org.limpid.denoise.similar.SimilarPatches similar patches}, which learn nothing.
 * The final answer is a mean over eight orientations, unless images are large or the options keep
 * directions. For noise with a shape, such as stripes, Noise2Void hides that shape; longer
 * trainings count as better then, since nobody can tell.
 *
 * <pre>{@code
 * Image noisy = Image.read(Path.of("cells.tif"));
 * Denoiser denoiser = new AutoTrainer().train(noisy);
 * denoiser.denoise(noisy).write(Path.of("clean.tif"));
 * }</pre>
 *
 * <p>The model is that of the method that was chosen; its description has, under the options' key
 * {@code auto}, who was tried and what was estimated. A number of steps gives the same model
 * everywhere; with a time, another machine may choose another method. Immutable, thread-safe.
 */
public final class AutoTrainer {

  private static final double MOST_HELD_OUT = 0.15;

  /** Judged pixels that tell tenths of a decibel apart. */
  private static final double ENOUGH_JUDGED = 20_000;

  /** Pixels of all images up to which an eightfold prediction takes seconds. */
  private static final long MOST_AVERAGED = 1 << 20;

  private static final int SMALLEST_PATCH = 16;
  private static final int PATCHES = 12;

  private final TrainingOptions training;

  /** A trainer with default options. */
  public AutoTrainer() {
    this(TrainingOptions.DEFAULT);
  }

  /**
   * A trainer with options of one's own.
   *
   * @param training its budget is that of all trainings together, in steps or time; its network is
   *     for the methods that have none of their own
   */
  public AutoTrainer(TrainingOptions training) {
    this.training = training;
  }

  /** The same with other options of training. */
  public AutoTrainer withTraining(TrainingOptions value) {
    return new AutoTrainer(value);
  }

  /**
   * Learns from images.
   *
   * @param images noisy, at least one, of any sizes, all with the same channels, all stacks of
   *     slices or none; the first is diagnosed. Not modified.
   * @throws IllegalArgumentException if they cannot be learned from, no noise can be measured, or
   *     the options are not for several trainings; says which and why
   */
  public Denoiser train(Image... images) {
    return train(List.of(images), TrainingListener.NONE, () -> false);
  }

  /**
   * The same, with somebody who hears how it goes.
   *
   * @param listener hears of all trainings as one, and in remarks what was chosen and why
   * @param stop asked before every step; true ends the training, and the best so far is kept
   */
  public Denoiser train(List<Image> images, TrainingListener listener, BooleanSupplier stop) {
    return train(images, listener, stop, better -> {});
  }

  /**
   * The same, with somebody who is given every answer that is better than the one before.
   *
   * @param answers called on this thread; what is returned is the last one given, averaged over
   *     orientations
   */
  public Denoiser train(
      List<Image> images,
      TrainingListener listener,
      BooleanSupplier stop,
      Consumer<Denoiser> answers) {
    check();
    TrainingData data = TrainingData.of(images, training.scaling());
    TrainingOptions fitting = fitting(data);
    List<Candidate> candidates = candidates(images, data.normalization(), fitting, listener, stop);
    // A single candidate is one for noise with a direction.
    boolean isTurnable =
        candidates.size() > 1
            && !training.augmentation(Augmentation.TURNS_AND_FLIPS).keepsDirections()
            && pixels(data) <= MOST_AVERAGED;
    Symmetries averaging = isTurnable ? Symmetries.TURNS_AND_FLIPS : Symmetries.NONE;
    return new Contest(images, data, fitting, listener, stop, answers, averaging).among(candidates);
  }

  private void check() {
    if (training.budget().epochs() > 0) {
      throw new IllegalArgumentException(
          "auto: a budget in epochs, which differ between methods (expected: steps or time)");
    }
    if (training.start() != null || training.checkpoints() != null) {
      throw new IllegalArgumentException(
          "auto: cannot go on from weights or a checkpoint, which are those of one method. Name"
              + " the method that was chosen");
    }
  }

  private static long pixels(TrainingData data) {
    return data.sources().stream().mapToLong(source -> source.extents().volume()).sum();
  }

  /** Patches small enough that some can be held out, and enough held out to tell methods apart. */
  private TrainingOptions fitting(TrainingData data) {
    long pixels = pixels(data);
    int side = Integer.MAX_VALUE;
    for (PixelSource source : data.sources()) {
      side = Math.min(side, Math.min(source.extents().height(), source.extents().width()));
    }
    int patch = training.patchSize();
    int depth = data.volumetric() ? training.patchDepth() : 1;
    int least = Math.max(SMALLEST_PATCH, 2 << training.network().depth());
    while (patch % 2 == 0
        && patch / 2 >= least
        && (patch > side || pixels < (long) PATCHES * patch * patch * depth)) {
      patch /= 2;
    }
    double share = training.validationShare();
    double wanted = Math.min(MOST_HELD_OUT, ENOUGH_JUDGED / pixels);
    return training
        .withPatchSize(patch, training.patchDepth())
        .withValidationShare(share == 0 ? 0 : Math.max(share, wanted));
  }

  private static List<Candidate> candidates(
      List<Image> images,
      Normalization scale,
      TrainingOptions training,
      TrainingListener listener,
      BooleanSupplier stop) {
    Diagnosis diagnosis = Diagnosis.of(images.get(0));
    if (diagnosis.noise().stream().noneMatch(AutoTrainer::isNoisy)) {
      throw new IllegalArgumentException(
          "auto: there is no noise that can be measured, so nothing to choose by. Name a method to"
              + " denoise all the same");
    }
    listener.remark(withoutStop(diagnosis.verdict()));
    String pattern = diagnosis.recommendation().options().get("pattern");
    if (pattern == null) {
      return Candidate.forWhiteNoise(
          training,
          images,
          TargetNoise.of(images, scale) != null,
          new SimilarEstimates(images, training.device(), stop));
    }
    if (pattern.startsWith("square")) {
      listener.warning(
          "noise that is alike in all directions cannot be removed well from one image; a second"
              + " shot and noise2noise can");
    }
    return List.of(Candidate.forStructure(training, pattern));
  }

  private static boolean isNoisy(NoiseLevel level) {
    return level.kind() == Kind.UNKNOWN || level.kind() != Kind.NONE && level.sigma() > 0;
  }

  private static String withoutStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
