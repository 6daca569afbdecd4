package org.limpid.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.Self2SelfOptions;
import org.limpid.denoise.Self2SelfTrainer;
import org.limpid.denoise.metric.Quality;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.TrainingListener;

/**
 * What Self2Self makes of a clean 8-bit image with Gaussian noise added: PSNR and SSIM, clipped to
 * 0 to 255 and rounded for the metric only, as the authors do. Arguments: the image, the noise's
 * standard deviation, steps, passes.
 */
final class Self2SelfQuality {

  private Self2SelfQuality() {}

  /** Trains once and prints one line. */
  public static void main(String... arguments) throws IOException {
    if (arguments.length != 4) {
      System.err.println("Self2SelfQuality: IMAGE SIGMA STEPS PASSES");
      System.exit(2);
    }
    Image clean = Image.read(Path.of(arguments[0]));
    Image noisy = Noise.gaussian(Double.parseDouble(arguments[1])).apply(clean, 1);
    Budget budget = Budget.steps(Integer.parseInt(arguments[2]));
    int passes = Integer.parseInt(arguments[3]);
    long start = System.nanoTime();
    Denoiser denoiser =
        new Self2SelfTrainer(
                Self2SelfOptions.DEFAULT.withPasses(passes),
                Self2SelfTrainer.TRAINING.withBudget(budget))
            .train(List.of(noisy), TrainingListener.NONE);
    double training = (System.nanoTime() - start) * 1e-9;
    Image result = denoiser.denoise(noisy);
    double all = (System.nanoTime() - start) * 1e-9;
    Quality before = Quality.of(clean, asBytes(noisy), 255, false);
    Quality after = Quality.of(clean, asBytes(result), 255, false);
    System.out.printf(
        Locale.ROOT,
        "noisy %.2f dB, %s steps: %.2f dB, SSIM %.4f; training %.0f s, prediction %.0f s%n",
        before.psnr(),
        arguments[2],
        after.psnr(),
        after.ssim(),
        training,
        all - training);
  }

  private static Image asBytes(Image image) {
    float[] samples = image.samples();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Math.max(0, Math.min(255, Math.round(samples[i])));
    }
    return image.withSamples(samples);
  }
}
