package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.limpid.backend.OutOfMemoryException;
import org.limpid.tensor.DeviceException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class FailuresTest {
  /** A command that fails as it is told to. */
  @Command(name = "fail")
  private static final class Failing implements Callable<Integer> {
    @Mixin private TalkOptions talk = new TalkOptions();
    private final Exception failure;

    Failing(Exception failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() throws Exception {
      throw failure;
    }
  }

  @Test
  void aFaultOfOursIsOneLineAndATraceInAFile() throws IOException {
    Run run = fail(new IllegalStateException("two\nlines"));
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err())
        .startsWith("limpid: a fault in Limpid: java.lang.IllegalStateException: two lines. ");
    Path trace = Path.of(run.err().strip().replaceFirst(".* report it with ", ""));
    assertThat(Files.readString(trace)).contains("FailuresTest.aFaultOfOurs");
    Files.delete(trace);
  }

  @Test
  void verboseShowsTheTrace() throws IOException {
    Run run = fail(new IllegalStateException("odd"), "--verbose");
    assertThat(run.err()).contains("\tat org.limpid.denoise.cli.FailuresTest.verboseShowsTheTrace");
    Files.delete(Path.of(run.err().strip().replaceFirst("(?s).* report it with ", "")));
  }

  @Test
  void whatTheUserCanFixIsOneLine() {
    fail(new IOException("x.tif: the disk is full")).refused("x.tif: the disk is full.");
    fail(new DeviceException("cuda:0 not available: no driver")).refused("cuda:0 not available");
    fail(new NoSuchFileException("a.tif")).refused("a.tif: no such file. Check the path.");
    fail(new AccessDeniedException("a.tif")).refused("a.tif: access denied. Check the permissions");
    fail(new OutOfMemoryException("asked for 8 GiB")).refused("asked for 8 GiB", "-Xmx8g");
  }

  private static Run fail(Exception failure, String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Failures failures = new Failures(new Terminal(stream, stream, 0));
    CommandLine line = new CommandLine(new Failing(failure));
    line.setExecutionExceptionHandler(failures);
    int exit = line.execute(arguments);
    return new Run(exit, "", err.toString(StandardCharsets.UTF_8));
  }
}
