import org.limpid.denoise.SampleMaker;
import org.limpid.denoise.patch.Pixels;
import org.limpid.denoise.training.Sample;

/** An augmentation of one's own: makes each patch brighter or darker, input and target alike. */
public final class CustomAugmentation {
  /** The same samples at other brightnesses. */
  public static SampleMaker brighter(SampleMaker plain, float most) {
    return (images, place, random) -> {
      Sample sample = plain.make(images, place, random);
      float shift = most * (2 * random.nextFloat() - 1);
      return new Sample(
          shifted(sample.input(), shift), shifted(sample.target(), shift), sample.weight());
    };
  }

  private static Pixels shifted(Pixels pixels, float shift) {
    Pixels result = pixels.copy();
    for (int i = 0; i < result.values().length; i++) {
      result.values()[i] += shift;
    }
    return result;
  }
}
