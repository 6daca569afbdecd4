package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * NVIDIA's assembler takes the PTX that ships, for every generation of GPUs; no kernel spills
 * registers to memory, and none uses so many that two blocks do not fit on a processor.
 */
@Tag("once")
class AssemblyTest {

  /** 65,536 registers of a processor, for two blocks of 256 threads. */
  private static final int MOST_REGISTERS = 128;

  private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");
  private static final Pattern SPILLS =
      Pattern.compile("(\\d+) bytes stack frame, (\\d+) bytes spill stores");

  @ParameterizedTest
  @ValueSource(strings = {"sm_75", "sm_80", "sm_86", "sm_90"})
  void everyKernelAssemblesWithoutSpills(String target) throws Exception {
    Optional<String> missing = assemblerMissing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    for (String family : PtxBuild.families()) {
      if (Integer.parseInt(target.substring(3)) < PtxBuild.Target.of(family).capability()) {
        continue;
      }
      String log = assemble(family, target);
      Matcher registers = REGISTERS.matcher(log);
      int kernels = 0;
      while (registers.find()) {
        kernels++;
        assertThat(Integer.parseInt(registers.group(1)))
            .as("registers of a kernel of %s for %s", family, target)
            .isLessThanOrEqualTo(MOST_REGISTERS);
      }
      assertThat(kernels).as("kernels of %s", family).isPositive();
      Matcher spills = SPILLS.matcher(log);
      while (spills.find()) {
        assertThat(spills.group()).as(family).startsWith("0 bytes").contains(", 0 bytes");
      }
    }
  }

  private static Optional<String> assemblerMissing() {
    try {
      JNvPTXCompiler.setExceptionsEnabled(false);
      return Optional.empty();
    } catch (LinkageError e) {
      return Optional.of("no PTX assembler for this platform: " + e.getMessage());
    }
  }

  /** What the assembler says about registers and spills. */
  private static String assemble(String family, String target) {
    byte[] text = Launcher.ptx(family).getBytes(StandardCharsets.US_ASCII);
    byte[] ended = Arrays.copyOf(text, text.length + 1);
    nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
    assertThat(JNvPTXCompiler.nvPTXCompilerCreate(compiler, ended.length, ended)).isZero();
    try {
      String[] options = {"--gpu-name=" + target, "--verbose"};
      int status = JNvPTXCompiler.nvPTXCompilerCompile(compiler, options.length, options);
      assertThat(status).as(() -> family + " for " + target + ": " + errors(compiler)).isZero();
      long[] size = new long[1];
      JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(compiler, size);
      byte[] log = new byte[(int) size[0] + 1];
      JNvPTXCompiler.nvPTXCompilerGetInfoLog(compiler, log);
      return new String(log, StandardCharsets.UTF_8);
    } finally {
      JNvPTXCompiler.nvPTXCompilerDestroy(compiler);
    }
  }

  private static String errors(nvPTXCompilerHandle compiler) {
    long[] size = new long[1];
    JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, size);
    byte[] log = new byte[(int) size[0] + 1];
    JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, log);
    return new String(log, StandardCharsets.UTF_8);
  }
}
