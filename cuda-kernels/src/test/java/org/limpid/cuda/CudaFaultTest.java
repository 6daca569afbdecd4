package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fault of a kernel is told by whatever is called next, with what ran last and how to learn which
 * kernel it was; then that kernel is named.
 */
class CudaFaultTest {

  private static final String ERROR =
      " failed: CUDA_ERROR_ILLEGAL_ADDRESS (as the driver words it) (last launches: ";

  private static final String REMEDY =
      "). To learn which kernel it was, start Java anew with -Dlimpid.cudaBlocking=true, and report"
          + " it";

  @TempDir static Path directory = Path.of("");

  @BeforeAll
  static void compileStandIn() throws IOException {
    StandIn.assumePossible();
    StandIn.DRIVER.compile(directory);
  }

  private static List<String> probe(String failure) throws IOException {
    return StandIn.run(FaultProbe.class, directory, failure, List.of(StandIn.DRIVER));
  }

  @Test
  void withoutFaultNothingIsTold() throws IOException {
    assertThat(probe("none")).contains("graph", "steps: no fault");
    assertThat(probe("none-seam")).contains("allocate: no fault", "library: no fault");
  }

  @Test
  void faultInReplayedGraphNamesHowTheGraphEnds() throws IOException {
    assertThat(probe("graph-fault"))
        .contains(
            "steps: cuda: synchronize"
                + ERROR
                + "fill on 2 x 1 blocks of 256 threads; affine on 2 x 1 blocks of 256 threads;"
                + " a recorded graph that ends with affine on 2 x 1 blocks of 256 threads"
                + REMEDY);
  }

  @Test
  void whateverIsCalledAfterTheFaultTellsOfIt() throws IOException {
    String fault = ERROR + "fill on 3 x 1 blocks of 256 threads" + REMEDY;
    assertThat(probe("fill-fault-seam"))
        .contains(
            "launch: no fault",
            "allocate: cuda: allocation of 1024 bytes" + fault,
            "free memory: cuda: free memory" + fault,
            "host: cuda: host memory of 16 bytes" + fault,
            "stream: cuda: stream" + fault,
            "event: cuda: event" + fault,
            "load: cuda: loading of elementwise" + fault,
            // What a library did is waited for only if that was asked for.
            "library: no fault");
  }

  @Test
  void kernelIsNamedWhereEachIsWaitedFor() throws IOException {
    String affine = "affine on 2 x 1 blocks of 256 threads";
    String fill = "fill on 2 x 1 blocks of 256 threads";
    String last = "fill on 3 x 1 blocks of 256 threads";
    assertThat(probe("fill-fault-blocking"))
        .contains(
            "steps: cuda: "
                + fill
                + ERROR
                + String.join("; ", affine, affine, fill)
                + "). Start Java anew, and report it");
    assertThat(probe("fill-fault-seam-blocking"))
        .contains(
            "launch: cuda: " + last + ERROR + last + "). Start Java anew, and report it",
            "library: cuda: product of a library"
                + ERROR
                + last
                + "). Start Java anew, and report it");
  }

  @Test
  void nothingIsRecordedWhereEachKernelIsWaitedFor() throws IOException {
    assertThat(probe("graph-fault-blocking")).doesNotContain("graph").contains("steps: no fault");
  }

  @Test
  void devicesAreListedAndThoseThatThereAreNotAreRefused() throws IOException {
    // The stand-in computes nothing.
    List<String> lines =
        StandIn.run(DeviceListProbe.class, directory, "none", List.of(StandIn.DRIVER));
    assertThat(lines)
        .anyMatch(line -> line.startsWith("cuda:0: it computes a convolution wrongly ("))
        .contains(
            "cuda:1: not available: device 1 is too old: compute capability 6.1 (expected: 7.5 or"
                + " higher). Use another GPU or the device cpu",
            "cuda:7 not available: there are 2 devices (expected: cuda:0 to cuda:1). Use one of"
                + " them or the device cpu");
  }
}
