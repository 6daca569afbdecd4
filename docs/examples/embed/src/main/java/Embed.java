import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.Noise2VoidTrainer;
import org.limpid.denoise.diagnosis.Diagnosis;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;

/** Denoises a file on a thread of its own, says how far it is, and can be told to end early. */
public final class Embed {
  public static void main(String... arguments) throws IOException {
    Image noisy = Image.read(Path.of(arguments[0]));
    System.out.println(Diagnosis.of(noisy).verdict());

    TrainingOptions options =
        TrainingOptions.DEFAULT.withBudget(Budget.steps(Integer.parseInt(arguments[2])));
    TrainingListener progress =
        new TrainingListener() {
          @Override
          public void step(Step step) {
            System.out.printf("step %d, loss %.3f%n", step.step(), step.loss());
          }
        };
    AtomicBoolean stop = new AtomicBoolean(); // set it, as a Cancel button would, to end early
    CompletableFuture<Denoiser> training =
        CompletableFuture.supplyAsync(
            () ->
                new Noise2VoidTrainer()
                    .withTraining(options)
                    .train(List.of(noisy), progress, stop::get));

    training.join().denoise(noisy).write(Path.of(arguments[1]));
    System.out.println("wrote " + arguments[1]);
  }
}
