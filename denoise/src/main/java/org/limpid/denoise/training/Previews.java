package org.limpid.denoise.training;

import org.jspecify.annotations.Nullable;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Pixels;
import org.limpid.denoise.predict.Reading;
import org.limpid.denoise.training.TrainingListener.Preview;
import org.limpid.nn.Place;
import org.limpid.tensor.Shape;

/** Shows a listener now and then what the network makes of a patch, if it wants to see that. */
final class Previews {

  /** Many runs make a better picture, but training waits meanwhile. */
  private static final int PASSES = 8;

  private final Learner learner;
  private final Reading reading;
  private final TrainingListener listener;
  private final @Nullable HostArray patch;

  Previews(Learner learner, BatchSource batches, Reading reading, TrainingListener listener) {
    this.learner = learner;
    this.reading = reading.withPasses(PASSES);
    this.listener = listener;
    this.patch = listener.previewInterval() > 0 ? patch(batches) : null;
  }

  private static HostArray patch(BatchSource batches) {
    HostArray given = batches.preview();
    return given == null ? batches.batch(0).input().part(0, 1) : given;
  }

  /** Shows one if it is time. */
  void after(int step) {
    if (patch != null && step % Math.max(1, listener.previewInterval()) == 0) {
      Pixels before = pixels(patch);
      Place place = new Place(before.extents(), before.extents(), new Size3(0, 0, 0));
      listener.preview(new Preview(step, before, pixels(learner.predict(patch, reading, place))));
    }
  }

  private static Pixels pixels(HostArray array) {
    Shape shape = array.shape();
    int last = shape.rank() - 1;
    int depth = last == 4 ? shape.extent(1) : 1;
    Size3 extents = new Size3(depth, shape.extent(last - 2), shape.extent(last - 1));
    return new Pixels(extents, shape.extent(last), array.values());
  }
}
