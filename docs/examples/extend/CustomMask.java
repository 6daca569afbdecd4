import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.Noise2VoidTrainer;
import org.limpid.denoise.masking.MaskStrategy;
import org.limpid.denoise.training.TrainingOptions;

/** A mask of one's own: hides every fourth row from a random one on, for noise alike along rows. */
public final class CustomMask {
  private static final int APART = 4;

  public static Denoiser train(Image noisy, TrainingOptions options) {
    MaskStrategy rows =
        (patch, random) -> {
          for (int y = 1 + random.nextInt(APART); y < patch.height() - 1; y += APART) {
            for (int x = 0; x < patch.width(); x++) {
              patch.hide(y, x, random.nextBoolean() ? patch.get(y - 1, x) : patch.get(y + 1, x));
            }
          }
        };
    return new Noise2VoidTrainer().withTraining(options).withMask(rows).train(noisy);
  }
}
