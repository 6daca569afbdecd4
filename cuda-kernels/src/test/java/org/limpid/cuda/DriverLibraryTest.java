package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverLibraryTest {

  @TempDir Path folder = Path.of("");

  @Test
  void libraryIsFoundInTheListAndOnTheSearchPath() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty"), "libc.so.6\0");
    assumeFalse(
        Files.exists(Path.of("/usr/lib/" + DriverLibrary.NAME))
            || Files.exists(Path.of("/usr/lib64/" + DriverLibrary.NAME))
            || Files.exists(Path.of("/usr/lib/wsl/lib/" + DriverLibrary.NAME)),
        "there is a driver");
    assertThat(DriverLibrary.isMissing("", empty)).isTrue();
    assertThat(DriverLibrary.isMissing("/nowhere", empty)).isTrue();
    Path cache = Files.writeString(folder.resolve("cache"), "libc.so.6\0libcuda.so.1\0");
    assertThat(DriverLibrary.isMissing("", cache)).isFalse();
    Files.createFile(folder.resolve(DriverLibrary.NAME));
    assertThat(DriverLibrary.isMissing("/nowhere:" + folder, empty)).isFalse();
  }

  @Test
  void withoutListTheLinkerIsAsked() {
    assertThat(DriverLibrary.isMissing("", folder.resolve("none"))).isFalse();
  }
}
