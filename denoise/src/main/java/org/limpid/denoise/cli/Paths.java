package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a command reads, and at the end what it writes. */
final class Paths {
  private static final Predicate<String> PATTERN = name -> name.matches(".*[*?\\[{].*");

  @Parameters(
      paramLabel = "IN... OUT",
      arity = "1..*",
      hideParamSyntax = true,
      description = {
        "IN: noisy images (.tif, .png, .mrc, .jpg, .bmp), folders of them, or patterns in quotes"
            + " such as 'a*.tif'.",
        "OUT: result (.tif, .png or .mrc), of the same size and type, replaced if it exists; a"
            + " folder unless IN is one image."
      })
  private List<Path> all = List.of();

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  /**
   * Checks that there is an OUT; before anything else is asked.
   *
   * @throws ParameterException if there is not
   */
  void check() {
    if (all.size() < 2 && command != null) {
      throw new ParameterException(command.commandLine(), "Missing required parameter: 'OUT'.");
    }
  }

  /** Where the result goes. */
  Path output() {
    return all.get(all.size() - 1);
  }

  /** The only image named, if OUT is to be a file. */
  boolean isOneFile() {
    return all.size() == 2 && !Files.isDirectory(all.get(0)) && !isPattern(all.get(0));
  }

  /** What IN stands for, as it was typed. */
  List<Path> inputs() {
    return all.subList(0, all.size() - 1);
  }

  /**
   * Files named, images of the folders named, and those that fit a pattern.
   *
   * @throws UserException if a folder or a pattern gives none
   */
  static List<Path> files(List<Path> paths) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        files.addAll(Folder.images(path));
      } else if (isPattern(path)) {
        files.addAll(fitting(path));
      } else {
        files.add(path);
      }
    }
    return files;
  }

  private static boolean isPattern(Path path) {
    return !Files.exists(path) && PATTERN.test(String.valueOf(path.getFileName()));
  }

  private static List<Path> fitting(Path pattern) throws IOException {
    Path folder = pattern.getParent() == null ? Path.of("") : pattern.getParent();
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries =
          Files.newDirectoryStream(folder, String.valueOf(pattern.getFileName()))) {
        entries.forEach(files::add);
      } catch (PatternSyntaxException e) {
        throw new UserException(
            pattern + ": no such file, and no pattern either. Check the path.", e);
      }
    }
    if (files.isEmpty()) {
      throw new UserException(pattern + ": no file fits this pattern. Check the path.");
    }
    files.sort(null);
    return files;
  }
}
