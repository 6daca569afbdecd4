package org.limpid.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A folder of our own for the libraries that JCuda unpacks. Left alone it unpacks them into the
 * folder for temporary files under names that everybody can guess, and loads what lies there under
 * that name already, whoever put it there. It asks the property {@code java.io.tmpdir} where that
 * folder is, and only while a library loads: so the property is another for that moment.
 */
final class NativeFolder {

  private static final System.Logger LOG = System.getLogger(NativeFolder.class.getName());
  private static final String PROPERTY = "java.io.tmpdir";

  private NativeFolder() {}

  /**
   * Loads classes that unpack libraries.
   *
   * @throws LinkageError whatever loading throws
   * @throws UncheckedIOException if no folder can be made
   */
  static synchronized <T> T whileLoading(Supplier<T> load) {
    String before = System.getProperty(PROPERTY);
    // Nobody but the owner may look into it or write to it.
    Path folder = make();
    System.setProperty(PROPERTY, folder.toString());
    try {
      return load.get();
    } finally {
      if (before == null) {
        System.clearProperty(PROPERTY);
      } else {
        System.setProperty(PROPERTY, before);
      }
      remove(folder);
    }
  }

  private static Path make() {
    try {
      return Files.createTempDirectory("limpid-natives-").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cuda: no folder to unpack JCuda's libraries into: " + e.getMessage(), e);
    }
  }

  /** What is loaded stays loaded; Windows does not give it up, so that there it stays behind. */
  private static void remove(Path folder) {
    try (Stream<Path> inside = Files.list(folder)) {
      for (Path file : inside.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0} stays: {1}", folder, e.getMessage());
    }
  }
}
