package org.limpid.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.backend.Grid;
import org.limpid.backend.Size3;
import org.limpid.backend.WindowGeometry;

/** How the Vector API is found, and vectors of other lengths, each in a process of its own. */
class VectorSupportTest {

  private static final String FLAG = "--add-modules=jdk.incubator.vector";

  @Test
  void descriptionSaysWhatRunsAndWhy() {
    try (CpuBackend backend = new CpuBackend(1)) {
      VectorSupport.unavailableReason()
          .ifPresentOrElse(
              reason -> assertThat(backend.description()).contains("plain loops (" + reason + ")"),
              () -> assertThat(backend.description()).contains("vectors in convolutions"));
    }
  }

  @Test
  void withoutTheModuleOneLineNamesTheFlagAndResultsAreTheSame() throws Exception {
    List<String> output = runMain();
    assertThat(output)
        .filteredOn(line -> line.contains("--add-modules jdk.incubator.vector"))
        .hasSize(1);
    assertThat(last(output)).isEqualTo(hash());
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void everyVectorLengthGivesTheSameBits(int bits) throws Exception {
    assumeTrue(
        VectorSupport.unavailableReason().isEmpty(),
        () -> "not run: " + VectorSupport.unavailableReason().orElseThrow());
    assertThat(last(runMain(FLAG, "-D" + Lanes.PROPERTY + "=" + bits))).isEqualTo(hash());
  }

  private static String last(List<String> lines) {
    return lines.get(lines.size() - 1);
  }

  /** Runs {@link #main} in a new virtual machine; its output. */
  private static List<String> runMain(String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(VectorSupportTest.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  /** Prints {@link #hash}. */
  public static void main(String[] args) {
    System.out.println(hash());
  }

  private static List<WindowGeometry> geometries() {
    Size3 unit = new Size3(1, 1, 1);
    Size3 window = new Size3(1, 3, 3);
    List<WindowGeometry> geometries = new ArrayList<>();
    for (int channels : new int[] {1, 5, 16, 33}) {
      Grid in = new Grid(2, 1, 9, 14, channels);
      geometries.add(WindowGeometry.same(in, 40 - channels, window, unit));
    }
    Grid image = new Grid(2, 1, 9, 14, 1);
    geometries.add(WindowGeometry.same(image, 48, window, unit));
    geometries.add(WindowGeometry.same(image.withChannels(48), 1, unit, unit));
    return geometries;
  }

  /** A hash of what some convolutions give. */
  private static String hash() {
    Random random = new Random(3);
    long hash = 0;
    try (WorkerPool workers = new WorkerPool(2)) {
      BufferPool memory = new BufferPool();
      PanelKernels<?> kernels = VectorSupport.fastestKernels(memory);
      for (CpuConvolution.Choice choice : CpuConvolution.Choice.values()) {
        CpuConvolution convolution = new CpuConvolution(workers, memory, kernels, choice);
        for (WindowGeometry g : geometries()) {
          for (float[] result : new Operands(g, random).run(convolution)) {
            for (float value : result) {
              hash = 31 * hash + Float.floatToRawIntBits(value);
            }
          }
        }
      }
    }
    return Long.toHexString(hash);
  }
}
