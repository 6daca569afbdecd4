package org.limpid.denoise.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.testing.ChildJvm;

/**
 * Lets Jazzer, which watches what code a file reaches and changes it to reach more, look for files
 * that a reader cannot stand: the profile {@code fuzz}. What it finds is left in {@code
 * target/fuzz}.
 */
class FuzzTest {
  private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";
  private static final int SECONDS = Integer.getInteger("limpid.fuzz.seconds", 60);

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"TIFF", "PNG", "JPEG", "BMP", "MRC", "NPY", "NPZ", "FITS", "model"})
  void findsNothing(String format) throws IOException, InterruptedException {
    assumeTrue(
        FuzzTest.class.getResource("/" + JAZZER.replace('.', '/') + ".class") != null,
        "Jazzer is there in the profile fuzz only");
    Path found = Path.of("target", "fuzz", format).toAbsolutePath();
    Path corpus = Files.createDirectories(found.resolve("corpus"));
    for (Sample sample : Samples.all(folder)) {
      if (sample.format().equals(format)) {
        Files.write(corpus.resolve(sample.name()), sample.bytes());
      }
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String suffix = format.equals("model") ? "safetensors" : format.toLowerCase(Locale.ROOT);
    Collections.addAll(command, "-Xmx1500m", "-Dlimpid.fuzz.suffix=" + suffix);
    Collections.addAll(command, "-cp", ChildJvm.classPath(FuzzTest.class), JAZZER);
    command.add("--target_class=" + FuzzTarget.class.getName());
    command.add("--instrumentation_includes=org.limpid.**");
    command.add("--reproducer_path=" + found);
    command.add("-max_total_time=" + SECONDS);
    command.add("-artifact_prefix=" + found + File.separator);
    command.add(corpus.toString());
    Path log = found.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(SECONDS + 300, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(log);
    System.out.println(
        format
            + ": "
            + lines.stream()
                .filter(line -> line.startsWith("Done "))
                .findFirst()
                .orElse("stopped"));
    assertThat(process.exitValue()).as("see %s", log).isZero();
    assertThat(lines).anyMatch(line -> line.startsWith("Done "));
  }
}
