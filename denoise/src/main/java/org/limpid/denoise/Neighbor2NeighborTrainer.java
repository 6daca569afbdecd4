package org.limpid.denoise;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.limpid.autograd.Tape;
import org.limpid.denoise.training.Objective;
import org.limpid.denoise.training.Purposes;
import org.limpid.denoise.training.TrainingBatch;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.Loss;
import org.limpid.nn.Network;
import org.limpid.nn.Pass;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Tensor;

/**
 * Learns to denoise from noisy images alone, by guessing pixels from their neighbours (Huang et al.
 * 2021, "Neighbor2Neighbor: Self-Supervised Denoising from Single Noisy Images").
 *
 * <p>Of every cell of 2 x 2 pixels two neighbours are drawn at random, which makes two images of
 * half the size that show nearly the same thing with independent noise; the network is shown one
 * and asked for the other. That they do not show quite the same is made up for by a second term:
 * the two may differ as much as they do in what the network makes of the whole. No pixel is hidden,
 * so that a result uses all that was measured. Noise that is alike in neighbouring pixels stays.
 *
 * <pre>{@code
 * Image noisy = Image.read(Path.of("cells.tif"));
 * Denoiser denoiser = new Neighbor2NeighborTrainer().train(noisy);
 * denoiser.denoise(noisy).write(Path.of("clean.tif"));
 * }</pre>
 *
 * <p>Stacks of slices are learned as volumes, whose neighbours are drawn within slices; frames of a
 * time series and images of one slice as planes. Immutable, thread-safe.
 */
public final class Neighbor2NeighborTrainer {

  private static final String METHOD = "neighbor2neighbor";

  private final Neighbor2NeighborOptions options;
  private final TrainingOptions training;

  /** A trainer with default options. */
  public Neighbor2NeighborTrainer() {
    this(Neighbor2NeighborOptions.DEFAULT, TrainingOptions.DEFAULT);
  }

  /** A trainer with options of one's own. */
  public Neighbor2NeighborTrainer(Neighbor2NeighborOptions options, TrainingOptions training) {
    this.options = options;
    this.training = training;
  }

  /** The same with other options of the method. */
  public Neighbor2NeighborTrainer withOptions(Neighbor2NeighborOptions value) {
    return new Neighbor2NeighborTrainer(value, training);
  }

  /** The same with other options of training. */
  public Neighbor2NeighborTrainer withTraining(TrainingOptions value) {
    return new Neighbor2NeighborTrainer(options, value);
  }

  /**
   * Learns from images; takes minutes.
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
    Map<String, Object> settings = Map.of("consistency", options.consistency());
    Objective objective = new Neighbours(options.consistency(), training.seed());
    return new HalvedTraining(METHOD, settings, training, objective).train(images, listener, stop);
  }

  /** Mean squared errors; validation leaves out that of consistency. */
  private record Neighbours(float consistency, long seed) implements Objective {

    /** A pair of pixels side by side or above each other, in both orders. */
    private static final int[][] PAIRS = {
      {0, 1}, {1, 0}, {0, 2}, {2, 0}, {1, 3}, {3, 1}, {2, 3}, {3, 2}
    };

    @Override
    public Tensor evaluate(Network network, TrainingBatch batch, Pass pass) {
      RandomKey drawn = pass.nextKey();
      RandomKey key = drawn == null ? new RandomKey(seed, Purposes.VALIDATION, 0) : drawn;
      Cells cells = new Cells(batch.input().shape(), network.multiple());
      int[] pairs = new int[cells.count()];
      for (int cell = 0; cell < pairs.length; cell++) {
        pairs[cell] = (int) (key.uniform(cell) * PAIRS.length);
      }
      int[] shown = cells.pixels(cell -> PAIRS[pairs[cell]][0]);
      int[] asked = cells.pixels(cell -> PAIRS[pairs[cell]][1]);
      Tensor target = cells.take(batch.target(), asked);
      Tensor weight = cells.take(batch.weight(), shown).multiply(cells.take(batch.weight(), asked));
      Tensor y = network.forward(cells.take(batch.input(), shown), pass);
      Tensor error = Loss.MEAN_SQUARED_ERROR.evaluate(y, target, weight);
      float strength = (float) (consistency * pass.progress());
      if (!pass.isTraining() || strength == 0) {
        return error;
      }
      Tensor whole = Tape.unlisted(() -> network.forward(batch.input(), pass));
      Tensor apart = cells.take(whole, asked).subtract(cells.take(whole, shown));
      Tensor inconsistency = Loss.MEAN_SQUARED_ERROR.evaluate(y, target.subtract(apart), weight);
      return error.add(inconsistency.times(strength));
    }
  }
}
