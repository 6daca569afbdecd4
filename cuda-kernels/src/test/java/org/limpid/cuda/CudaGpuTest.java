package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jcuda.JCudaVersion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way from Java to the driver, on a library that stands in for it: functions are found, what is
 * passed arrives, and failures become messages.
 */
class CudaGpuTest {

  @TempDir static Path directory = Path.of("");

  @BeforeAll
  static void compileStandIn() throws IOException {
    StandIn.assumePossible();
    StandIn.DRIVER.compile(directory);
  }

  /** Runs {@link DriverProbe} with the stand-in as the machine's driver, and returns its lines. */
  private static List<String> probe(String failure) throws IOException {
    return probe(directory, failure);
  }

  private static List<String> probe(Path library, String failure) throws IOException {
    return StandIn.run(DriverProbe.class, library, failure, List.of(StandIn.DRIVER));
  }

  @Test
  void argumentsArriveAsTheyWerePassed() throws IOException {
    assertThat(probe("none"))
        .containsExactly(
            "available",
            "2 devices",
            "cuda:1 not available: device 1 is too old: compute capability 6.1 (expected: 7.5 or"
                + " higher). Use another GPU or the device cpu",
            "Stand-in 0, compute capability 8.6, convolutions in TF32",
            "affine <2,1,1> <256,1,1> 0: [7] 2.5 -1.25 [3] 290",
            "upsample <1,1,1> <256,1,1> 0: 1 2 3 4 5 1 1 2 1 [0] [60] 240",
            "read 299.0",
            "1.5 ms",
            "graph",
            "cuda: kernel missing of bad failed: CUDA_ERROR_NOT_FOUND (as the driver words it). See"
                + " what nvidia-smi says, update the NVIDIA driver, or use the device cpu");
  }

  @Test
  void wrongSetUpsAreToldInOneLineWithRemedy() throws IOException {
    assertThat(probe("no-device").get(0))
        .isEqualTo(
            "the NVIDIA driver finds no GPU. See what nvidia-smi says, or use the device cpu");
    assertThat(probe("old-driver").get(0))
        .isEqualTo(
            "the NVIDIA driver is too old for the kernels: it is for CUDA 9.2 (expected: 10.0 or"
                + " later). Update it, or use the device cpu");
    assertThat(probe("mismatch").get(0))
        .startsWith("the NVIDIA driver does not start: ")
        .contains("(as the driver words it)")
        .endsWith("or use the device cpu");
    assertThat(probe("old-device").get(0))
        .startsWith("device 0 is too old: compute capability 6.1 (expected: 7.5 or higher)");
  }

  @Test
  void failuresAtWorkNameWhatWasAskedAndWhatRan() throws IOException {
    assertThat(probe("full"))
        .contains(
            "cuda: no memory for 1536 bytes (1000 are free, 0 are in use here). Use smaller"
                + " batches or tiles, or the device cpu");
    assertThat(probe("old-ptx"))
        .contains(
            "elementwise: the driver is too old for these kernels (it is for CUDA 12.4). Update"
                + " the NVIDIA driver");
    assertThat(probe("fault"))
        .contains(
            "cuda: download failed: CUDA_ERROR_ILLEGAL_ADDRESS (as the driver words it) (last"
                + " launches: affine on 2 x 1 blocks of 256 threads; upsample on 1 x 1 blocks of"
                + " 256 threads). To learn which kernel it was, start Java anew with"
                + " -Dlimpid.cudaBlocking=true, and report it");
  }

  @Test
  void libraryThatIsNoneIsTold() throws IOException {
    Path broken = Files.createDirectory(directory.resolve("broken"));
    Files.writeString(broken.resolve("libcuda.so.1"), "no library");
    assertThat(probe(broken, "none").get(0))
        .startsWith("the NVIDIA driver's library cannot be loaded: ")
        .contains("libcuda.so.1")
        .endsWith("Reinstall the driver, or use the device cpu");
  }

  @Test
  void librariesUnderNamesThatCanBeGuessedAreNotLoaded() throws IOException {
    String name = "libJCudaDriver-" + JCudaVersion.get() + "-linux-x86_64.so";
    Path shared = Files.createDirectory(directory.resolve("shared"));
    Files.writeString(shared.resolve(name), "planted by somebody else");
    List<String> lines =
        StandIn.run(DriverProbe.class, directory, shared, "none", List.of(StandIn.DRIVER));
    assertThat(lines).startsWith("available").contains("read 299.0");
    // Nothing was left behind, and the planted file was not touched.
    try (Stream<Path> left = Files.list(shared)) {
      assertThat(left.map(file -> file.getFileName().toString())).containsExactly(name);
    }
  }

  @Test
  void deviceThatComputesWronglyIsNotTrusted() throws IOException {
    // The stand-in computes nothing.
    List<String> lines = devices("none");
    assertThat(lines)
        .anyMatch(
            line ->
                line.startsWith("cuda:0: it computes a convolution wrongly (")
                    && line.endsWith("report it. The processor computes in its place"))
        .contains("auto is cpu");
    assertThat(lines.get(lines.size() - 1))
        .startsWith("cuda:0: it computes a convolution wrongly (")
        .endsWith("Use the device cpu, and report it");
  }

  @Test
  void deviceWithoutMemoryIsPassedOver() throws IOException {
    String full =
        "cuda: no memory for 1536 bytes (1000 are free, 0 are in use here). Use smaller batches or"
            + " tiles, or the device cpu";
    assertThat(devices("full"))
        .contains(full + ". The processor computes in its place", "auto is cpu", full);
  }

  private static List<String> devices(String failure) throws IOException {
    return StandIn.run(DeviceProbe.class, directory, failure, List.of(StandIn.DRIVER));
  }
}
