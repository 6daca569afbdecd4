package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.limpid.cuda.ptx.PtxKernel;
import org.limpid.cuda.ptx.PtxModule;

/** The PTX in the jar is what the sources say. */
class ShippedPtxTest {

  @Test
  void ptxWasMadeFromTheseSources() throws IOException {
    assertThat(Files.readString(PtxBuild.MANIFEST))
        .as("hashes of sources and PTX; after a change run PtxBuild's main")
        .isEqualTo(PtxBuild.manifest());
  }

  @Test
  void compilerMakesTheSameAgain() throws IOException {
    Optional<Path> nvcc = PtxBuild.nvcc();
    assumeTrue(nvcc.isPresent(), "nvcc is not on the path");
    String version = PtxBuild.run(List.of(nvcc.orElseThrow().toString(), "--version"));
    assumeTrue(version.contains(PtxBuild.COMPILER), "another nvcc than " + PtxBuild.COMPILER);
    // One family a run keeps the build short; .ci/run makes all of them.
    List<String> families = PtxBuild.families();
    long today = System.currentTimeMillis() / 86_400_000;
    String family = System.getProperty("limpid.ptx", families.get((int) (today % families.size())));
    for (String one : family.equals("all") ? families : List.of(family)) {
      assertThat(PtxBuild.compile(nvcc.orElseThrow(), one)).as(one).isEqualTo(Launcher.ptx(one));
    }
  }

  @Test
  void ptxNeedsNoNewerDriverThanItSays() throws IOException {
    for (String family : PtxBuild.families()) {
      assertThat(Launcher.ptx(family))
          .as(family)
          .startsWith(PtxBuild.Target.of(family).header())
          // Memory that the compiler adds for arrays, functions, atomics, and calls: none.
          .doesNotContain(".local", ".func")
          .doesNotContainPattern("(?m)^\\s*(@\\S+\\s+)?(atom|red|call)\\b");
    }
  }

  @Test
  void kernelsRunOnBlocksOfTheSizeThatTheBackendLaunches() throws IOException {
    for (String family : PtxBuild.families()) {
      for (PtxKernel kernel : new PtxModule(Launcher.ptx(family)).kernels().values()) {
        assertThat(kernel.maxThreads()).as(kernel.name()).isEqualTo(Launcher.THREADS);
      }
    }
  }
}
