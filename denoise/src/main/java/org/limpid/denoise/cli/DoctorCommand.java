package org.limpid.denoise.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.limpid.backend.DeviceOptions;
import org.limpid.tensor.Device;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code limpid doctor}: what this machine has, what will run, and what would make it faster. */
@Command(
    name = "doctor",
    description = "Says what was found on this machine, what will run, and what to do for more.",
    footer = {"", "Examples:", "  limpid doctor", "  limpid doctor --json"})
final class DoctorCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private OutputOptions output = new OutputOptions();

  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Map<String, Object> found = found();
    if (output.json) {
      JsonLine line = new JsonLine();
      found.forEach(line::put);
      terminal.out().println(line);
    } else {
      found.forEach(
          (name, value) -> terminal.out().println(name + " ".repeat(11 - name.length()) + value));
      advise();
    }
    return 0;
  }

  private static Map<String, Object> found() {
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("limpid", Machine.limpid());
    found.put("java", Machine.java());
    found.put("system", Machine.system());
    found.put("processor", Machine.processor());
    found.put("cores", Machine.cores());
    found.put("memory", Machine.gibibytes(Machine.memoryBytes()));
    found.put("heap", "at most " + Machine.gibibytes(Machine.heapBytes()));
    found.put("vectors", vectors());
    for (String line : Device.report()) {
      String[] parts = line.split(": ", 2);
      found.put(parts[0], parts[1]);
    }
    // Why others cannot be used was said of each.
    try (Device best = Device.best(DeviceOptions.DEFAULT, reason -> {})) {
      found.put("auto", "--device auto takes " + best.name());
    }
    return found;
  }

  private static String vectors() {
    return VectorModule.isLoaded()
        ? "Vector API with " + VectorModule.bits() + " bits"
        : "no Vector API, plain loops run";
  }

  private void advise() {
    if (!VectorModule.isLoaded()) {
      terminal
          .out()
          .println(
              "For faster training start Java with --add-modules jdk.incubator.vector"
                  + " (the launcher ./limpid does what is needed).");
    }
    if (Machine.heapBytes() < 1L << 30) {
      terminal
          .out()
          .println("For larger images give Java more memory, such as LIMPID_JAVA_OPTS=-Xmx4g.");
    }
  }
}
