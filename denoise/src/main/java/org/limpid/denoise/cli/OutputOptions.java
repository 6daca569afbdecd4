package org.limpid.denoise.cli;

import picocli.CommandLine.Option;

/** What every command can be told about its output. */
final class OutputOptions {
  @Option(names = "--json", description = "Print the result as one JSON object a line.")
  boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;
}
