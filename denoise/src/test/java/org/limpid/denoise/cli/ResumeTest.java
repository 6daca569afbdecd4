package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
  private static final Object[] OPTIONS = {
    "--steps", "60", "--filters", "4", "--patch", "16", "--device", "cpu"
  };

  @TempDir private Path folder = Path.of("");

  private Run train(Path input, Path model, Object... more) {
    Object[] arguments = new Object[5 + OPTIONS.length + more.length];
    Object[] first = {"train", "--input", input, "--model", model};
    System.arraycopy(first, 0, arguments, 0, 5);
    System.arraycopy(OPTIONS, 0, arguments, 5, OPTIONS.length);
    System.arraycopy(more, 0, arguments, 5 + OPTIONS.length, more.length);
    return Run.limpid(arguments);
  }

  /** What lies on the disk while training goes on is what would be left if it was killed. */
  @Test
  void goesOnFromWhatAKilledTrainingLeft() throws Exception {
    Path input = TestImages.write(folder.resolve("in.png"), 40, 40);
    Path whole = folder.resolve("whole.safetensors");
    Path broken = folder.resolve("broken.safetensors");
    Path state = folder.resolve("whole.safetensors.checkpoint");
    Path left = folder.resolve("broken.safetensors.checkpoint");

    CompletableFuture<Run> run =
        CompletableFuture.supplyAsync(() -> train(input, whole, "--checkpoint-every", "0.001s"));
    while (!Files.exists(left) && !run.isDone()) {
      try {
        Files.copy(state, left, StandardCopyOption.REPLACE_EXISTING);
      } catch (NoSuchFileException e) {
        Thread.sleep(1);
      }
    }
    run.get().succeeded();
    assertThat(state).doesNotExist();
    assertThat(left).exists();

    Run resumed = train(input, broken, "--resume").succeeded();

    assertThat(resumed.err()).contains("going on after step ");
    assertThat(broken).hasSameBinaryContentAs(whole);
    assertThat(left).doesNotExist();
  }

  @Test
  void startsAtTheBeginningWhereThereIsNothing() throws Exception {
    Path input = TestImages.write(folder.resolve("in.png"), 20, 20);
    Run run = train(input, folder.resolve("model.safetensors"), "--resume").succeeded();
    assertThat(run.err()).doesNotContain("going on");
  }

  @Test
  void refusesACheckpointOfAnotherTraining() throws Exception {
    Path input = TestImages.write(folder.resolve("in.png"), 20, 20);
    Path state = Files.writeString(folder.resolve("state"), "nothing of the kind");
    train(input, folder.resolve("m.safetensors"), "--checkpoint", state, "--resume")
        .refused("state: not a readable safetensors file");
  }

  @Test
  void denoisingAloneKeepsAStateWhereItIsAskedTo() throws Exception {
    Path input = TestImages.write(folder.resolve("in.png"), 20, 20);
    Path output = folder.resolve("out.png");
    Path state = folder.resolve("state");
    Run.limpid("denoise", input, output, "--steps", "3", "--resume")
        .refused("--resume: of which file? Say it with --checkpoint FILE.");
    Run.limpid("denoise", folder, folder.resolve("all"), "--checkpoint", state)
        .refused("--checkpoint keeps one training, but IN stands for several images");
    Run.limpid("denoise", input, output, "--steps", "3", "--checkpoint", state, "--resume")
        .succeeded();
    assertThat(state).doesNotExist();
  }
}
