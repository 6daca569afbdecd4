package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.denoise.patch.Symmetries;
import org.limpid.denoise.predict.PredictionOptions;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;

class DenoiserTest {

  private static final Image NOISY = Noise.gaussian(40).apply(Specimen.MIXED.image(75, 53, 1), 1);

  private static Denoiser denoiser;

  @BeforeAll
  static void train() {
    denoiser = SmallTraining.steps(20).train(NOISY);
  }

  @Test
  void savedAndLoadedGivesTheSameBits(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.safetensors");
    denoiser.save(file);
    Denoiser loaded = Denoiser.load(file);

    assertThat(loaded.denoise(NOISY).samples()).isEqualTo(denoiser.denoise(NOISY).samples());
    assertThat(loaded.history()).isEqualTo(denoiser.history());
    Path again = folder.resolve("again.safetensors");
    loaded.save(again);
    assertThat(again).hasSameBinaryContentAs(file);
  }

  @Test
  void theSameTrainingGivesTheSameFile(@TempDir Path folder) throws IOException {
    Path first = folder.resolve("first.safetensors");
    Path second = folder.resolve("second.safetensors");
    SmallTraining.steps(3).train(NOISY).save(first);
    SmallTraining.steps(3).train(NOISY).save(second);

    assertThat(second).hasSameBinaryContentAs(first);
  }

  @Test
  void describesItself() {
    assertThat(denoiser.description())
        .containsEntry("method", "noise2void")
        .containsKeys("options", "network", "normalization", "history");
  }

  @Test
  void keepsTypeSizeMetadataAndOpacity() {
    float[] opacity = new float[75 * 53];
    opacity[5] = 0.5f;
    Image image =
        NOISY
            .withType(SampleType.UINT8)
            .withMetadata(Metadata.NONE.withDescription("cells"))
            .withAlpha(opacity);
    Image denoised = denoiser.denoise(image);

    assertThat(denoised.type()).isEqualTo(SampleType.UINT8);
    assertThat(denoised.metadata().description()).isEqualTo("cells");
    assertThat(denoised.alpha()).hasValue(opacity);
    assertThat(denoised).hasToString(image.toString());
  }

  @Test
  void threadsMayShareIt() throws Exception {
    float[] expected = denoiser.denoise(NOISY).samples();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<float[]> task = () -> denoiser.denoise(NOISY).samples();
      for (Future<float[]> result : threads.invokeAll(List.of(task, task, task, task, task))) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void averagingOverOrientationsChangesLittle() {
    float[] once = denoiser.denoise(NOISY).samples();
    float[] mean =
        denoiser
            .withPrediction(PredictionOptions.DEFAULT.withAveraging(Symmetries.TURNS_AND_FLIPS))
            .denoise(NOISY)
            .samples();
    double difference = 0;
    for (int i = 0; i < once.length; i++) {
      difference += Math.abs(once[i] - mean[i]) / once.length;
    }
    assertThat(difference).isBetween(0.01, 15.0);
  }

  @Test
  void refusesOtherChannels() {
    assertThatThrownBy(() -> denoiser.denoise(Image.of(new float[75], 1, 1, 5, 5, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "denoise: the image has 3 channels but the model was trained on 1. Train a model on"
                + " such images, or denoise channels one by one");
  }

  @Test
  void saysThatAFileIsMissingOrNoModel(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("missing.safetensors");
    assertThatThrownBy(() -> Denoiser.load(missing))
        .isInstanceOf(IOException.class)
        .hasMessage(missing + ": there is no such file");
    assertThatThrownBy(() -> Denoiser.load(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + ": is a folder. Name a model file inside it");
    Path text = Files.writeString(folder.resolve("text.safetensors"), "hello");
    assertThatThrownBy(() -> Denoiser.load(text))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(text.toString());
  }

  /** Takes a good file apart, changes a piece of its description and puts it together again. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "limpid                | limpet               | no model of Limpid",
        "\\\"version\\\":1     | \\\"version\\\":2    | version 2 (expected: 1)",
        "\\\"version\\\":1     | \\\"version\\\":{}   | 'version' is missing",
        "noise2void            | \\\\u0000\\\\u000a   | 'method' is missing",
        "\\\"filters\\\":8     | \\\"filters\\\":1024 | parameters (expected: at most",
        "\\\"filters\\\":8     | \\\"filters\\\":9    | expected: at most",
        "\\\"filters\\\":8     | \\\"filters\\\":7    | has shape",
        "\\\"filters\\\":8     | \\\"filters\\\":1e99 | filters",
        "\\\"dimensions\\\":2  | \\\"dimensions\\\":9 | dimensions 9",
        "\\\"kind\\\":\\\"unet | \\\"kind\\\":\\\"net | kind net",
        "\\\"means\\\":[       | \\\"means\\\":[1,    | normalization",
        "\\\"means\\\":[       | \\\"means\\\":[[],   | 'means'",
        "\\\"points\\\":[      | \\\"points\\\":[[],  | a point is damaged",
        "\\\"points\\\":[      | \\\"points\\\":[     | ok",
      })
  void refusesDamagedDescriptions(
      String piece, String replacement, String message, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.safetensors");
    denoiser.save(file);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) buffer.getLong();
    String header = new String(bytes, 8, length, StandardCharsets.UTF_8);
    assertThat(header).contains(piece);
    byte[] changed = header.replace(piece, replacement).getBytes(StandardCharsets.UTF_8);
    ByteBuffer whole =
        ByteBuffer.allocate(bytes.length - length + changed.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(changed.length)
            .put(changed)
            .put(bytes, 8 + length, bytes.length - 8 - length);
    Files.write(file, whole.array());

    if (message.equals("ok")) {
      assertThat(Denoiser.load(file).denoise(NOISY).samples()).hasSize(75 * 53);
    } else {
      assertThatThrownBy(() -> Denoiser.load(file))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file + ": ")
          .hasMessageContaining(message)
          .message()
          .doesNotContain("\n")
          .hasSizeLessThan(400);
    }
  }

  @Test
  void filesAreDenoisedPieceByPiece(@TempDir Path folder) throws IOException {
    Path noisy = folder.resolve("noisy.tif");
    Path result = folder.resolve("result.tif");
    Image large = Noise.gaussian(40).apply(Specimen.MIXED.image(300, 200, 1), 2);
    large.withMetadata(Metadata.NONE.withDescription("cells")).write(noisy);
    List<Double> progress = new ArrayList<>();
    PredictionOptions tight = PredictionOptions.DEFAULT.withMemoryBytes(1 << 20);
    denoiser.withPrediction(tight).denoise(noisy, result, progress::add);

    Image found = Image.read(result);
    assertThat(found.metadata().description()).isEqualTo("cells");
    assertThat(found.type()).isEqualTo(SampleType.FLOAT32);
    assertClose(found, denoiser.denoise(large));
    assertThat(progress).hasSizeGreaterThan(1).isSorted().endsWith(1.0);
    // In the same tiles, to the same bits.
    assertThat(found.samples()).isEqualTo(denoiser.withPrediction(tight).denoise(large).samples());
  }

  @Test
  void lazyResultsCanBeAskedForInAnyOrder() {
    Image stack = Image.of(Specimen.MIXED.image(60, 80, 1).samples(), 2, 1, 40, 60, 1);
    PredictionOptions tight = PredictionOptions.DEFAULT.withMemoryBytes(1 << 20);
    Image lazy = denoiser.withPrediction(tight).lazily(stack);
    Image whole = denoiser.denoise(stack);
    float[] part = new float[12];
    for (int y = 36; y >= 0; y -= 5) {
      for (int frame = 0; frame < 2; frame++) {
        lazy.copyRegion(frame, 0, y, 7, 3, 4, part, 0);
        assertThat(part[11]).isCloseTo(whole.get(frame, 0, y + 2, 10, 0), within(1e-2f));
      }
    }
  }

  @Test
  void aFileThatCannotBeDenoisedLeavesNothingBehind(@TempDir Path folder) throws IOException {
    Path noisy = folder.resolve("noisy.tif");
    Path result = folder.resolve("result.tif");
    Image.wrap(new float[12], 1, 1, 2, 2, 3).write(noisy);
    assertThatThrownBy(() -> denoiser.denoise(noisy, result))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the image has 3 channels but the model was trained on 1");
    assertThatThrownBy(() -> denoiser.denoise(folder.resolve("none.tif"), result))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none.tif");
    assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("noisy.tif"));
  }

  /** Memory that is there when planning can be gone when working. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whereMemoryRunsOutTilesGetSmaller(boolean pieceByPiece) {
    Image large = Noise.gaussian(40).apply(Specimen.MIXED.image(300, 200, 1), 2);
    int[] tries = {0};
    Image scarce =
        Image.lazy(
            (frame, slice, y, x, rows, columns, target, offset) -> {
              if ((long) rows * columns > 20_000) {
                tries[0]++;
                throw new OutOfMemoryError("for " + rows + " x " + columns);
              }
              large.copyRegion(frame, slice, y, x, rows, columns, target, offset);
            },
            1,
            1,
            200,
            300,
            1);
    scarce = scarce.withType(SampleType.UINT16);
    Image result = pieceByPiece ? denoiser.lazily(scarce) : denoiser.denoise(scarce);
    assertClose(result, denoiser.denoise(large));
    assertThat(tries[0]).isBetween(1, 4);
  }

  /** What is no lack of memory is not tried again, and what no tile is small enough for ends. */
  @Test
  void whereSmallerTilesDoNotHelpItIsSaid() {
    int[] tries = {0};
    Image impossible =
        Image.lazy(
            (frame, slice, y, x, rows, columns, target, offset) -> {
              tries[0]++;
              throw new OutOfMemoryError("for " + rows + " x " + columns);
            },
            1,
            1,
            200,
            300,
            1);
    Image lazy = denoiser.lazily(impossible.withType(SampleType.UINT16));
    assertThatThrownBy(lazy::samples).isInstanceOf(OutOfMemoryError.class);
    assertThat(tries[0]).isBetween(2, 9);
  }

  private static void assertClose(Image actual, Image expected) {
    float[] a = actual.samples();
    float[] b = expected.samples();
    float worst = 0;
    for (int i = 0; i < b.length; i++) {
      worst = Math.max(worst, Math.abs(a[i] - b[i]));
    }
    assertThat(a).hasSameSizeAs(b);
    assertThat(worst).isLessThan(1e-5f * 255);
  }
}
