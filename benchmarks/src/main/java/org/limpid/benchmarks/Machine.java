package org.limpid.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The computer, in one line. */
public final class Machine {

  private Machine() {}

  /** Like {@code AMD EPYC, 2 processors, 24 GiB, Linux 6.1 amd64}. */
  public static String describe() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long gibibytes = Math.round(system.getTotalMemorySize() / (double) (1L << 30));
    return processor()
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
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException e) {
      // Not Linux.
      return "unknown processor";
    }
  }
}
