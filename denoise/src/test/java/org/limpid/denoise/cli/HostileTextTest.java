package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.training.TrainingHistory;
import org.limpid.nn.net.UNet;
import org.limpid.nn.net.UNetOptions;
import org.limpid.nn.weights.Json;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;

/** Names and texts that are code where they are shown: in pages, on screens, in JSON. */
class HostileTextTest {
  private static final String SCRIPT = "<script>alert(document.cookie)</script>";
  private static final String NAME = "a\"'><img src=x onerror=alert(1)>&lt;.tif";

  @TempDir private Path folder = Path.of("");

  /** An image whose file name and description are pieces of a page. */
  private Path image() throws IOException {
    Path file = folder.resolve("plain.tif");
    Image image = TestImages.noisy(40, 32).withType(SampleType.UINT8);
    image.withMetadata(image.metadata().withDescription(SCRIPT)).write(file);
    try {
      return Files.move(file, folder.resolve(NAME));
    } catch (IOException | InvalidPathException e) {
      assumeTrue(false, "this system has no such file names: " + e.getMessage());
      return file;
    }
  }

  /** A model in whose file there is a text where options should be. */
  private Path model(String method, String option) throws IOException {
    UNet network =
        new UNet(
            UNetOptions.DEFAULT.withDepth(1).withFilters(1), Device.cpu(), new RandomKey(1, 1, 1));
    Path file = folder.resolve("model.safetensors");
    Denoiser.of(
            network,
            Device.cpu(),
            new Normalization(List.of(10.0), List.of(3.0), List.of()),
            method,
            new TrainingHistory(7, List.of(new TrainingHistory.Point(7, 0.5, 1e-3f, null))))
        .save(file);
    byte[] bytes = Files.readAllBytes(file);
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    String quoted = Json.print(Json.print(Map.of(option, option)));
    String name = "\\\"options\\\":";
    byte[] header =
        new String(bytes, 8, length, StandardCharsets.UTF_8)
            .replace(name + "{}", name + quoted.substring(1, quoted.length() - 1))
            .getBytes(StandardCharsets.UTF_8);
    assertThat(header.length).isGreaterThan(length);
    ByteBuffer changed = ByteBuffer.allocate(bytes.length + header.length - length);
    changed.order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header);
    changed.put(bytes, 8 + length, bytes.length - 8 - length);
    return Files.write(file, changed.array());
  }

  @Test
  void pagesShowThemAsText() throws IOException {
    Path image = image();
    Path page = folder.resolve("page.html");
    Path model = model("by_hand", SCRIPT);
    Run.limpid("denoise", image, folder.resolve("clean.tif"), "--model", model, "--report", page)
        .succeeded();
    String html = Files.readString(page);
    assertThat(html).contains("&lt;img src=x onerror=alert(1)&gt;&amp;lt;.tif");
    assertThat(html).contains("&lt;script&gt;alert(document.cookie)&lt;/script&gt;");
    assertThat(html).doesNotContain("<script>alert").doesNotContain("<img src=x");
    // Attributes end where they are meant to: a quote in a name is none in the page.
    assertThat(html).doesNotContain("a\"'>");
  }

  @Test
  void screensAreNotControlled() throws IOException {
    String control = "\u001b]0;owned\u0007\u001b[2J\r\nlimpid: all is well\u009b31m";
    Run run = Run.limpid("info", model("by_hand", control)).succeeded();
    assertThat(run.outLines()).hasSize(1);
    assertThat(run.out().strip()).doesNotContainPattern("\\p{Cc}");
    Run named = Run.limpid("info", model(control, "a"));
    assertThat(named.exit()).isEqualTo(2);
    assertThat(named.err().strip()).doesNotContainPattern("\\p{Cc}");
    Path image = folder.resolve("no\u001b[2J.tif");
    Run refused = Run.limpid("info", image);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err().strip()).doesNotContainPattern("\\p{Cc}");
    Files.write(image, new byte[] {1, 2, 3, 4, 5});
    assertThat(Run.limpid("info", image).err().strip()).doesNotContainPattern("\\p{Cc}");
  }

  @Test
  void jsonStaysJson() throws IOException {
    Path image = image();
    Run run = Run.limpid("info", "--json", image).succeeded();
    assertThat(run.outLines()).hasSize(1);
    assertThat(Json.parseObject(run.out().strip())).containsEntry("file", image.toString());
    Run other = Run.limpid("info", "--json", model("by_hand", "\"}\n{\"ok\":true")).succeeded();
    assertThat(other.outLines()).hasSize(1);
    assertThat(Json.parseObject(other.out().strip())).containsEntry("kind", "model");
  }
}
