package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limpid.denoise.predict.PredictionOptions;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;

/** A prediction that was broken off goes on behind the last row of tiles that was done. */
class ResumedPredictionTest {

  private static final PredictionOptions TIGHT = PredictionOptions.DEFAULT.withMemoryBytes(1 << 20);
  private static final Image NOISY =
      Noise.gaussian(40).apply(Specimen.MIXED.image(150, 400, 1), 2).withType(SampleType.FLOAT32);

  private static Denoiser denoiser;
  private static float[] whole;

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void train() {
    denoiser = EachTrainer.NOISE2VOID.train(EachTrainer.steps(3)).withPrediction(TIGHT);
    whole = denoiser.denoise(NOISY).samples();
  }

  /** An image that counts how often its rows are read. */
  private static Image counting(int[] reads) {
    return Image.lazy(
        (frame, slice, y, x, rows, columns, target, offset) -> {
          for (int row = y; row < y + rows; row++) {
            reads[row]++;
          }
          NOISY.copyRegion(frame, slice, y, x, rows, columns, target, offset);
        },
        1,
        1,
        400,
        150,
        1);
  }

  /** Computes some rows as a process would that is killed behind them. */
  private Path brokenOffAfter(int rows) throws IOException {
    Path kept = folder.resolve("kept");
    Image part = denoiser.lazily(NOISY, done -> {}, kept);
    assertThat(part.bandRows()).isLessThan(100);
    part.copyRegion(0, 0, 0, 0, rows, 150, new float[rows * 150], 0);
    return kept;
  }

  @Test
  void whatIsDoneIsNotComputedAgain() throws IOException {
    Path kept = brokenOffAfter(200);
    int[] reads = new int[400];
    List<Double> progress = new ArrayList<>();
    Image rest = denoiser.lazily(counting(reads), progress::add, kept);
    int before = reads[10];
    float[] samples = rest.samples();

    assertThat(samples).isEqualTo(whole);
    assertThat(reads[10]).as("reads of a row that was done").isEqualTo(before);
    assertThat(reads[390]).as("reads of one that was not").isGreaterThan(before);
    assertThat(progress).isSorted().endsWith(1.0);
  }

  @Test
  void whatWasHalfWrittenIsComputedAgain() throws IOException {
    Path kept = brokenOffAfter(200);
    try (FileChannel channel = FileChannel.open(kept, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 17);
    }
    assertThat(denoiser.lazily(NOISY, done -> {}, kept).samples()).isEqualTo(whole);
    // Once more, all of it from the file.
    int[] reads = new int[400];
    Image again = denoiser.lazily(counting(reads), done -> {}, kept);
    int before = reads[10];
    assertThat(again.samples()).isEqualTo(whole);
    assertThat(reads).containsOnly(before);
  }

  @Test
  void whatIsDamagedIsComputedAgain() throws IOException {
    Path kept = brokenOffAfter(200);
    byte[] bytes = Files.readAllBytes(kept);
    for (int at = bytes.length / 3; at < bytes.length; at += bytes.length / 7) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 0x10;
      Files.write(kept, damaged);
      assertThat(denoiser.lazily(NOISY, done -> {}, kept).samples()).isEqualTo(whole);
    }
  }

  @Test
  void partsOfAnotherResultAreRefused() throws IOException {
    Path kept = brokenOffAfter(100);
    Denoiser other =
        EachTrainer.NOISE2VOID.train(EachTrainer.steps(3).withSeed(2)).withPrediction(TIGHT);
    assertThatThrownBy(() -> other.lazily(NOISY, done -> {}, kept))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("resume: " + kept + " holds parts of another result (model ")
        .hasMessageEndingWith("or delete it to start anew");
    float[] samples = NOISY.samples();
    samples[77]++;
    assertThatThrownBy(() -> denoiser.lazily(NOISY.withSamples(samples), done -> {}, kept))
        .hasMessageContaining("another result (image 400 x 150 (Y, X), 1 channel, float32 ");
    PredictionOptions more = TIGHT.withMemoryBytes(2 << 20);
    assertThatThrownBy(() -> denoiser.withPrediction(more).lazily(NOISY, done -> {}, kept))
        .hasMessageContaining("another result (tiles 1 x ");
  }

  @Test
  void otherFilesAreRefusedAndLeftAlone() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "Dear colleague");
    assertThatThrownBy(() -> denoiser.lazily(NOISY, done -> {}, text))
        .isInstanceOf(IOException.class)
        .hasMessage(text + ": holds no part of a result. Delete it, or name another file");
    assertThat(text).hasContent("Dear colleague");
    Path nowhere = folder.resolve("missing").resolve("kept");
    assertThatThrownBy(() -> denoiser.lazily(NOISY, done -> {}, nowhere))
        .isInstanceOf(IOException.class);
  }

  @Test
  void filesAreDenoisedAndWhatWasKeptIsDeleted() throws IOException {
    Path kept = brokenOffAfter(200);
    Path noisy = folder.resolve("noisy.tif");
    Path result = folder.resolve("result.tif");
    NOISY.write(noisy);
    denoiser.denoise(noisy, result, done -> {}, kept);

    assertThat(Image.read(result).samples()).isEqualTo(whole);
    assertThat(kept).doesNotExist();
  }

  /** Also where inputs and results have scales of their own, as after learning from pairs. */
  @ParameterizedTest
  @EnumSource
  void partsAreTheWhole(EachTrainer trainer) throws IOException {
    Denoiser trained = trainer.train(EachTrainer.steps(2));
    Path kept = folder.resolve("kept");
    float[] expected = trained.denoise(trainer.noisy()).samples();
    assertThat(trained.lazily(trainer.noisy()).samples()).isEqualTo(expected);
    assertThat(trained.lazily(trainer.noisy(), done -> {}, kept).samples()).isEqualTo(expected);
    assertThat(trained.lazily(trainer.noisy(), done -> {}, kept).samples()).isEqualTo(expected);
  }
}
