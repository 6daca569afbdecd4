import java.util.random.RandomGenerator;
import org.limpid.denoise.training.BatchSource;
import org.limpid.denoise.training.HostArray;
import org.limpid.denoise.training.HostBatch;
import org.limpid.random.RandomKey;

/** An augmentation of one's own: makes each patch brighter or darker, input and target alike. */
public final class CustomAugmentation {
  private static final int PURPOSE = 0x4252_4954; // any number that nothing else uses

  /** The same batches at other brightnesses; the same step gives the same one. */
  public static BatchSource brighter(BatchSource plain, float most, long seed) {
    return step -> {
      HostBatch batch = plain.batch(step);
      RandomGenerator random = new RandomKey(seed, PURPOSE, step).generator();
      float[] shifts = new float[batch.size()];
      for (int i = 0; i < shifts.length; i++) {
        shifts[i] = most * (2 * random.nextFloat() - 1);
      }
      return new HostBatch(
          shifted(batch.input(), shifts), shifted(batch.target(), shifts), batch.weight());
    };
  }

  private static HostArray shifted(HostArray array, float[] shifts) {
    float[] values = array.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += shifts[i / (values.length / shifts.length)];
    }
    return new HostArray(array.shape(), values);
  }
}
