package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Image;

/**
 * Runs the script {@code limpid} as a process, on a copy of the repository's outline whose jars are
 * this build's classes, so that it works before there are jars.
 */
@Tag("once")
class LauncherTest {
  private static final Path SCRIPT = Path.of("..", "limpid").toAbsolutePath().normalize();

  @TempDir private Path folder = Path.of("");
  private Path home = Path.of("");

  @BeforeEach
  void copyOutline() throws IOException {
    assumeTrue(File.separatorChar == '/', "the script needs a POSIX shell");
    assumeTrue(Files.isExecutable(SCRIPT), "no launcher at " + SCRIPT);
    home = Files.createDirectory(folder.resolve("a place"));
    Files.copy(SCRIPT, home.resolve("limpid"));
    Files.setPosixFilePermissions(
        home.resolve("limpid"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Path target = Files.createDirectories(home.resolve("denoise/target"));
    Files.createDirectories(target.resolve("lib"));
    Files.createDirectories(home.resolve("cuda-kernels/target/lib"));
    // The jar stands for this build's class path, in the only form that a jar can name it.
    try (JarOutputStream jar =
        new JarOutputStream(
            Files.newOutputStream(target.resolve("limpid-denoise-0.1.0-SNAPSHOT.jar")),
            manifest())) {
      jar.finish();
    }
    // Says that no archive can be made, which would take seconds in every test.
    Files.createFile(archive());
  }

  private Path archive() {
    return home.resolve(
        "denoise/target/classes-java-" + System.getProperty("java.version") + ".jsa");
  }

  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    StringBuilder paths = new StringBuilder();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      paths.append(Path.of(entry).toUri()).append(' ');
    }
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest.getMainAttributes().putValue("Class-Path", paths.toString());
    return manifest;
  }

  @Test
  void runsFromAnywhereThroughALinkAndWithSpacesInPaths() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), home.resolve("limpid"));
    Path input = TestImages.write(folder.resolve("an image \u00e4.png"), 16, 16);
    Run run =
        launch(
                Map.of(),
                link.toString(),
                "denoise",
                input.toString(),
                "a result.png",
                "--steps",
                "1",
                "-q")
            .succeeded();
    assertThat(run.err()).isEmpty();
    assertThat(Image.read(folder.resolve("a result.png")).width()).isEqualTo(16);
  }

  @Test
  void passesExitCodesAndSaysOneLine() throws Exception {
    launch(Map.of(), script(), "denoise", "none.tif", "out.tif").refused("none.tif: no such file");
    launch(Map.of(), script(), "nonsense").refused("no command 'nonsense'");
  }

  @Test
  void findsTheVectorApiWithoutAWarning() throws Exception {
    Run run = launch(Map.of(), script(), "doctor").succeeded();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("Vector API with ");
  }

  @Test
  void passesOptionsToJava() throws Exception {
    Run run = launch(Map.of("LIMPID_JAVA_OPTS", "-Xmx100m"), script(), "doctor").succeeded();
    assertThat(run.out()).contains("heap       at most 0.1 GiB");
    Map<String, String> collector = Map.of("LIMPID_JAVA_OPTS", "-XX:+UseParallelGC");
    launch(collector, script(), "doctor").succeeded();
  }

  @Test
  void keepsClassesForLaterStartsAndTakesNoArchiveThatDoesNotFit() throws Exception {
    Path archive = archive();
    Files.delete(archive);
    launch(Map.of(), script(), "denoise", "none.tif", "out.tif").refused("none.tif: no such file");
    assertThat(archive).exists();
    Files.delete(archive);
    Files.writeString(archive, "no archive of classes");
    Run run = launch(Map.of(), script(), "doctor").succeeded();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("limpid ");
  }

  @Test
  void saysWhatToInstall() throws Exception {
    launch(Map.of("JAVA_HOME", folder.toString()), script(), "doctor")
        .refused("JAVA_HOME is " + folder, "Set it to a JDK 17 or newer, or unset it.");
    launch(Map.of("JAVA_HOME", oldJava().toString()), script(), "doctor")
        .refused("Java 17 or newer is needed", "is 11.0.2", "Install a JDK");
    launch(Map.of("PATH", tools().toString()), script(), "doctor")
        .refused("no java was found", "Install a JDK");
    Files.delete(home.resolve("denoise/target/limpid-denoise-0.1.0-SNAPSHOT.jar"));
    launch(
            Map.of("PATH", tools().toString(), "JAVA_HOME", System.getProperty("java.home")),
            script(),
            "doctor")
        .refused("no mvn was found", "Install it");
  }

  @Test
  void buildsWhenSourcesAreNewerAndSaysWhyThatFails() throws Exception {
    Path source = Files.createDirectories(home.resolve("core/src/main")).resolve("New.java");
    Files.writeString(source, "class New {}");
    Files.setLastModifiedTime(source, FileTime.fromMillis(System.currentTimeMillis() + 60_000));
    Path tools = tools();
    executable(tools.resolve("mvn"), "#!/bin/sh\necho '[ERROR] no luck today'\nexit 1\n");
    Run run =
        launch(
            Map.of("PATH", tools.toString(), "JAVA_HOME", System.getProperty("java.home")),
            script(),
            "doctor");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(2);
    assertThat(run.err())
        .contains("limpid: sources changed, building again")
        .contains("limpid: the build failed: no luck today. Everything Maven said is in ");
  }

  @Test
  void firstCtrlCEndsTrainingAndWritesTheResult() throws Exception {
    Path input = TestImages.write(folder.resolve("in.png"), 64, 64);
    Process process = train(input);
    assertThat(waitForTraining(process)).isTrue();
    interrupt(process);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(Image.read(folder.resolve("out.png")).width()).isEqualTo(64);
  }

  @Test
  void secondCtrlCStopsAtOnceAndLeavesNothing() throws Exception {
    Path input = TestImages.write(folder.resolve("in.png"), 64, 64);
    Process process = train(input);
    assertThat(waitForTraining(process)).isTrue();
    // Both before the step under way can end.
    interrupt(process);
    interrupt(process);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    // Signals may melt into one; then the first was obeyed.
    if (process.exitValue() != 0) {
      assertThat(process.exitValue()).isEqualTo(130);
      assertThat(folder.resolve("out.png")).doesNotExist();
    }
  }

  private Process train(Path input) throws IOException {
    List<String> command = new ArrayList<>();
    if (isCtrlCIgnored()) {
      // Maven was started in the background, and children inherit that Ctrl-C is ignored.
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.addAll(
        List.of(
            script(),
            "denoise",
            input.toString(),
            folder.resolve("out.png").toString(),
            "--budget",
            "10m",
            "--verbose"));
    return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
  }

  private static boolean isCtrlCIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("SigIgn:"))
          .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }
  }

  /** Reads until the line that says what is trained. */
  private static boolean waitForTraining(Process process) throws IOException {
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains("parameters")) {
        return true;
      }
    }
    return false;
  }

  private static void interrupt(Process process) throws Exception {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  private String script() {
    return home.resolve("limpid").toString();
  }

  /** A JDK 11 as far as the script looks. */
  private Path oldJava() throws IOException {
    Path old = folder.resolve("jdk11");
    Files.createDirectories(old.resolve("bin"));
    Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"11.0.2\"\n");
    executable(old.resolve("bin/java"), "#!/bin/sh\nexit 1\n");
    return old;
  }

  /** A folder for the PATH with what the script uses, but neither java nor mvn. */
  private Path tools() throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    List<String> names =
        List.of("dirname", "basename", "readlink", "sed", "find", "mktemp", "rm", "touch", "cut");
    for (String name : names) {
      String place = Files.exists(Path.of("/usr/bin", name)) ? "/usr/bin/" : "/bin/";
      executable(tools.resolve(name), "#!/bin/sh\nexec " + place + name + " \"$@\"\n");
    }
    return tools;
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Run launch(Map<String, String> environment, String... command) throws Exception {
    Path out = Files.createTempFile(folder, "stdout", "");
    Path err = Files.createTempFile(folder, "stderr", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("LIMPID_JAVA_OPTS");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    if (!environment.containsKey("PATH")) {
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    } else {
      builder.environment().remove("JAVA_HOME");
    }
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ended").isTrue();
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
