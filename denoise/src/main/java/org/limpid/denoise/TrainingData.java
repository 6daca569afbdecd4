package org.limpid.denoise;

import java.util.ArrayList;
import java.util.List;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.patch.PatchSampler;
import org.limpid.denoise.patch.PixelSource;
import org.limpid.denoise.patch.Scaling;
import org.limpid.denoise.training.Purposes;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.net.PerChannel;
import org.limpid.nn.net.UNet;
import org.limpid.nn.net.UNetOptions;
import org.limpid.random.RandomKey;

/**
 * Images made ready to learn from: checked, cut into planes or volumes, on a common scale. Stacks
 * of slices are learned as volumes; frames of a time series and images of one slice as planes.
 *
 * @param sources planes or volumes, normalised
 * @param normalization what brought them there
 * @param volumetric whether they are volumes
 */
record TrainingData(List<PixelSource> sources, Normalization normalization, boolean volumetric) {

  private static final int MOST_VALIDATION_PATCHES = 64;

  /**
   * Reads images where they are; nothing is copied.
   *
   * @throws IllegalArgumentException if there are none, they do not go together, one holds no
   *     finite numbers, or they have no more than one pixel
   */
  static TrainingData of(List<Image> images) {
    return of(images, Scaling.STANDARD);
  }

  /** The same on another scale. */
  static TrainingData of(List<Image> images, Scaling scaling) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("train: no images (expected: at least one)");
    }
    Image first = images.get(0);
    boolean volumetric = first.depth() > 1;
    List<PixelSource> raw = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      Image image = images.get(i);
      String name = images.size() == 1 ? "the image" : "image " + i;
      if (image.channels() != first.channels() || image.depth() > 1 != volumetric) {
        throw new IllegalArgumentException(
            "train: "
                + name
                + " is "
                + image
                + ", image 0 is "
                + first
                + " (expected: equal numbers of channels; all stacks of slices or none)");
      }
      raw.addAll(Frames.toLearn("train", name, image, volumetric));
    }
    if (raw.stream().allMatch(source -> source.extents().volume() == 1)) {
      throw new IllegalArgumentException(
          "train: images of a single pixel, " + first + " (expected: at least 2 pixels in one)");
    }
    Normalization normalization = scaling.of(raw);
    return new TrainingData(
        raw.stream().map(normalization::over).toList(), normalization, volumetric);
  }

  /** Other images of the same kind on the same scale. */
  TrainingData like(List<Image> images) {
    List<PixelSource> others = new ArrayList<>();
    for (Image image : images) {
      others.addAll(Frames.toLearn("train", "an image", image, volumetric));
    }
    return new TrainingData(
        others.stream().map(normalization::over).toList(), normalization, volumetric);
  }

  /** A network for such images with new weights; whoever asks for it closes it. */
  UNet network(TrainingOptions options) {
    return network(options, 1);
  }

  /** The same with several outputs for each channel. */
  UNet network(TrainingOptions options, int outputsPerChannel) {
    int channels = normalization.channels();
    UNetOptions architecture =
        options
            .network()
            .withDimensions(volumetric ? 3 : 2)
            .withChannels(channels, channels * outputsPerChannel);
    return WholeNetwork.of(
        () ->
            new UNet(
                architecture,
                options.device(),
                new RandomKey(options.seed(), Purposes.WEIGHTS, 0)));
  }

  /** The same with a network for each channel. */
  PerChannel networks(TrainingOptions options) {
    UNetOptions architecture =
        options.network().withDimensions(volumetric ? 3 : 2).withChannels(1, 1);
    return WholeNetwork.of(
        () ->
            new PerChannel(
                normalization.channels(),
                architecture,
                options.device(),
                new RandomKey(options.seed(), Purposes.WEIGHTS, 0)));
  }

  /**
   * Extents of the elements of a batch: those of a patch, or of the largest image where that is
   * smaller, rounded up to what the network needs.
   *
   * @throws IllegalArgumentException if the patch is no multiple of what the network needs
   */
  Size3 patch(TrainingOptions options, Size3 multiple) {
    int depth = 0;
    int height = 0;
    int width = 0;
    for (PixelSource source : sources) {
      depth = Math.max(depth, source.extents().depth());
      height = Math.max(height, source.extents().height());
      width = Math.max(width, source.extents().width());
    }
    checkMultiple("patchSize", options.patchSize(), Math.max(multiple.height(), multiple.width()));
    if (volumetric) {
      checkMultiple("patchDepth", options.patchDepth(), multiple.depth());
    }
    return new Size3(
        volumetric ? roundUp(Math.min(options.patchDepth(), depth), multiple.depth()) : 1,
        roundUp(Math.min(options.patchSize(), height), multiple.height()),
        roundUp(Math.min(options.patchSize(), width), multiple.width()));
  }

  /** Draws patches; some are held out as the options ask. */
  PatchSampler sampler(TrainingOptions options, Size3 patch) {
    RandomKey key = new RandomKey(options.seed(), Purposes.SPLIT, 0);
    return PatchSampler.of(sources, patch)
        .holdingOut(options.validationShare(), MOST_VALIDATION_PATCHES, key.generator());
  }

  private static void checkMultiple(String name, int value, int multiple) {
    if (value % multiple != 0) {
      throw new IllegalArgumentException(
          "train: "
              + name
              + " "
              + value
              + " (expected: a multiple of "
              + multiple
              + ", since the network halves images repeatedly)");
    }
  }

  private static int roundUp(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }
}
