package org.limpid.denoise.cli;

import picocli.CommandLine.Option;

/** How much a long command says while it runs. */
final class TalkOptions {
  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say more: device, network, validation; a trace for a fault in Limpid.")
  boolean verbose;
}
