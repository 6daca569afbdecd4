package org.limpid.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The computer, in one line. */
public final class Machine {

  private Machine() {}

  /** Like {@code AMD EPYC, AVX-512, 2 processors, 24 GiB, Linux 6.1 amd64}. */
  public static String describe() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long gibibytes = Math.round(system.getTotalMemorySize() / (double) (1L << 30));
    return processor()
        + vectors()
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " processors, "
        + gibibytes
        + " GiB, "
        + system.getName()
        + " "
        + system.getVersion()
        + " "
        + system.getArch();
  }

  private static String processor() {
    return ofProcessor("model name").orElse("unknown processor");
  }

  /** The widest vectors of an x86: its name often says less. */
  private static String vectors() {
    List<String> flags = List.of(ofProcessor("flags").orElse("").split(" "));
    if (flags.contains("avx512f")) {
      return ", AVX-512";
    }
    return flags.contains("avx2") ? ", AVX2" : "";
  }

  /** What Linux says of the first processor. */
  private static Optional<String> ofProcessor(String name) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      // Not Linux.
      return Optional.empty();
    }
  }
}
