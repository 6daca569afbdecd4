package org.limpid.denoise.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens a page in Chromium, where that is installed: its script must run. */
class BrowserTest {
  private static final int LONGEST_SECONDS = 90;

  @TempDir private Path folder = Path.of("");

  @Test
  void theScriptRuns() throws IOException, InterruptedException {
    Optional<Path> chromium = chromium();
    assumeTrue(chromium.isPresent(), "skipped: no chromium on the PATH");
    Path page = Files.writeString(folder.resolve("page.html"), ReportTest.example().html());
    Path drawn = folder.resolve("drawn.html");
    Process browser =
        new ProcessBuilder(
                chromium.orElseThrow().toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + folder.resolve("profile"),
                "--window-size=800,600",
                "--dump-dom",
                page.toUri().toString())
            .redirectOutput(drawn.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    boolean ended = browser.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
    browser.destroyForcibly();
    assumeTrue(ended && browser.exitValue() == 0, "skipped: chromium does not start here");

    // The page itself says 100 %; the script measures: 200 pixels on all the width there is.
    assertThat(Files.readString(drawn))
        .containsPattern("<output>[2-9]\\d\\d %</output>")
        .contains("translate(0px, 0px) scale(1)");
  }

  private static Optional<Path> chromium() {
    String path = System.getenv("PATH");
    return Stream.of((path == null ? "" : path).split(File.pathSeparator))
        .flatMap(
            place ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(place, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
