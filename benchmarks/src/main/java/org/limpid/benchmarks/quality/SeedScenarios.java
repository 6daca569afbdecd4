package org.limpid.benchmarks.quality;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.NeuralEggSeparationOptions;
import org.limpid.denoise.NeuralEggSeparationTrainer;
import org.limpid.denoise.Noise2NoiseOptions;
import org.limpid.denoise.Noise2NoiseTrainer;
import org.limpid.denoise.PairGenerator;
import org.limpid.denoise.PairLoss;
import org.limpid.denoise.synthetic.ClutteredCells;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.Decay;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.net.UNetOptions;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;

/**
 * Cells behind clutter: Noise2Noise with an absolute loss, its control with a squared one that has
 * to fail, and egg separation in one shot and in rounds. As in the exercise, the network is {@code
 * UNet(1, 1, 16)}, and 4000 steps of 64 images are taken with Adam at a constant rate of 1e-3;
 * unlike there, the result is the running average of the weights.
 *
 * <p>Noise2Noise uses every pair once. Egg separation learns from 4096 mixtures and as many images
 * of clutter, flipped and turned.
 *
 * <p>{@code benchmarks/quality.sh SCENARIO [STEPS [MINUTES [THREADS [BATCH]]]]}, SCENARIO being
 * {@code noise2noise}, {@code noise2noise-squared}, {@code nes-one-shot} or {@code nes}.
 */
public final class SeedScenarios {

  private static final int TEST_IMAGES = 1000;
  private static final int MIXTURES = 4096;
  private static final int MIXTURE_PURPOSE = 0x6d69_7874;
  private static final int CLUTTER_PURPOSE = 0x636c_7574;
  private static final PairGenerator PAIRS = ClutteredCells.PAIRED::pair;

  private SeedScenarios() {}

  /** Runs one scenario and prints lines of a table. */
  public static void main(String... arguments) {
    String scenario = arguments[0];
    int steps = number(arguments, 1, 4000);
    Duration longest = Duration.ofMinutes(number(arguments, 2, 600));
    int threads = number(arguments, 3, Runtime.getRuntime().availableProcessors());
    int batch = number(arguments, 4, 64);
    try (Device device = Device.cpu(threads)) {
      TrainingOptions options =
          TrainingOptions.DEFAULT
              .withNetwork(UNetOptions.TAPERED)
              .withBatchSize(batch)
              .withBudget(Budget.steps(steps))
              .withDecay(Decay.CONSTANT)
              .withDevice(device);
      long end = System.nanoTime() + longest.toNanos();
      run(scenario, options, () -> System.nanoTime() > end, System.out);
    }
  }

  private static int number(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }

  private static void run(
      String scenario, TrainingOptions options, BooleanSupplier stop, PrintStream out) {
    ClutteredCells kind =
        scenario.startsWith("nes") ? ClutteredCells.SINGLE : ClutteredCells.PAIRED;
    Clutter test = Clutter.of(kind, TEST_IMAGES);
    Denoiser denoiser = train(scenario, options, new Teller(out), stop);
    out.println("| what | steps | absolute error | PSNR | bias | in the centre | in corners |");
    out.println("| noisy | | " + test.before() + " |");
    out.printf("| %s | %d | %s |%n", scenario, denoiser.history().steps(), test.after(denoiser));
  }

  private static Denoiser train(
      String scenario, TrainingOptions options, TrainingListener teller, BooleanSupplier stop) {
    return switch (scenario) {
      case "noise2noise" -> noise2Noise(PairLoss.MAE, options).train(PAIRS, teller, stop);
      case "noise2noise-squared" -> noise2Noise(PairLoss.MSE, options).train(PAIRS, teller, stop);
      case "nes-one-shot" -> separated(0, options, teller, stop);
      case "nes" -> separated(NeuralEggSeparationOptions.DEFAULT.rounds(), options, teller, stop);
      default ->
          throw new IllegalArgumentException(
              "no scenario '"
                  + scenario
                  + "' (expected: noise2noise, noise2noise-squared, nes-one-shot or nes)");
    };
  }

  private static Noise2NoiseTrainer noise2Noise(PairLoss loss, TrainingOptions options) {
    return new Noise2NoiseTrainer(
        Noise2NoiseOptions.DEFAULT.withLoss(loss), options.withAugmentation(false));
  }

  private static Denoiser separated(
      int rounds, TrainingOptions options, TrainingListener teller, BooleanSupplier stop) {
    List<Image> mixtures = new ArrayList<>();
    List<Image> clutter = new ArrayList<>();
    for (int i = 0; i < MIXTURES; i++) {
      RandomKey mixture = new RandomKey(options.seed(), MIXTURE_PURPOSE, i);
      mixtures.add(ClutteredCells.SINGLE.noisy(mixture, 0));
      RandomKey alone = new RandomKey(options.seed(), CLUTTER_PURPOSE, i);
      clutter.add(ClutteredCells.SINGLE.clutter(alone, 0));
    }
    return new NeuralEggSeparationTrainer(
            NeuralEggSeparationOptions.DEFAULT.withRounds(rounds), options)
        .train(mixtures, clutter, teller, stop);
  }

  /** Says how far it is. */
  private record Teller(PrintStream out) implements TrainingListener {

    @Override
    public void step(Step step) {
      if (step.step() % 50 == 0 || step.step() == 1) {
        out.printf(
            Locale.ROOT,
            "step %d: loss %.5f, %.0f s, %.0f s left%n",
            step.step(),
            step.loss(),
            step.seconds(),
            step.remainingSeconds());
      }
    }

    @Override
    public void validation(Validation validation) {
      out.printf(
          Locale.ROOT, "step %d: validation loss %.5f%n", validation.step(), validation.loss());
    }
  }
}
