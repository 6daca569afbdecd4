import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.Noise2VoidTrainer;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.optim.Schedule;

/** A schedule of one's own: the rate rises for a tenth of the training, then falls along a line. */
public final class CustomSchedule {
  private static final double RISE = 0.1;

  public static Denoiser train(Image noisy, TrainingOptions options) {
    Schedule triangle =
        (initial, step, done) ->
            (float) (initial * Math.min((done + 0.01) / RISE, (1 - done) / (1 - RISE)));
    TrainingOptions own = options.withDecay(() -> triangle);
    return new Noise2VoidTrainer().withTraining(own).train(noisy);
  }
}
