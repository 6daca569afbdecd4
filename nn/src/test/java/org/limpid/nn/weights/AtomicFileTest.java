package org.limpid.nn.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  /** Linux gives out numbers up to 2^22. */
  private static final long NOBODY = 99_999_999;

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("model.bin");
  }

  private Path leftover(String name) throws IOException {
    return Files.writeString(folder.resolve(name), "half of it");
  }

  private void write() throws IOException {
    AtomicFile.write(file, out -> out.write(7));
  }

  @Test
  void whatKilledProcessesLeftIsRemoved() throws IOException {
    leftover(".model.bin." + NOBODY + "-1.tmp");
    leftover(".model.bin." + NOBODY + "-23.tmp");
    write();
    assertThat(files()).containsExactly("model.bin");
  }

  @Test
  void whatAProcessOfTheSameNumberLeftIsRemoved() throws IOException {
    Path old = leftover(".model.bin." + ProcessHandle.current().pid() + "-999.tmp");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(86_400)));
    write();
    assertThat(files()).containsExactly("model.bin");
  }

  @Test
  void whatOthersAreWritingStays() throws IOException {
    String living = ".model.bin." + ProcessHandle.current().pid() + "-999.tmp";
    String other = ".models.bin." + NOBODY + "-1.tmp";
    String strange = ".model.bin.x" + NOBODY + "-1.tmp";
    leftover(living);
    leftover(other);
    leftover(strange);
    write();
    assertThat(files()).containsExactlyInAnyOrder("model.bin", living, other, strange);
  }

  @Test
  void aFailureChangesNothing() throws IOException {
    write();
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IOException("disk full");
                    }))
        .hasMessage(file + ": cannot be written (disk full)");
    assertThat(Files.readAllBytes(file)).containsExactly(7);
    assertThat(files()).containsExactly("model.bin");
  }

  private Stream<String> files() throws IOException {
    return Files.list(folder).map(found -> String.valueOf(found.getFileName()));
  }
}
