package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;

/**
 * Types the command lines it reads from standard input, one a line, in its working folder, and
 * prints for each what it answers: exit code, number of lines, and those of standard error.
 */
final class TriedReplay {
  private TriedReplay() {}

  /** Without arguments. */
  public static void main(String... arguments) throws IOException {
    List<String> typed = readAll();
    Path here = Path.of("").toAbsolutePath();
    prepare(Path.of(""));
    TreeSet<Path> before = files();
    for (String line : typed) {
      // The shell leaves a pattern that fits nothing as it is.
      String[] words = line.split(" ");
      Run run = Run.limpid((Object[]) Arrays.copyOfRange(words, 1, words.length));
      TreeSet<Path> left = files();
      left.removeAll(before);
      String answer = run.err().strip().replace(here.toString(), "…");
      System.out.println(
          run.exit() + "\t" + left + "\t" + answer.lines().count() + "\t" + answer.split("\n")[0]);
      for (Path file : left.descendingSet()) {
        Files.delete(file);
      }
    }
  }

  private static List<String> readAll() throws IOException {
    return new String(System.in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
  }

  /** The files that the table speaks of. */
  private static void prepare(Path folder) throws IOException {
    TestImages.write(folder.resolve("a.tif"), 512, 512);
    Image noise = TestImages.noisy(96, 3 * 64);
    Image.of(noise.samples(), 1, 1, 64, 96, 3)
        .withType(SampleType.UINT8)
        .write(folder.resolve("rgb.png"));
    Image.of(noise.samples(), 1, 3, 64, 96, 1)
        .withType(SampleType.FLOAT32)
        .write(folder.resolve("stack.tif"));
    Files.writeString(folder.resolve("text.tif"), "no TIFF");
    Files.createFile(folder.resolve("zero.png"));
    byte[] whole = Files.readAllBytes(folder.resolve("a.tif"));
    Files.write(folder.resolve("cut.tif"), Arrays.copyOf(whole, 3000));
    Files.createDirectory(folder.resolve("empty"));
    Path pairs = Files.createDirectory(folder.resolve("pairs"));
    TestImages.write(pairs.resolve("b.tif"), 64, 64);
    String train = "train --input pairs --model good.safetensors --depth 1 --filters 2 --steps 1";
    Run.limpid((Object[]) train.split(" ")).succeeded();
  }

  private static TreeSet<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of(""))) {
      return all.collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
