package org.limpid.benchmarks.quality;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.limpid.benchmarks.quality.data.DataSet;
import org.limpid.benchmarks.quality.data.DataSets;
import org.limpid.benchmarks.quality.data.Entry;
import org.limpid.benchmarks.quality.data.TestImage;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.Noise2VoidTrainer;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.ZeroShotNoise2NoiseTrainer;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.QualityEstimate;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.net.UNetOptions;
import org.limpid.tensor.Device;

/**
 * Compares the quality that is estimated without a truth with the truth: by how many decibels noise
 * is reduced. Real frames do not have the gain and offset of the averages that stand for their
 * truth, so those of the average are fitted to the frame.
 */
final class Estimates {

  private static final int[] SIDES = {256, 192};

  /** Small, so that some can be held out of the smaller images. */
  private static final int PATCH = 32;

  private static final double CLOSE = 0.5;
  private static final double AIM = 0.2;

  /**
   * What is denoised and judged.
   *
   * @param name for the table
   * @param image with its truth
   * @param isQuick whether ZS-N2N is to learn it instead of Noise2Void
   * @param isFitted whether the truth is on another scale
   */
  private record Case(
      String name, Entry.Source image, boolean isQuick, boolean isFitted, int seed) {}

  private final Request request;
  private final PrintStream out;
  private final Device device;
  private final List<Double> misses = new ArrayList<>();
  private int held;
  private int refused;

  private Estimates(Request request, Device device, PrintStream out) {
    this.request = request;
    this.device = device;
    this.out = out;
  }

  /**
   * Prints a table.
   *
   * @param isGrid whether drawn scenes are to be judged, whatever the set of the request
   */
  static void run(Request request, boolean isGrid, PrintStream out) throws IOException {
    int seed = option(request, "--seed", 1);
    int side = option(request, "--side", 0);
    int[] sides = side == 0 ? SIDES : new int[] {side};
    List<Case> cases = isGrid ? grid(seed, sides) : of(DataSets.find(request.data()), request);
    try (Device device = Device.cpu(request.threads())) {
      Estimates estimates = new Estimates(request, device, out);
      out.println("| image | gain | estimate | 95 % | difference |\n|---|---|---|---|---|");
      for (Case each : cases.subList(0, Math.min(request.limit(), cases.size()))) {
        estimates.judge(each);
      }
      estimates.sum();
    }
  }

  /** Every scene with every noise, in some sizes; each third by the quicker method. */
  private static List<Case> grid(int first, int[] sides) {
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < sides.length; i++) {
      int side = sides[i];
      int seed = first + i;
      for (Specimen specimen : Specimen.values()) {
        String scene = specimen.name().toLowerCase(Locale.ROOT) + " " + side;
        for (double sigma : new double[] {10, 25, 50}) {
          String name = scene + String.format(Locale.ROOT, ", sigma %.0f", sigma);
          cases.add(drawn(name, specimen, Noise.gaussian(sigma), side, seed, cases.size()));
        }
        for (double[] law : new double[][] {{2, 3}, {4, 10}, {8, 3}}) {
          String name =
              scene + String.format(Locale.ROOT, ", gain %.0f, sigma %.0f", law[0], law[1]);
          Noise noise = Noise.poissonGaussian(law[0], law[1]);
          cases.add(drawn(name, specimen, noise, side, seed, cases.size()));
        }
      }
    }
    return cases;
  }

  private static Case drawn(
      String name, Specimen specimen, Noise noise, int side, int seed, int number) {
    boolean isQuick = (number + seed) % 3 == 0;
    return new Case(
        name + (isQuick ? ", zs-n2n" : ""),
        folder -> {
          Image clean = specimen.image(side, side, seed);
          return new TestImage(noise.apply(clean, seed), clean);
        },
        isQuick,
        false,
        seed);
  }

  private static List<Case> of(DataSet set, Request request) {
    boolean isQuick = request.method().equals("zs-n2n");
    return set.entries().stream()
        .filter(entry -> entry.name().equals(request.only().orElse(entry.name())))
        .map(
            entry ->
                new Case(
                    set.name() + " " + entry.name(),
                    entry.source(),
                    isQuick,
                    set.sigma().isEmpty() && !set.name().startsWith("generated"),
                    1))
        .toList();
  }

  private void judge(Case each) throws IOException {
    TestImage image = each.image().read(request.folder());
    Image noisy = image.noisy().withType(SampleType.FLOAT32);
    float[] truth = image.clean().samples();
    if (each.isFitted()) {
      fit(truth, noisy.samples());
    }
    Denoiser denoiser = denoiser(each, noisy);
    double gain = 10 * Math.log10(error(noisy, truth) / error(denoiser.denoise(noisy), truth));
    QualityEstimate quality = denoiser.history().quality();
    out.println(row(each.name(), gain, quality, denoiser.history().unjudged()));
    if (quality == null) {
      refused++;
      return;
    }
    misses.add(Math.abs(quality.decibels(quality.error()) - gain));
    boolean isInside =
        gain >= quality.decibels(quality.high()) && gain <= quality.decibels(quality.low());
    held += isInside ? 1 : 0;
  }

  private Denoiser denoiser(Case each, Image noisy) {
    int steps = option(request, "--steps", 400);
    int filters = option(request, "--filters", 8);
    TrainingOptions options =
        (each.isQuick() ? ZeroShotNoise2NoiseTrainer.TRAINING : TrainingOptions.DEFAULT)
            .withDevice(device)
            .withPatchSize(PATCH, 1)
            .withSeed(each.seed())
            .withBudget(Budget.steps(steps));
    UNetOptions network = options.network().withFilters(filters);
    return each.isQuick()
        ? new ZeroShotNoise2NoiseTrainer(options.withNetwork(network)).train(noisy)
        : new Noise2VoidTrainer().withTraining(options.withNetwork(network)).train(noisy);
  }

  private static int option(Request request, String name, int otherwise) {
    int place = request.others().indexOf(name);
    if (place < 0) {
      return otherwise;
    }
    String value = place + 1 < request.others().size() ? request.others().get(place + 1) : "";
    if (!value.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(name + " " + value + " (expected: a whole number)");
    }
    return Integer.parseInt(value);
  }

  /** Brings a truth to the scale of a noisy image, by least squares. */
  private static void fit(float[] truth, float[] noisy) {
    double n = truth.length;
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    for (int i = 0; i < truth.length; i++) {
      x += truth[i];
      y += noisy[i];
      xx += (double) truth[i] * truth[i];
      xy += (double) truth[i] * noisy[i];
    }
    double slope = (xy - x * y / n) / (xx - x * x / n);
    for (int i = 0; i < truth.length; i++) {
      truth[i] = (float) (slope * truth[i] + (y - slope * x) / n);
    }
  }

  private static double error(Image image, float[] truth) {
    float[] values = image.samples();
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      double miss = values[i] - (double) truth[i];
      sum += miss * miss;
    }
    return sum / truth.length;
  }

  private static String row(
      String name, double gain, @Nullable QualityEstimate quality, @Nullable String reason) {
    if (quality == null) {
      return String.format(Locale.ROOT, "| %s | %.2f | none: %s | | |", name, gain, reason);
    }
    double estimate = quality.decibels(quality.error());
    return String.format(
        Locale.ROOT,
        "| %s | %.2f | %.2f | %.1f to %.1f | %+.2f |",
        name,
        gain,
        estimate,
        quality.decibels(quality.high()),
        quality.decibels(quality.low()),
        estimate - gain);
  }

  private void sum() {
    List<Double> sorted = misses.stream().sorted().toList();
    int all = sorted.size();
    out.printf(
        Locale.ROOT,
        "%nDifference: median %.2f dB, worst %.2f dB; %d of %d within %.1f dB, %d within %.1f dB;"
            + " %d in the interval; %d without an estimate%n",
        all == 0 ? Double.NaN : (sorted.get((all - 1) / 2) + sorted.get(all / 2)) / 2,
        all == 0 ? Double.NaN : sorted.get(all - 1),
        sorted.stream().filter(miss -> miss <= CLOSE).count(),
        all,
        CLOSE,
        sorted.stream().filter(miss -> miss <= AIM).count(),
        AIM,
        held,
        refused);
  }
}
