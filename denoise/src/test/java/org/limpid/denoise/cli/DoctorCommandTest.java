package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.backend.Backend;
import org.limpid.backend.BackendProvider;
import org.limpid.backend.DeviceOptions;
import org.limpid.backend.ReferenceBackend;
import org.limpid.testing.ChildJvm;

/** What the doctor says of GPUs, in a process that finds two, of which one is too old. */
class DoctorCommandTest {

  @TempDir private Path folder = Path.of("");

  /** Offers an old device, and one that computes well. */
  public static final class TwoGpus implements BackendProvider {

    /** For the service loader. */
    public TwoGpus() {}

    @Override
    public String kind() {
      return "cuda";
    }

    @Override
    public Optional<String> unavailableReason() {
      return Optional.empty();
    }

    @Override
    public int deviceCount() {
      return 2;
    }

    @Override
    public Backend open(int ordinal, DeviceOptions options) {
      if (ordinal == 0) {
        throw new IllegalStateException("cuda:0 not available: device 0 is too old");
      }
      return new ReferenceBackend();
    }
  }

  private String limpid(String... arguments) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(BackendProvider.class.getName()), TwoGpus.class.getName());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(ChildJvm.classPath(Main.class) + File.pathSeparator + folder);
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void eachDeviceIsToldOfAndTheFirstThatIsUsableIsTaken() throws IOException {
    assertThat(limpid("doctor").lines())
        .contains(
            "cuda:0     not available: device 0 is too old",
            "cuda:1     " + new TwoGpus().open(1, DeviceOptions.DEFAULT).description(),
            "auto       --device auto takes cuda:1");
    assertThat(limpid("doctor", "--json"))
        .contains("\"cuda:0\":\"not available: device 0 is too old\"");
  }

  @Test
  void deviceThatThereIsNotIsRefusedWithWhatThereIs() throws IOException {
    Path image = TestImages.write(folder.resolve("a.png"), 16, 16);
    assertThat(
            limpid("denoise", image.toString(), folder + "/out.tif", "--device", "cuda:7").lines())
        .containsExactly(
            "limpid: cuda:7 not available: there are 2 devices (expected: cuda:0 to cuda:1). Use"
                + " one of them or the device cpu.");
  }
}
