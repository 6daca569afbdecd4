package org.limpid.cuda;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the PTX that ships from {@code src/main/cuda} by nvcc, and says whether what is there was
 * made from the sources that are there. Run {@link #main} in the module's directory after a change
 * of a source.
 */
final class PtxBuild {

  static final Path SOURCES = Path.of("src/main/cuda");
  static final Path SHIPPED = Path.of("src/main/resources/org/limpid/cuda");
  static final Path MANIFEST = SHIPPED.resolve("kernels.sha256");

  /** The compiler that made what ships, as it says itself; others may write other registers. */
  static final String COMPILER = "V13.0.88";

  private static final List<String> FLAGS = List.of("-ptx", "-std=c++17", "-O3");

  /**
   * What a family is made for: the lowest that has its instructions. nvcc writes its own version
   * into the header, which old drivers refuse.
   *
   * @param capability compute capability, times ten
   * @param version of PTX
   */
  record Target(int capability, String version) {
    static Target of(String family) {
      return family.startsWith("tensor_") ? new Target(80, "7.0") : new Target(75, "6.3");
    }

    String header() {
      return ".version " + version + "\n.target sm_" + capability + "\n";
    }
  }

  private PtxBuild() {}

  /** Writes the PTX and the manifest. */
  public static void main(String[] arguments) throws IOException {
    Path nvcc = nvcc().orElseThrow(() -> new IllegalStateException("nvcc is not on the path"));
    Files.createDirectories(SHIPPED);
    for (String family : families()) {
      Files.writeString(SHIPPED.resolve(family + ".ptx"), compile(nvcc, family));
    }
    Files.writeString(MANIFEST, manifest());
  }

  /** The compiler, if it is on the path. */
  static Optional<Path> nvcc() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(directory -> Path.of(directory, "nvcc"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Names of the source files, without what they include. */
  static List<String> families() throws IOException {
    return files(SOURCES, ".cu").stream()
        .map(file -> file.getFileName().toString().replace(".cu", ""))
        .toList();
  }

  private static List<Path> files(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  /** PTX of a family as it ships: header rewritten, comments and blanks left out. */
  static String compile(Path nvcc, String family) throws IOException {
    Path output = Files.createTempFile("kernel", ".ptx");
    try {
      List<String> command = new ArrayList<>(List.of(nvcc.toString()));
      command.addAll(FLAGS);
      command.add("-arch=compute_" + Target.of(family).capability());
      command.addAll(List.of(SOURCES.resolve(family + ".cu").toString(), "-o", output.toString()));
      run(command);
      return shipped(Files.readString(output), Target.of(family).version());
    } finally {
      Files.delete(output);
    }
  }

  private static String shipped(String ptx, String version) {
    return ptx.lines()
            .map(line -> line.replaceFirst("//.*", "").strip().replaceAll("\\s+", " "))
            .map(line -> line.replaceFirst("^\\.version .*", ".version " + version))
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  static String run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return said;
  }

  /** What {@link #compile} depends on, but for the compiler, and what it made. */
  static String manifest() throws IOException {
    List<Path> all = new ArrayList<>(files(SOURCES, ".cu"));
    all.addAll(files(SOURCES, ".cuh"));
    all.addAll(files(SHIPPED, ".ptx"));
    StringBuilder lines =
        new StringBuilder("nvcc " + COMPILER + " " + String.join(" ", FLAGS) + "\n");
    for (Path file : all) {
      lines.append(sha256(Files.readAllBytes(file))).append("  ").append(file.getFileName());
      lines.append('\n');
    }
    return lines.toString();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
