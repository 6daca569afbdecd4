package org.limpid.denoise.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.limpid.backend.Size3;
import org.limpid.denoise.training.TrainingListener.Plan;
import org.limpid.nn.Loss;
import org.limpid.nn.Network;
import org.limpid.nn.net.UNet;
import org.limpid.nn.net.UNetOptions;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;

/** Writes a small checkpoint, and reads it as a training that goes on does. */
public final class CheckpointReading {
  private static final TrainingOptions OPTIONS =
      TrainingOptions.DEFAULT
          .withNetwork(UNetOptions.DEFAULT.withDepth(1).withFilters(1))
          .withBudget(Budget.steps(20))
          .withKeepBest(1)
          .withValidationInterval(10);

  private CheckpointReading() {}

  private static Network network() {
    return new UNet(OPTIONS.network(), Device.cpu(), new RandomKey(7, 7, 7));
  }

  private static Objective objective() {
    return Objective.of(Loss.MEAN_SQUARED_ERROR);
  }

  private static Plan plan() {
    return new Plan("test", "cpu", 1, 1, new Size3(1, 4, 4), 2, 2, OPTIONS.budget(), Map.of());
  }

  /** Trains until a checkpoint is there. */
  public static void write(Path file) {
    TrainingOptions options =
        OPTIONS.withCheckpoints(Checkpoints.in(file).withInterval(Duration.ZERO));
    List<HostBatch> held = List.of(CheckpointTest.batch(-1));
    new TrainingLoop(network(), objective(), CheckpointTest::batch, held, options)
        .run(plan(), TrainingListener.NONE, () -> false);
  }

  /**
   * What a checkpoint says, apart from the weights.
   *
   * @throws IOException if it is damaged, or of another training: that is told by an {@link
   *     IllegalArgumentException} with a line of its own
   */
  public static String read(Path file) throws IOException {
    Network network = network();
    List<HostBatch> held = List.of(CheckpointTest.batch(-1));
    Fingerprint fingerprint = Fingerprint.of(plan(), network, OPTIONS, CheckpointTest::batch, held);
    try (Learner learner = new Learner(network, objective(), OPTIONS)) {
      TrainingState state = new TrainingState();
      new CheckpointFile(file, fingerprint).restore(learner, state, Device.cpu());
      Map<String, Object> said = new TreeMap<>(state.describe());
      said.remove("seconds"); // goes on
      return said + " " + learner.describe() + " " + learner.best().describe();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (IllegalArgumentException e) {
      if (String.valueOf(e.getMessage()).startsWith("resume: " + file + " belongs to another")) {
        throw new IOException(e.getMessage(), e);
      }
      throw e;
    }
  }
}
