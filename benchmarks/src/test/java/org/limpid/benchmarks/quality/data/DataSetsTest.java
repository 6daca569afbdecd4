package org.limpid.benchmarks.quality.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limpid.denoise.Image;
import org.limpid.denoise.metric.Quality;

class DataSetsTest {

  private static final Path FOLDER = Path.of("..", "..", "shared", "data");

  private static Path folder(String set) {
    assumeTrue(
        Files.exists(FOLDER.resolve(set)), () -> "skipped: " + set + " is not in ../shared/data");
    return FOLDER;
  }

  /** What the plug-in's group measured (raw), and the same after a fit of gain and offset. */
  @ParameterizedTest
  @CsvSource({
    "n2v_default_035_1, 25.30, 34.42",
    "n2v_default_044_0, 28.39, 34.60",
    "n2n_plugin_035_1, 27.81, 34.00",
    "n2n_plugin_044_0, 30.03, 34.57"
  })
  void metricGivesThePublishedFigures(String output, double raw, double fitted) throws IOException {
    Path w2s = folder("w2s_widefield_8bit").resolve("w2s_widefield_8bit");
    String field = output.substring(output.length() - 5);
    Image clean = Image.read(w2s.resolve("avg400/target_avg400_" + field + ".tif"));
    Image result = Image.read(w2s.resolve("reference_outputs/" + output + ".tif"));

    assertThat(Quality.of(clean, result, 255, false).psnr()).isCloseTo(raw, within(0.01));
    assertThat(Quality.of(clean, result, 255, true).psnr()).isCloseTo(fitted, within(0.01));
  }

  /** Mistakes of a protocol show in the noisy input: figures of ../shared/data/README.md. */
  @ParameterizedTest
  @CsvSource({
    "w2s, w2s_widefield_8bit, 18.72, 0.01",
    "confocal, noise2fast_confocal, 32.34, 0.01",
    "set12-15, set12_gray, 24.61, 0.03",
    "set12-25, set12_gray, 20.17, 0.03",
    "set12-50, set12_gray, 14.15, 0.03",
    "bsd68-25, bsd68_gray, 20.17, 0.01",
    "bsd400-25, bsd400_train_gray_180, 20.17, 0.01",
    "kodak-25, kodak24_color, 20.17, 0.01"
  })
  void noisyImagesAreAsFarFromTheTruthAsTheyShould(
      String name, String files, double psnr, double tolerance) throws IOException {
    Path folder = folder(files);
    DataSet set = DataSets.find(name);
    double sum = 0;
    // Of the confocal set the figure of the first image alone is known.
    int images = name.equals("confocal") ? 1 : set.entries().size();
    for (Entry entry : set.entries().subList(0, images)) {
      TestImage image = entry.source().read(folder);
      sum += Quality.of(image.clean(), image.noisy(), DataSet.PEAK, set.fit()).psnr();
    }

    assertThat(sum / images).isCloseTo(psnr, within(tolerance));
  }

  @Test
  void allFilesOfCamerasAreThere() throws IOException {
    for (String name : new String[] {"cc15", "polyu"}) {
      Path folder = folder(name + "_real_camera_pairs");
      for (Entry entry : DataSets.find(name).entries()) {
        TestImage image = entry.source().read(folder);
        assertThat(image.noisy().channels()).isEqualTo(3);
        assertThat(image.clean().width()).isEqualTo(image.noisy().width());
      }
    }
  }

  @Test
  void drawnNoiseIsTheSameEachTime() throws IOException {
    Entry entry = DataSets.find("generated").entries().get(0);

    assertThat(entry.source().read(FOLDER).noisy().samples())
        .isEqualTo(entry.source().read(FOLDER).noisy().samples());
  }

  @Test
  void namesAreUnique() {
    assertThat(DataSets.all()).extracting(DataSet::name).doesNotHaveDuplicates();
  }

  @Test
  void unknownSetsAreNamedWithThoseThereAre() {
    assertThatThrownBy(() -> DataSets.find("set13"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--data: no set 'set13' (there is: w2s, confocal, set12-15,");
  }
}
