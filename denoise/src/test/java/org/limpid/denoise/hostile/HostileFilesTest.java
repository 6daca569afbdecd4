package org.limpid.denoise.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.limpid.denoise.Image;
import org.limpid.denoise.SharedData;
import org.limpid.denoise.hostile.Examination.Flaw;
import org.limpid.testing.Nightly;

/**
 * Every reader meets every cut and many changes of small files, and the broken files that others
 * have collected: contents or one line, within bounds of time and memory.
 *
 * <p>What fails is left in {@code target/hostile} under the name that the message gives.
 */
@Tag("once")
class HostileFilesTest {
  private static final Path KEPT = Path.of("target", "hostile");
  private static final int MOST_FLAWS = 20;

  @TempDir private static Path folder = Path.of("");

  private static Map<String, List<Sample>> samples() throws IOException {
    Map<String, List<Sample>> byFormat = new LinkedHashMap<>();
    for (Sample sample : Samples.all(folder)) {
      byFormat.computeIfAbsent(sample.format(), format -> new ArrayList<>()).add(sample);
    }
    return byFormat;
  }

  static Stream<List<Sample>> formats() throws IOException {
    return samples().values().stream();
  }

  /** What is cut is refused, or has lost nothing but what fills the last block. */
  @ParameterizedTest
  @MethodSource("formats")
  void everyCutIsFound(List<Sample> samples) throws Exception {
    Flaws flaws = new Flaws();
    try (Examination examination = new Examination()) {
      for (Sample sample : samples) {
        Path file = folder.resolve("cut-" + sample.name());
        byte[] bytes = sample.bytes();
        Files.write(file, bytes);
        String whole = sample.reader().read(file);
        for (int length = 0; length < bytes.length; length++) {
          byte[] cut = Arrays.copyOf(bytes, length);
          Files.write(file, cut);
          try {
            String found = examination.examine(file, length, sample.reader(), sample.growth());
            if (found != null && !found.equals(whole) && !sample.losesParts()) {
              throw new Flaw("was read as " + found + " where the whole is " + whole, null);
            }
          } catch (Flaw flaw) {
            flaws.add(sample, length + " of " + bytes.length + " bytes", cut, flaw);
          }
        }
      }
      System.out.println(samples.get(0).format() + ", cut: " + examination.figures());
      assertThat(examination.refused()).isPositive();
    }
    flaws.none();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void changedFilesAreReadOrRefused(List<Sample> samples) throws Exception {
    Flaws flaws = new Flaws();
    int rounds = Nightly.times(2000, 100_000);
    try (Examination examination = new Examination()) {
      for (int round = 0; round < rounds; round++) {
        RandomGenerator random = new SplittableRandom(round);
        Sample sample = samples.get(round % samples.size());
        Sample other = samples.get(random.nextInt(samples.size()));
        Damage damage = new Damage(random);
        byte[] changed =
            random.nextBoolean()
                ? damage.of(sample.bytes(), other.bytes())
                : sample.wrapping().of(damage.of(sample.core(), other.core()));
        Path file = folder.resolve("changed-" + sample.name());
        Files.write(file, changed);
        try {
          examination.examine(file, changed.length, sample.reader(), sample.growth());
        } catch (Flaw flaw) {
          flaws.add(sample, "round " + round, changed, flaw);
        }
      }
      System.out.println(
          samples.get(0).format() + ", " + rounds + " changed: " + examination.figures());
      assertThat(examination.refused()).isPositive();
    }
    flaws.none();
  }

  @ParameterizedTest
  @CsvSource({"png_malformed, 136, 100", "tiff_malformed, 136, 100"})
  void brokenFilesOfOthersAreReadOrRefused(String set, int files, int refused) throws Exception {
    Flaws flaws = new Flaws();
    List<Path> all = SharedData.filesOf(set);
    try (Examination examination = new Examination()) {
      for (Path file : all) {
        try {
          examination.examine(file, Files.size(file), Contents::ofImage, Samples.PACKED);
        } catch (Flaw flaw) {
          flaws.add(file.toString(), flaw);
        }
      }
      System.out.println(set + ": " + examination.figures());
      assertThat(all).hasSizeGreaterThanOrEqualTo(files);
      assertThat(examination.refused()).isGreaterThan(refused);
    }
    flaws.none();
  }

  /** Whole or cut short, files of kinds that are not read are called by their name. */
  @ParameterizedTest
  @CsvSource({
    "dm3_dm4, is a Digital Micrograph file",
    "medical_dicom, is a DICOM file",
    "safetensors_samples, is of an unknown kind"
  })
  void otherKindsAreNamed(String set, String fault) throws IOException {
    for (Path file : SharedData.filesOf(set)) {
      byte[] start = Arrays.copyOf(Files.readAllBytes(file), 600);
      Path cut = Files.write(folder.resolve("cut-" + file.getFileName()), start);
      for (Path each : List.of(file, cut)) {
        assertThatThrownBy(() -> Image.read(each))
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith(each + ": " + fault)
            .hasMessageContaining("which is not read");
      }
    }
  }

  /** Collects different flaws, so that one run shows them all. */
  private static final class Flaws {
    private final Map<String, String> found = new LinkedHashMap<>();
    private Flaw first = new Flaw("none", null);

    void add(Sample sample, String which, byte[] bytes, Flaw flaw) throws IOException {
      if (add(sample + ", " + which, flaw)) {
        Files.createDirectories(KEPT);
        String name = sample.format() + "-" + which.replace(' ', '-') + "-" + sample.name();
        Files.write(KEPT.resolve(name), bytes);
      }
    }

    boolean add(String which, Flaw flaw) {
      Throwable cause = flaw.getCause() == null ? flaw : flaw.getCause();
      StackTraceElement[] trace = cause.getStackTrace();
      String kind = cause.getClass() + (trace.length > 0 ? " at " + trace[0] : "");
      first = found.isEmpty() ? flaw : first;
      boolean isNew = found.size() < MOST_FLAWS && !found.containsKey(kind);
      if (isNew) {
        found.put(kind, which + " " + flaw.getMessage() + " (" + kind + ")");
      }
      return isNew;
    }

    void none() {
      if (!found.isEmpty()) {
        throw new AssertionError(String.join("\n", found.values()), first);
      }
    }
  }
}
