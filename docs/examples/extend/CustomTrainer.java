import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.limpid.backend.Size3;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.patch.Pixels;
import org.limpid.denoise.training.BatchSource;
import org.limpid.denoise.training.HostArray;
import org.limpid.denoise.training.HostBatch;
import org.limpid.denoise.training.Objective;
import org.limpid.denoise.training.TrainingHistory;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingLoop;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.Loss;
import org.limpid.nn.Parameters;
import org.limpid.nn.net.UNet;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Shape;

/** A whole trainer: predicts each of two shots of the same scene from the other (Noise2Noise). */
public record CustomTrainer(TrainingOptions options, UnaryOperator<BatchSource> augmentation) {
  private static final String NAME = "two_shots";

  public Denoiser train(Image first, Image second) {
    List<Pixels> shots = List.of(pixels(first), pixels(second));
    Normalization scale = Normalization.of(shots);
    UNet network =
        new UNet(options.network(), options.device(), new RandomKey(options.seed(), 1, 0));
    BatchSource batches = augmentation.apply(step -> batch(shots, scale, step));
    Size3 patch = new Size3(1, options.patchSize(), options.patchSize());
    TrainingListener.Plan plan =
        new TrainingListener.Plan(
            NAME,
            options.device().name(),
            Parameters.of(network).count(),
            1,
            patch,
            options.batchSize(),
            0,
            options.budget(),
            Map.of());
    TrainingHistory history =
        new TrainingLoop(
                network, Objective.of(Loss.MEAN_SQUARED_ERROR), batches, List.of(), options)
            .run(plan, TrainingListener.NONE, () -> false);
    return Denoiser.of(network, options.device(), scale, NAME, history);
  }

  private HostBatch batch(List<Pixels> shots, Normalization scale, int step) {
    RandomGenerator random = new RandomKey(options.seed(), 2, step).generator();
    int side = options.patchSize();
    float[] input = new float[options.batchSize() * side * side];
    float[] target = input.clone();
    float[] weight = input.clone();
    java.util.Arrays.fill(weight, 1);
    for (int i = 0; i < options.batchSize(); i++) {
      int from = random.nextInt(2);
      Size3 extents = shots.get(0).extents();
      int y = random.nextInt(extents.height() - side + 1);
      int x = random.nextInt(extents.width() - side + 1);
      for (int p = 0; p < side * side; p++) {
        int at = i * side * side + p;
        input[at] = scale.apply(shots.get(from).at(0, y + p / side, x + p % side, 0), 0);
        target[at] = scale.apply(shots.get(1 - from).at(0, y + p / side, x + p % side, 0), 0);
      }
    }
    Shape shape = Shape.of(options.batchSize(), side, side, 1);
    return new HostBatch(
        new HostArray(shape, input), new HostArray(shape, target), new HostArray(shape, weight));
  }

  private static Pixels pixels(Image gray) {
    return new Pixels(new Size3(1, gray.height(), gray.width()), 1, gray.samples());
  }
}
