package org.limpid.denoise.training;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.limpid.nn.net.UNetOptions;
import org.limpid.tensor.Device;

/**
 * What all trainers are told alike. Start from {@link #DEFAULT} and change it by {@code with…}.
 *
 * @param network the U-Net; trainers set its dimensions and channels by the images
 * @param patchSize rows and columns of a patch, a multiple of 2^depth of the network; smaller
 *     images give smaller patches
 * @param patchDepth slices of a patch of a volume, likewise
 * @param batchSize patches in a step, 1 to 65536
 * @param budget steps or time
 * @param learningRate rate of the first step, above 0
 * @param decay how the rate goes down
 * @param weightAveraging share of the running average of the weights that is kept at each step; the
 *     average becomes the model. 0 for the last weights themselves
 * @param validationShare part of the pixels that is held out for validation, 0 to 0.5, rounded to
 *     whole patches; images of few patches may have none
 * @param augmentation whether patches are flipped, and turned where they are square; wrong for
 *     noise or structure with a direction
 * @param seed same seed, same model, if the budget is a number of steps
 * @param device where it is computed
 */
public record TrainingOptions(
    UNetOptions network,
    int patchSize,
    int patchDepth,
    int batchSize,
    Budget budget,
    float learningRate,
    Decay decay,
    float weightAveraging,
    double validationShare,
    boolean augmentation,
    long seed,
    Device device) {

  private static final int LARGEST_BATCH = 1 << 16;

  /**
   * A U-Net of depth 2 with 32 filters, 2000 steps of 4 patches of 64 x 64 (x 16) pixels, rate 1e-3
   * along a cosine, weights averaged with 0.998, 5 % held out, augmented, seed 1, on the processor.
   */
  public static final TrainingOptions DEFAULT =
      new TrainingOptions(
          UNetOptions.DEFAULT,
          64,
          16,
          4,
          Budget.steps(2000),
          1e-3f,
          Decay.COSINE,
          0.998f,
          0.05,
          true,
          1,
          Device.cpu());

  /** Checks ranges. */
  public TrainingOptions {
    atLeastOne("patchSize", patchSize);
    atLeastOne("patchDepth", patchDepth);
    check(
        "batchSize",
        batchSize,
        batchSize >= 1 && batchSize <= LARGEST_BATCH,
        ">= 1, <= " + LARGEST_BATCH);
    check("learningRate", learningRate, learningRate > 0 && learningRate <= 100, "> 0, <= 100");
    check(
        "weightAveraging",
        weightAveraging,
        weightAveraging >= 0 && weightAveraging < 1,
        ">= 0, < 1");
    check(
        "validationShare",
        validationShare,
        validationShare >= 0 && validationShare <= 0.5,
        ">= 0, <= 0.5");
  }

  private static void atLeastOne(String name, int value) {
    check(name, value, value >= 1, ">= 1");
  }

  private static void check(String name, Number value, boolean right, String rule) {
    if (!right) {
      throw new IllegalArgumentException(
          "training: " + name + " " + value + " (expected: " + rule + ")");
    }
  }

  /** The same with another network. */
  public TrainingOptions withNetwork(UNetOptions value) {
    return new TrainingOptions(
        value,
        patchSize,
        patchDepth,
        batchSize,
        budget,
        learningRate,
        decay,
        weightAveraging,
        validationShare,
        augmentation,
        seed,
        device);
  }

  /** The same with other extents of a patch; {@code depth} is for volumes. */
  public TrainingOptions withPatchSize(int size, int depth) {
    return new TrainingOptions(
        network,
        size,
        depth,
        batchSize,
        budget,
        learningRate,
        decay,
        weightAveraging,
        validationShare,
        augmentation,
        seed,
        device);
  }

  /** The same with another number of patches in a step. */
  public TrainingOptions withBatchSize(int value) {
    return new TrainingOptions(
        network,
        patchSize,
        patchDepth,
        value,
        budget,
        learningRate,
        decay,
        weightAveraging,
        validationShare,
        augmentation,
        seed,
        device);
  }

  /** The same with other steps or another time. */
  public TrainingOptions withBudget(Budget value) {
    return new TrainingOptions(
        network,
        patchSize,
        patchDepth,
        batchSize,
        value,
        learningRate,
        decay,
        weightAveraging,
        validationShare,
        augmentation,
        seed,
        device);
  }

  /** The same with another rate of the first step. */
  public TrainingOptions withLearningRate(float value) {
    return new TrainingOptions(
        network,
        patchSize,
        patchDepth,
        batchSize,
        budget,
        value,
        decay,
        weightAveraging,
        validationShare,
        augmentation,
        seed,
        device);
  }

  /** The same with another way down of the rate. */
  public TrainingOptions withDecay(Decay value) {
    return new TrainingOptions(
        network,
        patchSize,
        patchDepth,
        batchSize,
        budget,
        learningRate,
        value,
        weightAveraging,
        validationShare,
        augmentation,
        seed,
        device);
  }

  /** The same with another running average of the weights; 0 for none. */
  public TrainingOptions withWeightAveraging(float value) {
    return new TrainingOptions(
        network,
        patchSize,
        patchDepth,
        batchSize,
        budget,
        learningRate,
        decay,
        value,
        validationShare,
        augmentation,
        seed,
        device);
  }

  /** The same with another part held out. */
  public TrainingOptions withValidationShare(double value) {
    return new TrainingOptions(
        network,
        patchSize,
        patchDepth,
        batchSize,
        budget,
        learningRate,
        decay,
        weightAveraging,
        value,
        augmentation,
        seed,
        device);
  }

  /** The same with or without flips and turns. */
  public TrainingOptions withAugmentation(boolean value) {
    return new TrainingOptions(
        network,
        patchSize,
        patchDepth,
        batchSize,
        budget,
        learningRate,
        decay,
        weightAveraging,
        validationShare,
        value,
        seed,
        device);
  }

  /** The same with another seed. */
  public TrainingOptions withSeed(long value) {
    return new TrainingOptions(
        network,
        patchSize,
        patchDepth,
        batchSize,
        budget,
        learningRate,
        decay,
        weightAveraging,
        validationShare,
        augmentation,
        value,
        device);
  }

  /** The same on another device. */
  public TrainingOptions withDevice(Device value) {
    return new TrainingOptions(
        network,
        patchSize,
        patchDepth,
        batchSize,
        budget,
        learningRate,
        decay,
        weightAveraging,
        validationShare,
        augmentation,
        seed,
        value);
  }

  /** Names and values for model files; the network is described there by itself. */
  public Map<String, Object> describe() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("patchSize", patchSize);
    map.put("patchDepth", patchDepth);
    map.put("batchSize", batchSize);
    if (budget.steps() != Integer.MAX_VALUE) {
      map.put("steps", budget.steps());
    }
    if (budget.time() != null) {
      map.put("seconds", budget.time().toNanos() * 1e-9);
    }
    map.put("learningRate", learningRate);
    map.put("decay", decay.name().toLowerCase(Locale.ROOT));
    map.put("weightAveraging", weightAveraging);
    map.put("validationShare", validationShare);
    map.put("augmentation", augmentation);
    map.put("seed", seed);
    return map;
  }
}
