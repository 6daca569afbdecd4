package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LittleWorkTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void dependsOnTheModelAndTheImage() throws IOException {
    Path image = TestImages.write(folder.resolve("image.png"), 300, 200);
    assertThat(LittleWork.is(file("default", 1_340_000), image)).isTrue();
    assertThat(LittleWork.is(file("wide", 12_000_000), image)).isFalse();
  }

  @Test
  void foldersAndWhatCannotBeReadAreLeftToOthers() throws IOException {
    Path model = file("model", 1000);
    assertThat(LittleWork.is(model, folder)).isFalse();
    assertThat(LittleWork.is(model, model)).isFalse();
    assertThat(LittleWork.is(folder.resolve("none"), folder.resolve("none"))).isFalse();
  }

  private Path file(String name, long bytes) throws IOException {
    Path path = folder.resolve(name);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(bytes);
    }
    return path;
  }
}
