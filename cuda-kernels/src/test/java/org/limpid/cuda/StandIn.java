package org.limpid.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jcuda.JCudaVersion;
import jcuda.jcublas.JCublas2;
import jcuda.jcudnn.JCudnn;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.limpid.backend.Backend;
import org.limpid.backend.ReferenceBackend;

/** Libraries that stand in for NVIDIA's, and processes that find them in their place. */
enum StandIn {
  DRIVER("standin.c", "libcuda.so.1", false, "JCudaDriver", JCudaVersion.class),
  CUDNN("standin_cudnn.c", "libcudnn.so.9", true, "JCudnn", JCudnn.class),
  CUBLAS("standin_cublas.c", "libcublas.so.12", true, "JCublas2", JCublas2.class);

  private final String source;
  private final String library;
  private final boolean isVersioned;
  private final String natives;
  private final Class<?> type;

  StandIn(String source, String library, boolean isVersioned, String natives, Class<?> type) {
    this.source = source;
    this.library = library;
    this.isVersioned = isVersioned;
    this.natives = natives;
    this.type = type;
  }

  /** Ends the test where JCuda's library cannot be loaded, or there is no compiler. */
  static void assumePossible() {
    boolean fits =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64");
    assumeTrue(fits, "the native library under test is for Linux on x86-64");
    assumeTrue(hasCompiler(), "no C compiler (cc) to make the stand-in with");
  }

  private static boolean hasCompiler() {
    try {
      PtxBuild.run(List.of("cc", "--version"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Makes the library in a folder. */
  void compile(Path folder) throws IOException {
    List<String> command = new ArrayList<>(List.of("cc", "-shared", "-fPIC", "-o"));
    command.add(folder.resolve(library).toString());
    if (isVersioned) {
      // JCuda's libraries ask for functions of this version.
      Path versions = folder.resolve(library + ".map");
      Files.writeString(versions, library + " { global: *; };\n");
      command.add("-Wl,--version-script=" + versions);
    }
    command.add("src/test/c/" + source);
    PtxBuild.run(command);
  }

  /**
   * Runs a class in a process of its own.
   *
   * @param folder where libraries are found, and temporary files go
   * @param failure what the libraries are told to do
   * @param jars whose halves of JCuda are on the class path
   * @return the lines that it said
   */
  static List<String> run(Class<?> main, Path folder, String failure, List<StandIn> jars)
      throws IOException {
    return run(main, folder, folder, failure, jars);
  }

  /** The same with another folder for temporary files. */
  static List<String> run(
      Class<?> main, Path folder, Path temporary, String failure, List<StandIn> jars)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Djava.io.tmpdir=" + temporary.toAbsolutePath(),
            "-cp",
            classPath(jars),
            main.getName());
    builder.environment().put("LD_LIBRARY_PATH", folder.toString());
    builder.environment().put("STANDIN", failure);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    // Java 24 and later warn of native libraries, between empty lines.
    return said.lines().filter(line -> !line.isBlank() && !line.startsWith("WARNING:")).toList();
  }

  /** Where the classes come from that a probe needs: not all launchers name them in a property. */
  private static String classPath(List<StandIn> jars) throws IOException {
    List<URL> places = new ArrayList<>();
    Stream.concat(
            Stream.of(
                DriverProbe.class,
                CudaGpu.class,
                Backend.class,
                ReferenceBackend.class,
                FMatrixRMaj.class,
                CommonOps_FDRM.class),
            jars.stream().map(jar -> jar.type))
        .forEach(type -> places.add(type.getProtectionDomain().getCodeSource().getLocation()));
    for (StandIn jar : jars) {
      String library = "/lib/lib" + jar.natives + "-" + JCudaVersion.get() + "-linux-x86_64.so";
      URL inside = Objects.requireNonNull(StandIn.class.getResource(library), library);
      places.add(((JarURLConnection) inside.openConnection()).getJarFileURL());
    }
    return places.stream()
        .map(url -> new File(url.getPath()).getPath())
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }
}
