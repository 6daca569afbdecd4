package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
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

  private Run predict(Path model, Path output, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("predict", "--model", model, "--resume"));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of(folder.resolve("in"), output));
    return Run.limpid(arguments.toArray());
  }

  /** What failed in between stands for what a process was killed at. */
  @Test
  void aFolderGoesOnBehindTheImagesThatAreDone() throws Exception {
    Path in = Files.createDirectory(folder.resolve("in"));
    Path first = TestImages.write(in.resolve("a.png"), 20, 20);
    Path bad = Files.writeString(in.resolve("b.png"), "not an image");
    Path last = TestImages.write(in.resolve("c.png"), 24, 20);
    Path model = folder.resolve("model.safetensors");
    train(first, model).succeeded();
    Path out = folder.resolve("out");
    Path list = out.resolve("limpid.unfinished");

    predict(model, out).refused("b.png: ");
    assertThat(list).exists();
    // As if the process had been killed while it took down another one.
    Files.writeString(list, "{\"input\":", StandardOpenOption.APPEND);
    FileTime longAgo = FileTime.fromMillis(0);
    Path done = out.resolve("a.png");
    byte[] bytes = Files.readAllBytes(done);
    Files.write(last, Files.readAllBytes(first));

    Run again = predict(model, out);
    again.refused("b.png: ");
    assertThat(again.out())
        .contains("a.png  done before  ")
        .contains("1 denoised, 1 done before, 1 failed");
    assertThat(out.resolve("c.png")).as("its image was changed").hasBinaryContent(bytes);

    Files.write(bad, Files.readAllBytes(first));
    Files.setLastModifiedTime(done, longAgo);
    Run end = predict(model, out, "--json").succeeded();
    assertThat(end.outLines()).hasSize(3);
    assertThat(end.outLines().get(0)).as("its result was changed").contains("\"seconds\"");
    assertThat(end.outLines().get(2)).contains("\"ok\":true", "\"skipped\":true");
    assertThat(list).as("all is done").doesNotExist();
  }

  @Test
  void resultsOfAnotherModelAreDoneAgain() throws Exception {
    Path in = Files.createDirectory(folder.resolve("in"));
    Path image = TestImages.write(in.resolve("a.png"), 20, 20);
    Files.writeString(in.resolve("b.png"), "not an image");
    Path one = folder.resolve("one.safetensors");
    Path other = folder.resolve("other.safetensors");
    train(image, one).succeeded();
    train(image, other, "--seed", "7").succeeded();
    Path out = folder.resolve("out");
    predict(one, out).refused("b.png: ");
    assertThat(predict(one, out).out()).contains("0 denoised, 1 done before, 1 failed");
    assertThat(predict(other, out).out()).contains("1 denoised, 1 failed");
    assertThat(predict(other, out, "--axes", "time").out()).contains("1 denoised, 1 failed");
  }
}
