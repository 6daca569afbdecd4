package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;

/** One line that says what to do, exit code 2, and no file left behind. */
class WrongInputTest {
  @TempDir private Path folder = Path.of("");
  private Path good = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void writeGoodImage() throws IOException {
    good = TestImages.write(folder.resolve("good.png"), 16, 16);
    out = folder.resolve("out.tif");
  }

  @Test
  void missingFile() throws IOException {
    refused(folder.resolve("none.tif"), "none.tif: no such file. Check the path.");
  }

  @Test
  void folderWithoutImages() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Files.writeString(empty.resolve("notes.txt"), "no image");
    Run.limpid("denoise", empty, folder.resolve("results"))
        .refused("empty: no image in this folder", "Check the path.");
    assertThat(folder.resolve("results")).doesNotExist();
  }

  @Test
  void imageOfOnePixel() throws IOException {
    Path dot = folder.resolve("dot.tif");
    Image.of(new float[] {3}, 1, 1).write(dot);
    refused(dot, "dot.tif: 1 x 1 pixels are too few to learn from", "Take a larger image");
  }

  @Test
  void constantImage() throws IOException {
    Path flat = folder.resolve("flat.png");
    Image.of(new float[400], 20, 20).withType(SampleType.UINT8).write(flat);
    refused(flat, "flat.png: every sample is 0.0, so there is nothing to learn", "right file?");
  }

  @Test
  void imageWithoutNumbers() throws IOException {
    float[] samples = new float[400];
    Arrays.fill(samples, Float.NaN);
    samples[7] = Float.POSITIVE_INFINITY;
    Path holey = folder.resolve("holey.tif");
    Image.of(samples, 20, 20).write(holey);
    refused(holey, "holey.tif: no sample is a finite number, so there is nothing to learn from");
  }

  @Test
  void textNamedAsImage() throws IOException {
    Path text = folder.resolve("text.tif");
    Files.writeString(text, "Dear colleague,\nplease find attached");
    refused(text, "text.tif: ", "Convert it to TIFF or PNG");
  }

  @Test
  void damagedImage() throws IOException {
    Path damaged = folder.resolve("damaged.png");
    byte[] bytes = Files.readAllBytes(good);
    Files.write(damaged, Arrays.copyOf(bytes, bytes.length / 2));
    refused(damaged, "damaged.png: ", "Copy or export it again");
  }

  @Test
  void unwritableOutput() throws IOException {
    Path deep = folder.resolve("missing").resolve("out.tif");
    Run.limpid("denoise", good, deep).refused("folder", "missing", "Create the folder first.");
    Run.limpid("denoise", good, folder).refused("is a folder. Name a file inside it.");
    Run.limpid("denoise", good, good.resolve("out.tif")).refused("good.png is a file");
    assertOnlyInputs();
  }

  @Test
  void outputThatCannotHoldTheImage() throws IOException {
    Path floats = folder.resolve("floats.tif");
    TestImages.noisy(16, 16).write(floats);
    Run.limpid("denoise", floats, folder.resolve("out.png"))
        .refused("float32", "Name the file .tif");
    Run.limpid("denoise", floats, folder.resolve("out.jpg")).refused("no writer for .jpg");
    Run.limpid("denoise", floats, folder.resolve("out")).refused("no writer for a name without");
    assertOnlyInputs();
  }

  @Test
  void outputThatIsTheInput() throws IOException {
    byte[] before = Files.readAllBytes(good);
    Run.limpid("denoise", good, folder.resolve(".").resolve("good.png"))
        .refused("is the input itself, which is never replaced. Choose another output.");
    Run.limpid("denoise", folder, folder).refused("is the input itself");
    assertThat(good).hasBinaryContent(before);
    assertOnlyInputs();
  }

  @Test
  void unknownMethod() throws IOException {
    refused(
        good,
        List.of("--method", "magic"),
        "no method 'magic' (there is: noise2void, n2v2, posterior, refinement,");
  }

  @Test
  void optionsOfAMethodOutOfRange() throws IOException {
    refused(good, List.of("--masked", "0"), "mask percent: 0.0 (expected: > 0, <= 50)");
    refused(good, List.of("--radius", "0"), "mask radius: 0 (expected: 1 to 100)");
    refused(
        good, List.of("--replacement", "zero"), "--replacement 'zero' (expected: one of", "median");
  }

  @Test
  void stepsAndBudgetsOfNothing() throws IOException {
    refused(good, List.of("--steps", "0"), "--steps 0 (expected: 1 or more)");
    refused(good, List.of("--steps", "-3"), "--steps -3 (expected: 1 or more)");
    refused(good, List.of("--steps", "many"), "'many'", "Try 'limpid denoise --help'");
    refused(good, List.of("--budget", "0s"), "'0s' (expected: more than no time)");
    refused(good, List.of("--budget", "soon"), "'soon' (expected: a time like 90s, 2m or 1h30m)");
  }

  @Test
  void devicesAndThreadsThatAreNot() throws IOException {
    refused(good, List.of("--device", "tpu"), "device", "tpu");
    refused(
        good,
        List.of("--precision", "half"),
        "--precision: 'half' (expected: float32, tf32, bfloat16)");
    refused(
        good,
        List.of("--device", "cpu", "--engine", "cudnn"),
        "cpu: engine cudnn (expected: auto or own)");
    refused(
        good,
        List.of("--device", "cpu", "--precision", "tf32"),
        "cpu: precision tf32 (expected: float32, the only one of a processor)");
    refused(good, List.of("--threads", "0"), "--threads 0 (expected: 1 or more)");
  }

  @Test
  void reportThatCannotBeWritten() throws IOException {
    Path report = folder.resolve("missing").resolve("r.html");
    refused(good, List.of("--report", report.toString()), "folder", "is missing");
    refused(good, List.of("--report", out.toString()), "out.tif: is OUT itself");
    Run.limpid("denoise", folder, folder.resolve("results"), "--report", report)
        .refused("--report shows one image");
  }

  @Test
  void modelsThatAreNone() throws IOException {
    refused(good, List.of("--model", folder.resolve("none").toString()), "none: ", "no such file");
    refused(good, List.of("--model", good.toString()), "good.png: ");
    refused(
        good, List.of("--model", good.toString(), "--steps", "5"), "--model is trained already");
    refused(
        good, List.of("--model", good.toString(), "--radius", "5"), "--model is trained already");
  }

  @Test
  void argumentsThatAreMissingOrTooMany() throws IOException {
    Run.limpid("denoise", good).refused("Missing required parameter: 'OUT'");
    Run.limpid("denoise", good, good, out).refused("out.tif: is named like an image", "folder");
    Run.limpid("denoise", good, good, folder.resolve("both")).refused("would both become");
    Run.limpid("denoise", good, out, "--steps", "1.5").refused("'1.5' is no whole number");
    Run.limpid("denoise", good, out, "--steps").refused("'--steps' (N). Try 'limpid denoise");
    Run.limpid("--fast").refused("no option '--fast'");
    refused(good, List.of("--report", good.toString()), "good.png: is the input itself");
    Run.limpid("denoise").refused("Missing required parameter: 'IN... OUT'");
    Run.limpid("train", "--input", good).refused("Missing required option: '--model");
    Run.limpid("predict", good, out).refused("Missing required option: '--model");
    assertOnlyInputs();
  }

  private void refused(Path input, String... words) throws IOException {
    refused(input, List.of(), words);
  }

  private void refused(Path input, List<String> options, String... words) throws IOException {
    Object[] arguments =
        Stream.concat(Stream.of("denoise", input, out), options.stream()).toArray();
    assertThat(Run.limpid(arguments).refused(words).out()).isEmpty();
    assertOnlyInputs();
  }

  /** Neither the result nor a temporary file is there. */
  private void assertOnlyInputs() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .isSubsetOf(
              "good.png",
              "dot.tif",
              "flat.png",
              "holey.tif",
              "text.tif",
              "damaged.png",
              "floats.tif");
    }
  }
}
