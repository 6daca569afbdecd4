package org.limpid.denoise;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.limpid.backend.Activation;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.Objective;
import org.limpid.denoise.training.TrainingBatch;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.Loss;
import org.limpid.nn.Network;
import org.limpid.nn.Pass;
import org.limpid.nn.net.UNetOptions;
import org.limpid.tensor.Tensor;

/**
 * Learns to denoise from a single noisy image within seconds, with a network of 22,000 parameters
 * (Mansour and Heckel 2023, "Zero-Shot Noise2Noise: Efficient Image Denoising without any Data").
 *
 * <p>The means of the two diagonals of every cell of 2 x 2 pixels are two images of half the size
 * that show nearly the same thing with independent noise. The network learns to give one from the
 * other, and to give for a half what it gives for the whole. A quick start; fine detail of one
 * pixel is taken for noise, and noise that is alike in neighbouring pixels stays.
 *
 * <pre>{@code
 * Image noisy = Image.read(Path.of("cells.tif"));
 * Denoiser denoiser = new ZeroShotNoise2NoiseTrainer().train(noisy);
 * denoiser.denoise(noisy).write(Path.of("clean.tif"));
 * }</pre>
 *
 * <p>Stacks of slices are learned as volumes, which are halved slice by slice; frames of a time
 * series and images of one slice as planes. Immutable, thread-safe.
 */
public final class ZeroShotNoise2NoiseTrainer {

  private static final String METHOD = "zs-n2n";

  /**
   * Options of training to start from: two convolutions of 48 filters and a last of 1x1, whose
   * output is added to the image; 1000 steps of 4 patches of 64 x 64 (x 16) pixels, rate 1e-3 along
   * a cosine. Published are 2000 to 3000 steps of the whole image and rates that are halved.
   */
  public static final TrainingOptions TRAINING =
      TrainingOptions.DEFAULT
          .withNetwork(
              UNetOptions.DEFAULT
                  .withDepth(0)
                  .withFilters(48)
                  .withActivation(Activation.leakyRelu(0.2f))
                  .withResidual(true))
          .withBudget(Budget.steps(1000));

  private final TrainingOptions training;

  /** A trainer with default options. */
  public ZeroShotNoise2NoiseTrainer() {
    this(TRAINING);
  }

  /**
   * A trainer with options of one's own.
   *
   * @param training start from {@link #TRAINING}
   */
  public ZeroShotNoise2NoiseTrainer(TrainingOptions training) {
    this.training = training;
  }

  /** The same with other options of training. */
  public ZeroShotNoise2NoiseTrainer withTraining(TrainingOptions value) {
    return new ZeroShotNoise2NoiseTrainer(value);
  }

  /**
   * Learns from images, usually one; takes seconds.
   *
   * @param images noisy, at least one, of any sizes, all with the same channels, all stacks of
   *     slices or none. Not modified.
   * @throws IllegalArgumentException if they cannot be learned from; says which and why
   * @throws org.limpid.denoise.training.TrainingDivergedException if the loss becomes infinite
   */
  public Denoiser train(Image... images) {
    return train(List.of(images), TrainingListener.NONE);
  }

  /** The same, with somebody who hears how it goes. */
  public Denoiser train(List<Image> images, TrainingListener listener) {
    return train(images, listener, () -> false);
  }

  /**
   * The same, and can be asked to end early.
   *
   * @param stop asked before every step; true ends the training, and what was learned is kept
   */
  public Denoiser train(List<Image> images, TrainingListener listener, BooleanSupplier stop) {
    return new HalvedTraining(METHOD, Map.of(), training, new Diagonals())
        .train(images, listener, stop);
  }

  /** Half the sum of four mean squared errors; validation leaves out those of consistency. */
  private record Diagonals() implements Objective {

    @Override
    public Tensor evaluate(Network network, TrainingBatch batch, Pass pass) {
      Cells cells = new Cells(batch.input().shape(), network.multiple());
      Halves noisy = Halves.of(cells, batch.input());
      Tensor weight = Halves.allCount(cells, batch.weight());
      Halves denoised =
          new Halves(network.forward(noisy.rising(), pass), network.forward(noisy.falling(), pass));
      Tensor crossed =
          error(denoised.rising().subtract(noisy.falling()), weight)
              .add(error(denoised.falling().subtract(noisy.rising()), weight));
      if (!pass.isTraining()) {
        return crossed.times(0.5f);
      }
      Halves whole = Halves.of(cells, network.forward(batch.input(), pass));
      Tensor consistency =
          error(denoised.rising().subtract(whole.rising()), weight)
              .add(error(denoised.falling().subtract(whole.falling()), weight));
      return crossed.add(consistency).times(0.5f);
    }

    private static Tensor error(Tensor difference, Tensor weight) {
      Tensor nothing = Tensor.zeros(weight.device(), weight.shape());
      return Loss.MEAN_SQUARED_ERROR.evaluate(difference, nothing, weight);
    }
  }

  /**
   * Means of the diagonals of all cells.
   *
   * @param rising of the upper right and the lower left pixel
   * @param falling of the upper left and the lower right pixel
   */
  private record Halves(Tensor rising, Tensor falling) {

    static Halves of(Cells cells, Tensor x) {
      return new Halves(mean(cells, x, 1, 2), mean(cells, x, 0, 3));
    }

    private static Tensor mean(Cells cells, Tensor x, int corner, int opposite) {
      return corner(cells, x, corner).add(corner(cells, x, opposite)).times(0.5f);
    }

    /** 1 where every pixel of a cell counts. */
    static Tensor allCount(Cells cells, Tensor weight) {
      Tensor product = corner(cells, weight, 0);
      for (int corner = 1; corner < 4; corner++) {
        product = product.multiply(corner(cells, weight, corner));
      }
      return product;
    }

    private static Tensor corner(Cells cells, Tensor x, int corner) {
      return cells.take(x, cells.pixels(cell -> corner));
    }
  }
}
