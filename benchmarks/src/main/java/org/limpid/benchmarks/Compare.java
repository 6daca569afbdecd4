package org.limpid.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts one measurement for each Java, path and number of threads, and collects the results. */
@Command(
    name = "compare.sh",
    sortOptions = false,
    description =
        "Measures Limpid and its peers, turn by turn in one process, and prints a table.%n")
final class Compare implements Callable<Integer> {

  private static final String MEASURE = "org.limpid.benchmarks.peers.Measure";

  /**
   * Lets the C library keep memory that libtorch gives back instead of returning it to the system
   * and faulting it in again, which costs libtorch up to half of its time.
   */
  private static final Map<String, String> ALLOCATOR =
      Map.of(
          "MALLOC_ARENA_MAX", "1",
          "MALLOC_MMAP_MAX_", "0",
          "MALLOC_TRIM_THRESHOLD_", "-1");

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      required = true,
      description = "gets an array of results; the table goes beside it as .md")
  @SuppressWarnings("NullAway.Init") // required
  private Path json;

  @Option(names = "--quick", description = "one Java, two threads, few rounds: some seven minutes")
  private boolean quick;

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      defaultValue = "",
      description = "only works whose names contain a match, such as n2v-train-16")
  private String only = "";

  @Option(
      names = "--jdk",
      paramLabel = "N",
      split = ",",
      description = "versions of Java (default: 17,25; with --quick 17)")
  private @Nullable List<Integer> features;

  @Option(
      names = "--path",
      paramLabel = "P",
      split = ",",
      defaultValue = "vector,plain",
      description = "with the Vector API or without (default: vector,plain)")
  private List<String> paths = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      split = ",",
      description = "threads of both sides (default: 1,2; with --quick 2)")
  private @Nullable List<Integer> threads;

  @Option(
      names = "--rounds",
      paramLabel = "K",
      description = "rounds that count (default: 15; with --quick 7)")
  private @Nullable Integer rounds;

  @Option(
      names = "--machines",
      paramLabel = "K",
      defaultValue = "1",
      description = "virtual machines one after the other, of which the middle one counts")
  private int machines = 1;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "rounds before those, for each work (default: 8; with --quick 3)")
  private @Nullable Double warmUp;

  @Option(names = "--add", description = "keeps what is in FILE, except what is measured again")
  private boolean add;

  @Option(
      names = "--untuned",
      description = "leaves the C library's allocator as it is, which slows libtorch down")
  private boolean untuned;

  @SuppressWarnings("UnusedVariable") // picocli answers it
  @Option(names = "--help", usageHelp = true, description = "says this")
  private boolean help;

  private Compare() {}

  /** Runs the command; ends with exit code 2 and one line if the arguments are wrong. */
  public static void main(String... arguments) {
    System.exit(
        run(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            arguments));
  }

  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line = new CommandLine(new Compare());
    line.setOut(out);
    line.setErr(err);
    line.setParameterExceptionHandler(
        (problem, rest) -> {
          err.println("compare.sh: " + problem.getMessage() + ". See --help");
          return 2;
        });
    line.setExecutionExceptionHandler(
        (problem, command, rest) -> {
          err.println("compare.sh: " + problem.getMessage());
          return 1;
        });
    return line.execute(arguments);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Setting> settings = settings();
    Results results = start();
    int before = results.changes();
    PrintWriter out = spec.commandLine().getOut();
    out.println(Machine.describe() + "\n\n" + Result.header());
    for (Setting setting : settings) {
      Map<List<@Nullable Object>, List<Result>> same = new HashMap<>();
      for (int machine = 0; machine < machines; machine++) {
        measure(setting, same, results);
      }
    }
    if (results.changes() == before) {
      throw wrong("--only " + only + " matches no work");
    }
    return 0;
  }

  private Results start() {
    try {
      return add && Files.exists(json) ? Results.read(json) : new Results();
    } catch (IOException e) {
      throw wrong("--add: " + e.getMessage());
    }
  }

  private List<Setting> settings() {
    try {
      Pattern.compile(only);
    } catch (PatternSyntaxException e) {
      throw wrong("--only " + only + " is no regular expression: " + e.getDescription());
    }
    if (rounds != null && rounds < 1) {
      throw wrong("--rounds " + rounds + " (expected: at least 1)");
    }
    if (warmUp != null && !(warmUp >= 0)) {
      throw wrong("--warm-up " + warmUp + " (expected: at least 0)");
    }
    if (machines < 1) {
      throw wrong("--machines " + machines + " (expected: at least 1)");
    }
    Path folder = json.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(json)) {
      throw wrong("--json " + json + ": no such folder, or a folder itself");
    }
    List<Integer> wanted = features == null ? (quick ? List.of(17) : List.of(17, 25)) : features;
    List<JavaHome> javas = JavaHome.installed(wanted);
    if (javas.isEmpty()) {
      throw wrong("no Java of the versions " + wanted + " found");
    }
    List<Setting> settings = new ArrayList<>();
    for (JavaHome java : javas) {
      for (String path : paths) {
        if (!path.equals("vector") && !path.equals("plain")) {
          throw wrong("--path " + path + " (expected: vector or plain)");
        }
        for (int count : threads == null ? (quick ? List.of(2) : List.of(1, 2)) : threads) {
          if (count < 1) {
            throw wrong("--threads " + count + " (expected: at least 1)");
          }
          settings.add(new Setting(java, path.equals("vector"), count));
        }
      }
    }
    return settings;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /**
   * Measures in one virtual machine.
   *
   * @param same what others measured in this setting, by what it is. Modified.
   */
  private void measure(
      Setting setting, Map<List<@Nullable Object>, List<Result>> same, Results results)
      throws IOException, InterruptedException {
    int counted = rounds == null ? (quick ? 7 : 15) : rounds;
    double seconds = warmUp == null ? (quick ? 3 : 8) : warmUp;
    List<String> arguments =
        List.of(
            only,
            Integer.toString(setting.threads()),
            Integer.toString(counted),
            Double.toString(seconds));
    ProcessBuilder builder =
        new ProcessBuilder(
            setting.command(System.getProperty("java.class.path"), MEASURE, arguments));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    if (!untuned) {
      builder.environment().putAll(ALLOCATOR);
    }
    Process process = builder.start();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("{")) {
          Result result = Result.of(line, setting, untuned ? "default" : "tuned");
          List<Result> all = same.computeIfAbsent(result.key(), key -> new ArrayList<>());
          all.add(result);
          results.put(Result.middle(all));
          results.write(json);
          spec.commandLine().getOut().println(result.row());
        }
      }
    }
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException("the measurement ended with exit code " + code + " on " + setting);
    }
  }
}
