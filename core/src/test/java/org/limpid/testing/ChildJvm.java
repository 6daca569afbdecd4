package org.limpid.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A process with the same Java, classes and modules, for what can be done to a process only. */
public final class ChildJvm implements AutoCloseable {

  private final Process process;
  private final BufferedReader lines;

  private ChildJvm(Process process) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts it.
   *
   * @param main class with a main method; its errors go where those of this process go
   * @param flags for Java, such as {@code -Xmx64m}
   */
  public static ChildJvm start(Class<?> main, List<String> flags, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-"))
        .forEach(command::add);
    command.addAll(flags);
    Collections.addAll(command, "-cp", classPath(main), main.getName());
    Collections.addAll(command, arguments);
    return new ChildJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** The class path of this process, also where a class loader of the test engine holds it. */
  public static String classPath(Class<?> type) {
    StringBuilder path = new StringBuilder(System.getProperty("java.class.path"));
    if (type.getClassLoader() instanceof URLClassLoader loader) {
      for (URL url : loader.getURLs()) {
        path.append(File.pathSeparator).append(new File(url.getPath()));
      }
    }
    return path.toString();
  }

  /**
   * Waits for a line of its output; others are passed over.
   *
   * @return whether it came before the output ended
   */
  public boolean await(String line) throws IOException {
    String next = lines.readLine();
    while (next != null && !next.equals(line)) {
      next = lines.readLine();
    }
    return next != null;
  }

  /** All lines of its output that were not read yet; waits until it ends. */
  public List<String> rest() {
    return lines.lines().toList();
  }

  /** Waits for its end; its exit code. */
  public int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  /** Kills it, so that it has no chance to tidy up, and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
