package org.limpid.denoise.training;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.patch.Augmentation;
import org.limpid.denoise.patch.Scaling;
import org.limpid.nn.net.UNetOptions;
import org.limpid.tensor.Device;

/**
 * What all trainers are told alike. Start from {@link #DEFAULT} and change it by {@code with…}.
 *
 * <pre>{@code
 * TrainingOptions quick = TrainingOptions.DEFAULT.withBudget(Budget.steps(500)).withSeed(7);
 * Denoiser denoiser = new Noise2VoidTrainer().withTraining(quick).train(noisy);
 * }</pre>
 *
 * <p>Immutable.
 */
// Long because it is the list of all that can be chosen; each choice is a getter and a few lines.
public final class TrainingOptions {

  /**
   * A U-Net of depth 2 with 32 filters, 2000 steps of 4 patches of 64 x 64 (x 16) pixels, Adam at
   * 1e-3 along a cosine, weights averaged with 0.998, 5 % held out and validated every 100 steps,
   * augmented, no checkpoints, seed 1, on the processor.
   */
  public static final TrainingOptions DEFAULT = new TrainingOptions(new Values());

  private static final int LARGEST_BATCH = 1 << 16;

  /** Written by whoever made it, before anybody else sees it. */
  private static final class Values implements Cloneable {
    UNetOptions network = UNetOptions.DEFAULT;
    int patchSize = 64;
    int patchDepth = 16;
    int batchSize = 4;
    Budget budget = Budget.steps(2000);
    UpdateRule updateRule = UpdateRule.ADAM;
    float learningRate = 1e-3f;
    Decay decay = Decay.COSINE;
    float weightAveraging = 0.998f;
    double validationShare = 0.05;
    int validationInterval = 100;
    int keepBest;
    Selection selection = Selection.LAST;
    int patience;
    Scaling scaling = Scaling.STANDARD;
    @Nullable Scaling targetScaling;
    boolean augmentation = true;
    @Nullable Augmentation ownAugmentation;
    @Nullable Checkpoints checkpoints;
    @Nullable StartingPoint start;
    long memoryBytes = Long.MAX_VALUE;
    long seed = 1;
    Device device = Device.cpu();

    @Override
    protected Values clone() {
      try {
        return (Values) super.clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private final Values values;

  private TrainingOptions(Values values) {
    this.values = values;
  }

  private TrainingOptions with(Consumer<Values> change) {
    Values copy = values.clone();
    change.accept(copy);
    return new TrainingOptions(copy);
  }

  private static void check(String name, Number value, boolean right, String rule) {
    if (!right) {
      throw new IllegalArgumentException(
          "training: " + name + " " + value + " (expected: " + rule + ")");
    }
  }

  /** The U-Net; trainers set its dimensions and channels by the images. */
  public UNetOptions network() {
    return values.network;
  }

  /** The same with another network. */
  public TrainingOptions withNetwork(UNetOptions value) {
    return with(v -> v.network = value);
  }

  /**
   * Rows and columns of a patch, a multiple of 2^depth of the network; smaller images give smaller
   * patches.
   */
  public int patchSize() {
    return values.patchSize;
  }

  /** Slices of a patch of a volume, likewise. */
  public int patchDepth() {
    return values.patchDepth;
  }

  /** The same with other extents of a patch, at least 1; {@code depth} is for volumes. */
  public TrainingOptions withPatchSize(int size, int depth) {
    check("patchSize", size, size >= 1, ">= 1");
    check("patchDepth", depth, depth >= 1, ">= 1");
    return with(
        v -> {
          v.patchSize = size;
          v.patchDepth = depth;
        });
  }

  /** Patches in a step. */
  public int batchSize() {
    return values.batchSize;
  }

  /** The same with another number of patches in a step, 1 to 65536. */
  public TrainingOptions withBatchSize(int value) {
    check("batchSize", value, value >= 1 && value <= LARGEST_BATCH, ">= 1, <= " + LARGEST_BATCH);
    return with(v -> v.batchSize = value);
  }

  /** Steps, epochs or time. */
  public Budget budget() {
    return values.budget;
  }

  /** The same with other steps or another time. */
  public TrainingOptions withBudget(Budget value) {
    return with(v -> v.budget = value);
  }

  /** The optimiser. */
  public UpdateRule updateRule() {
    return values.updateRule;
  }

  /** The same with another optimiser. */
  public TrainingOptions withUpdateRule(UpdateRule value) {
    return with(v -> v.updateRule = value);
  }

  /** Rate of the first step. */
  public float learningRate() {
    return values.learningRate;
  }

  /** The same with another rate of the first step, above 0. */
  public TrainingOptions withLearningRate(float value) {
    check("learningRate", value, value > 0 && value <= 100, "> 0, <= 100");
    return with(v -> v.learningRate = value);
  }

  /** How the rate goes down. */
  public Decay decay() {
    return values.decay;
  }

  /** The same with another way down of the rate. */
  public TrainingOptions withDecay(Decay value) {
    return with(v -> v.decay = value);
  }

  /**
   * Share of the running average of the weights that is kept at each step; the average becomes the
   * model. 0 for the last weights themselves.
   */
  public float weightAveraging() {
    return values.weightAveraging;
  }

  /** The same with another running average of the weights, at least 0 and below 1; 0 for none. */
  public TrainingOptions withWeightAveraging(float value) {
    check("weightAveraging", value, value >= 0 && value < 1, ">= 0, < 1");
    return with(v -> v.weightAveraging = value);
  }

  /**
   * Part of the pixels that is held out for validation, rounded to whole patches; images of few
   * patches may have none.
   */
  public double validationShare() {
    return values.validationShare;
  }

  /** The same with another part held out, 0 to 0.5. */
  public TrainingOptions withValidationShare(double value) {
    check("validationShare", value, value >= 0 && value <= 0.5, ">= 0, <= 0.5");
    return with(v -> v.validationShare = value);
  }

  /** Steps from one validation to the next; a budget of epochs validates after each epoch. */
  public int validationInterval() {
    return values.validationInterval;
  }

  /** The same with more or fewer steps from one validation to the next, at least 1. */
  public TrainingOptions withValidationInterval(int value) {
    check("validationInterval", value, value >= 1, ">= 1");
    return with(v -> v.validationInterval = value);
  }

  /** How many of the best validations' weights are kept beside the result. */
  public int keepBest() {
    return values.keepBest;
  }

  /** The same, keeping weights of more or fewer of the best validations, 0 to 100. */
  public TrainingOptions withKeepBest(int value) {
    check("keepBest", value, value >= 0 && value <= 100, ">= 0, <= 100");
    return with(v -> v.keepBest = value);
  }

  /** Which weights become the model. */
  public Selection selection() {
    return values.selection;
  }

  /** The same with other weights as the model. */
  public TrainingOptions withSelection(Selection value) {
    return with(v -> v.selection = value);
  }

  /** Most memory that steps are planned to take; {@link Long#MAX_VALUE} for any. */
  public long memoryBytes() {
    return values.memoryBytes;
  }

  /**
   * The same with a limit to the memory that steps take, at least 1 MiB: batches are worked on in
   * as many parts as that needs, with the same gradients up to rounding. Images do not count.
   */
  public TrainingOptions withMemoryBytes(long value) {
    check("memoryBytes", value, value >= 1 << 20, ">= " + (1 << 20));
    return with(v -> v.memoryBytes = value);
  }

  /** After how many validations without a lower loss training ends; 0 for never. */
  public int patience() {
    return values.patience;
  }

  /**
   * The same, ending after a number of validations without a lower loss, at least 0; 0 for never.
   * Only where that loss {@linkplain Objective#isRanking ranks} results; elsewhere there is a
   * warning.
   */
  public TrainingOptions withPatience(int value) {
    check("patience", value, value >= 0, ">= 0");
    return with(v -> v.patience = value);
  }

  /** The scale of targets where they are images of another kind, null for the same rule. */
  public @Nullable Scaling targetScaling() {
    return values.targetScaling;
  }

  /**
   * The same with another scale of targets, such as clean counterparts of noisy images; null for
   * the rule of {@link #scaling}. Methods whose targets are noisy too have one scale for both.
   */
  public TrainingOptions withTargetScaling(@Nullable Scaling value) {
    return with(v -> v.targetScaling = value);
  }

  /** The scale that the network sees images on. */
  public Scaling scaling() {
    return values.scaling;
  }

  /** The same on another scale. */
  public TrainingOptions withScaling(Scaling value) {
    return with(v -> v.scaling = value);
  }

  /**
   * Whether patches are flipped, turned or changed otherwise; wrong for noise or structure with a
   * direction.
   */
  public boolean augmentation() {
    return values.augmentation;
  }

  /**
   * How patches are changed.
   *
   * @param standard what the method does unless told otherwise
   */
  public Augmentation augmentation(Augmentation standard) {
    if (!values.augmentation) {
      return Augmentation.NONE;
    }
    Augmentation own = values.ownAugmentation;
    return own == null ? standard : own;
  }

  /** Whether it was said how patches are changed, so that the method's own way does not count. */
  public boolean isAugmentationChosen() {
    return values.ownAugmentation != null || !values.augmentation;
  }

  /** The same with what the method does to patches, usually flips and turns, or without. */
  public TrainingOptions withAugmentation(boolean value) {
    return with(
        v -> {
          v.augmentation = value;
          v.ownAugmentation = null;
        });
  }

  /** The same with other changes of patches than the method's. */
  public TrainingOptions withAugmentation(Augmentation value) {
    return with(
        v -> {
          v.augmentation = !value.equals(Augmentation.NONE);
          v.ownAugmentation = value;
        });
  }

  /** Where the state of training is kept, so that it can go on after a crash; null for nowhere. */
  public @Nullable Checkpoints checkpoints() {
    return values.checkpoints;
  }

  /** The same with checkpoints, or without if null. */
  public TrainingOptions withCheckpoints(@Nullable Checkpoints value) {
    return with(v -> v.checkpoints = value);
  }

  /** Weights to begin with; null for new ones. */
  public @Nullable StartingPoint start() {
    return values.start;
  }

  /** The same beginning with other weights; null for new ones. */
  public TrainingOptions withStart(@Nullable StartingPoint value) {
    return with(v -> v.start = value);
  }

  /** Same seed, same model, if the budget is a number of steps. */
  public long seed() {
    return values.seed;
  }

  /** The same with another seed. */
  public TrainingOptions withSeed(long value) {
    return with(v -> v.seed = value);
  }

  /** Where it is computed. */
  public Device device() {
    return values.device;
  }

  /** The same on another device. */
  public TrainingOptions withDevice(Device value) {
    return with(v -> v.device = value);
  }

  /** Names and values for model files; the network is described there by itself. */
  public Map<String, Object> describe() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("patchSize", patchSize());
    map.put("patchDepth", patchDepth());
    map.put("batchSize", batchSize());
    map.putAll(budget().describe());
    map.put("optimizer", updateRule().describe());
    map.put("learningRate", learningRate());
    map.put("decay", decay().describe());
    map.put("weightAveraging", weightAveraging());
    map.put("validationShare", validationShare());
    map.put("validationInterval", validationInterval());
    if (keepBest() > 0) {
      map.put("keepBest", keepBest());
    }
    map.put("selection", selection().name().toLowerCase(Locale.ROOT));
    if (patience() > 0) {
      map.put("patience", patience());
    }
    map.put("scaling", scaling().describe());
    Scaling targets = targetScaling();
    if (targets != null) {
      map.put("targetScaling", targets.describe());
    }
    Augmentation own = values.ownAugmentation;
    map.put("augmentation", own == null ? augmentation() : own.describe());
    StartingPoint start = start();
    if (start != null) {
      map.put("start", start.digest());
    }
    if (memoryBytes() < Long.MAX_VALUE) {
      map.put("memoryBytes", memoryBytes());
    }
    map.put("seed", seed());
    return map;
  }
}
