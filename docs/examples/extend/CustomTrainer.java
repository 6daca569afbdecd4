import java.util.List;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleMaker;
import org.limpid.denoise.SampleTrainer;
import org.limpid.denoise.training.Sample;
import org.limpid.denoise.training.TrainingOptions;

/** A whole trainer: predicts each of two shots of the same scene from the other (Noise2Noise). */
public final class CustomTrainer {
  static final SampleMaker OTHER_SHOT =
      (images, place, random) ->
          Sample.of(images.cut(place), images.cut(place.in(1 - place.image())));

  /** Brighter and darker versions too, by another of these examples. */
  public static Denoiser train(Image first, Image second, float most, TrainingOptions options) {
    return new SampleTrainer("two_shots", CustomAugmentation.brighter(OTHER_SHOT, most))
        .withTraining(options)
        .train(List.of(first, second));
  }
}
