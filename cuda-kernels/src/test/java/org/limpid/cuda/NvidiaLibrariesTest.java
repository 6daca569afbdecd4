package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way from Java to cuDNN and cuBLAS, on libraries that stand in for them. */
class NvidiaLibrariesTest {

  @TempDir private Path folder = Path.of("");

  private List<String> probe(String failure, StandIn... libraries) throws IOException {
    StandIn.assumePossible();
    for (StandIn library : libraries) {
      library.compile(folder);
    }
    return StandIn.run(EngineProbe.class, folder, failure, List.of(StandIn.values()));
  }

  @Test
  void librariesComputeWhatTheyAreAskedFor() throws IOException {
    assertThat(probe("none", StandIn.values()))
        .containsExactly(
            "Limpid's own kernels; cuDNN 9.10.2; cuBLAS 12",
            // Exact where that is wanted; the first algorithm that always gives the same bits.
            "forward math 3 algorithm 13",
            "data math 3 algorithm 13",
            "filter math 3 algorithm 13",
            "cudnn float32 forward: off by 0.0",
            "cudnn float32 backward input: off by 0.0",
            "cudnn float32 backward weight: off by 0.0",
            "forward math 0 algorithm 13",
            "data math 0 algorithm 13",
            "filter math 0 algorithm 13",
            "cudnn tf32 forward: off by 0.0",
            "cudnn tf32 backward input: off by 0.0",
            "cudnn tf32 backward weight: off by 0.0",
            "cublas float32 a b: off by 0.0",
            "cublas float32 a' b: off by 0.0",
            "cublas float32 a b': off by 0.0",
            "cublas float32 a' b': off by 0.0");
  }

  @Test
  void librariesThatAreNotThereAreToldWithTheReason() throws IOException {
    List<String> lines = probe("none", StandIn.DRIVER);
    assertThat(lines.get(0))
        .startsWith("Limpid's own kernels; no cuDNN (")
        .contains("libcudnn.so.9: cannot open shared object file", "libcublas.so.12: cannot open");
    assertThat(lines.get(1))
        .startsWith("cuda: engine cudnn: libcudnn.so.9: cannot open")
        .endsWith("Leave it out for Limpid's own kernels");
    assertThat(lines.get(3)).startsWith("cuda: engine cublas: libcublas.so.12: cannot open");
    StandIn.DRIVER.compile(folder);
    assertThat(StandIn.run(EngineProbe.class, folder, "none", List.of(StandIn.DRIVER)).get(0))
        .isEqualTo(
            "Limpid's own kernels; no cuDNN (org.jcuda:jcudnn is not on the class path); no"
                + " cuBLAS (org.jcuda:jcublas is not on the class path)");
  }

  @Test
  void librariesThatFailAreDoneWithout() throws IOException {
    assertThat(probe("no-cudnn", StandIn.values()))
        .contains(
            "cuda: engine cudnn: cuDNN: start failed: as cuDNN words it. Leave it out for"
                + " Limpid's own kernels");
    assertThat(probe("no-cublas", StandIn.values()).stream().filter(l -> l.contains("cublas")))
        .containsExactly(
            "cuda: engine cublas: cuBLAS: start failed with status 3 (no memory). Leave it out for"
                + " Limpid's own kernels");
  }

  @Test
  void refusedProductsAreLeftToOurKernels() throws IOException {
    assertThat(probe("cudnn-refuses", StandIn.values()))
        .anyMatch(line -> line.startsWith("direct_forward_contract_few"))
        .anyMatch(line -> line.contains("our own kernels compute it"));
  }
}
