package org.limpid.cuda;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether the driver's library is where Linux would find it. Asked before JCuda is: that unpacks
 * its own library into the temporary folder, each time, only to fail on nearly all machines.
 */
final class DriverLibrary {

  static final String NAME = "libcuda.so.1";

  /** Where the linker looks besides its cache; the last is that of Windows' Linux. */
  private static final List<String> FOLDERS =
      List.of("/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/lib/wsl/lib");

  private DriverLibrary() {}

  /**
   * Whether there is no such library.
   *
   * @param searchPath value of {@code LD_LIBRARY_PATH}, or the empty string
   * @param cache the linker's list of libraries
   */
  static boolean isMissing(String searchPath, Path cache) {
    return !isIn(List.of(searchPath.split(File.pathSeparator)))
        && !isIn(FOLDERS)
        && !isListed(cache);
  }

  private static boolean isIn(List<String> folders) {
    return folders.stream()
        .anyMatch(folder -> !folder.isEmpty() && Files.exists(Path.of(folder, NAME)));
  }

  private static boolean isListed(Path cache) {
    try {
      return new String(Files.readAllBytes(cache), StandardCharsets.ISO_8859_1).contains(NAME);
    } catch (IOException e) {
      // No list to go by: let the linker say.
      return true;
    }
  }
}
