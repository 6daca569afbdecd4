import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.Noise2VoidTrainer;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.Loss;

/**
 * A loss of one's own: Charbonnier's, which grows like a square near 0 and like a line far away.
 */
public final class CustomLoss {
  private static final float NEAR = 1e-3f;

  public static Denoiser train(Image noisy, TrainingOptions options) {
    Loss charbonnier =
        (prediction, target, weight) ->
            prediction
                .subtract(target)
                .square()
                .plus(NEAR * NEAR)
                .sqrt()
                .multiply(weight)
                .sum()
                .divide(weight.sum());
    return new Noise2VoidTrainer().withTraining(options).withLoss(charbonnier).train(noisy);
  }
}
