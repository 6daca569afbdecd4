package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePairTest {

  private static List<Path> files(String... names) {
    return List.of(names).stream().map(Path::of).toList();
  }

  @Test
  void partnersHaveTheSameNameWhateverTheOrder() {
    assertThat(
            ImagePair.partners(
                files("a/1.tif", "a/3.tif", "a/2.tif"), files("b/3.tif", "b/2.tif", "b/1.tif")))
        .containsExactlyElementsOf(files("b/1.tif", "b/3.tif", "b/2.tif"));
  }

  /** As many files on both sides, but one is another: a listing would pair all of them wrongly. */
  @Test
  void oddOnesAreListed() {
    assertThatThrownBy(
            () ->
                ImagePair.partners(
                    files("a/1.tif", "a/2.tif", "a/3.tif"), files("b/2.tif", "b/3.tif", "b/4.tif")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "pairs: no target for 1.tif; no input for 4.tif (expected: files of the same names on"
                + " both sides)");
    assertThatThrownBy(() -> ImagePair.partners(files("a/1.tif"), files()))
        .hasMessageStartingWith("pairs: no target for 1.tif (expected");
    List<Path> many = IntStream.range(0, 11).mapToObj(i -> Path.of(i + ".png")).toList();
    assertThatThrownBy(() -> ImagePair.partners(many, files("0.png")))
        .hasMessageContaining("no target for 1.png, 2.png")
        .hasMessageContaining("8.png and 2 more (");
  }

  @Test
  void aNameOnOneSideTwiceIsAmbiguous() {
    assertThatThrownBy(() -> ImagePair.partners(files("a/1.tif", "c/1.tif"), files("b/1.tif")))
        .hasMessageStartingWith("pairs: ")
        .hasMessageEndingWith("among the inputs have one name (expected: each name once)");
  }

  @Test
  void foldersAreReadByName(@TempDir Path folder) throws IOException {
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));
    for (int i = 1; i <= 2; i++) {
      Image.wrap(new float[] {i, 0}, 1, 1, 1, 2, 1).write(first.resolve(i + ".tif"));
      Image.wrap(new float[] {10 * i, 0}, 1, 1, 1, 2, 1).write(second.resolve(i + ".tif"));
    }
    Files.writeString(second.resolve("notes.txt"), "not an image");
    List<ImagePair> pairs = ImagePair.read(first, second);
    assertThat(pairs).hasSize(2);
    for (ImagePair pair : pairs) {
      assertThat(pair.target().samples()[0]).isEqualTo(10 * pair.input().samples()[0]);
    }
  }
}
