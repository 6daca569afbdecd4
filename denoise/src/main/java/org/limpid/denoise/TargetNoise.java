package org.limpid.denoise;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.FineNoise.Law;
import org.limpid.denoise.diagnosis.Autocorrelation;
import org.limpid.denoise.diagnosis.Autocorrelation.Pattern;
import org.limpid.denoise.diagnosis.Diagnosis;
import org.limpid.denoise.diagnosis.NoiseLevel;
import org.limpid.denoise.diagnosis.NoiseLevel.Kind;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.similar.Stabilizer;
import org.limpid.denoise.training.Examination;
import org.limpid.denoise.training.Examination.Finding;
import org.limpid.denoise.training.HeldOutExamination;
import org.limpid.denoise.training.HeldOutExamination.Prediction;
import org.limpid.denoise.training.HostBatch;
import org.limpid.denoise.training.NoiseModel;

/** Measures the noise of images that a network is trained on. */
final class TargetNoise {

  /** Images of one training are alike; some are enough. */
  private static final int MOST_IMAGES = 8;

  static final String UNKNOWN =
      "how much noise there is cannot be measured, or neighbouring pixels share it";

  /** Texture in flat parts may pass for so much of the noise's variance. */
  private static final double TEXTURE = 0.025;

  /** Change of a variance over all brightnesses, as a share of it, that counts. */
  private static final double NOTABLE = 0.1;

  /** Share of the variance at the median brightness that noise has at least anywhere. */
  private static final double FLOOR = 0.01;

  private TargetNoise() {}

  /**
   * Judges a network that was trained on noisy images, if their noise can be measured.
   *
   * @param judged pixels held out
   * @param prediction how the network is asked
   * @param isSquared whether the loss is the mean squared error
   */
  static Examination examination(
      List<Image> images,
      TrainingData data,
      List<HostBatch> judged,
      Prediction prediction,
      boolean isSquared) {
    return (network, device) -> {
      NoiseModel noise = of(images, data.normalization());
      return noise == null
          ? new Finding(null, UNKNOWN)
          : new HeldOutExamination(judged, noise, prediction, isSquared).judge(network, device);
    };
  }

  /**
   * The noise on the network's scale.
   *
   * @param images noisy
   * @param normalization brings them to that scale
   * @return null if in half of the images or more it cannot be measured, or neighbours share it, so
   *     that a network can guess it
   */
  static @Nullable NoiseModel of(List<Image> images, Normalization normalization) {
    NoiseModel noise = roughly(images, normalization);
    return noise == null || Double.isInfinite(noise.relativeError()) ? null : noise;
  }

  /** The same, with an infinite error where it is no more than an upper bound. */
  static @Nullable NoiseModel roughly(List<Image> images, Normalization normalization) {
    int channels = normalization.channels();
    List<List<NoiseLevel>> bounds = new ArrayList<>();
    List<List<NoiseLevel>> measured = new ArrayList<>();
    List<Image> some = some(images);
    for (Image image : some) {
      Diagnosis diagnosis = Diagnosis.of(image);
      if (isBounded(diagnosis, channels)) {
        bounds.add(diagnosis.noise());
        List<NoiseLevel> levels = measured(image, diagnosis, channels);
        if (levels != null) {
          measured.add(levels);
        }
      }
    }
    // In one of many there may be nothing but texture.
    if (2 * measured.size() > some.size()) {
      return mean(measured, normalization);
    }
    NoiseModel bound = 2 * bounds.size() > some.size() ? mean(bounds, normalization) : null;
    return bound == null
        ? null
        : new NoiseModel(bound.offsets(), bound.slopes(), bound.floors(), Double.POSITIVE_INFINITY);
  }

  /**
   * Noise as it was diagnosed or, where texture is all over an image, by its finest details; null
   * if those do not tell either.
   */
  private static @Nullable List<NoiseLevel> measured(
      Image image, Diagnosis diagnosis, int channels) {
    if (isMeasured(diagnosis, channels)) {
      return diagnosis.noise();
    }
    List<NoiseLevel> levels = new ArrayList<>();
    for (int c = 0; c < channels && isBounded(diagnosis, channels); c++) {
      Law law = FineNoise.of(image, c);
      if (law == null || Double.isInfinite(law.relativeError())) {
        return null;
      }
      levels.add(level(law, diagnosis.noise().get(c), diagnosis.levels().median()));
    }
    return levels.isEmpty() ? null : levels;
  }

  private static NoiseLevel level(Law law, NoiseLevel bound, double median) {
    double variance = law.at(Math.min(bound.brightest(), Math.max(bound.darkest(), median)));
    double change = law.slope() * (bound.brightest() - bound.darkest());
    boolean isLine = Math.abs(change) > NOTABLE * variance;
    return new NoiseLevel(
        !isLine ? Kind.CONSTANT : change > 0 ? Kind.GROWING : Kind.FALLING,
        isLine ? law.slope() : 0,
        isLine ? law.offset() : variance,
        bound.darkest(),
        bound.brightest(),
        Math.sqrt(variance),
        law.relativeError() / 2,
        1);
  }

  /** Whether there may be noise of its own in every pixel, and no more than is said. */
  private static boolean isBounded(Diagnosis diagnosis, int channels) {
    Autocorrelation correlation = diagnosis.correlation();
    boolean isTexture = correlation.pattern() == Pattern.AREA && correlation.hasOwnNoise();
    return (isWhite(diagnosis) || isTexture)
        && diagnosis.noise().size() >= channels
        && diagnosis.noise().stream()
            .limit(channels)
            .allMatch(level -> level.kind() != Kind.UNKNOWN && level.kind() != Kind.NONE);
  }

  private static boolean isWhite(Diagnosis diagnosis) {
    return diagnosis.correlation().pattern() == Pattern.WHITE
        || !diagnosis.correlation().isCertain();
  }

  private static boolean isMeasured(Diagnosis diagnosis, int channels) {
    return isWhite(diagnosis)
        && diagnosis.noise().stream().limit(channels).allMatch(NoiseLevel::isCertain);
  }

  private static NoiseModel mean(List<List<NoiseLevel>> measured, Normalization normalization) {
    int channels = normalization.channels();
    int count = measured.size();
    double[] offsets = new double[channels];
    double[] slopes = new double[channels];
    double[] floors = new double[channels];
    double relativeError = 0;
    for (List<NoiseLevel> levels : measured) {
      for (int c = 0; c < channels; c++) {
        NoiseLevel level = levels.get(c);
        double mean = normalization.means().get(c);
        double deviation = normalization.deviations().get(c);
        boolean isLine = level.kind() == Kind.GROWING || level.kind() == Kind.FALLING;
        double slope = isLine ? level.slope() : 0;
        double offset = isLine ? level.offset() : level.sigma() * level.sigma();
        slopes[c] += slope / deviation / count;
        offsets[c] += (offset + slope * mean) / (deviation * deviation) / count;
        floors[c] += FLOOR * level.sigma() * level.sigma() / (deviation * deviation) / count;
        relativeError = Math.max(relativeError, 2 * level.relativeError());
      }
    }
    return new NoiseModel(
        list(offsets), list(slopes), list(floors), Math.hypot(relativeError, TEXTURE));
  }

  /**
   * The same, for methods that cannot do without.
   *
   * @param method for the message
   * @throws IllegalArgumentException if it cannot be measured, or neighbours share it
   */
  static NoiseModel known(String method, List<Image> images, Normalization normalization) {
    NoiseModel noise = of(images, normalization);
    if (noise == null) {
      throw new IllegalArgumentException(
          method
              + ": neighbouring pixels share noise, or how strong it is cannot be measured"
              + " (expected: noise of its own in every pixel). Let 'limpid diagnose' say which"
              + " method suits");
    }
    return noise;
  }

  /** The noise on the images' own scale, to be made even; of images whose noise is known. */
  static Stabilizer stabilizer(List<Image> images) {
    int channels = images.get(0).channels();
    List<Stabilizer> all = new ArrayList<>();
    for (Image image : some(images)) {
      List<NoiseLevel> levels = measured(image, Diagnosis.of(image), channels);
      if (levels != null) {
        all.add(Stabilizer.of(levels, channels));
      }
    }
    return Stabilizer.mean(all);
  }

  /** Some of many, from all over them. */
  private static List<Image> some(List<Image> images) {
    int taken = Math.min(images.size(), MOST_IMAGES);
    return IntStream.range(0, taken)
        .mapToObj(i -> images.get((int) ((long) i * images.size() / taken)))
        .toList();
  }

  /** As floats, so that the last bits of a JDK's mathematics do not show in files. */
  private static List<Double> list(double[] values) {
    List<Double> list = new ArrayList<>();
    for (double value : values) {
      list.add((double) (float) value);
    }
    return list;
  }
}
