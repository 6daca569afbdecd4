package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.TrainingListener;

class ImageCacheTest {

  private static final int SIDE = 40;
  private static final long BYTES = SIDE * SIDE * 4;

  @TempDir private Path folder = Path.of("");

  private List<Path> files(int count) throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Image image = Noise.gaussian(30).apply(Specimen.CELLS.image(SIDE, SIDE, i), i);
      Path file = folder.resolve(i + ".png");
      image.withType(SampleType.UINT8).write(file);
      files.add(file);
    }
    return files;
  }

  private static List<Image> open(ImageCache cache, List<Path> files) throws IOException {
    List<Image> images = new ArrayList<>();
    for (Path file : files) {
      images.add(cache.open(file));
    }
    return images;
  }

  /** Patches jump from image to image; with room for two of five, most draws read a file again. */
  @Test
  void trainingIsTheSameWhateverIsInMemory() throws IOException {
    List<Path> files = files(5);
    List<Image> read = new ArrayList<>();
    for (Path file : files) {
      read.add(Image.read(file));
    }
    ImageCache small = new ImageCache(2 * BYTES);
    Noise2VoidTrainer trainer = SmallTraining.steps(8);

    float[] expected = trainer.train(read, TrainingListener.NONE).denoise(read.get(0)).samples();
    float[] cached =
        trainer.train(open(small, files), TrainingListener.NONE).denoise(read.get(0)).samples();

    assertThat(cached).isEqualTo(expected);
    assertThat(small.heldBytes()).isEqualTo(2 * BYTES);
  }

  @Test
  void nothingIsReadBeforeItIsNeededAndNoMoreIsKeptThanAllowed() throws IOException {
    ImageCache cache = new ImageCache(3 * BYTES);
    List<Image> images = open(cache, files(4));
    assertThat(cache.heldBytes()).isZero();
    for (Image image : images) {
      assertThat(image.type()).isEqualTo(SampleType.UINT8);
      image.get(0, 0, 3, 4, 0);
      assertThat(cache.heldBytes()).isBetween(BYTES, 3 * BYTES);
    }
    assertThat(images.get(0).samples()).isEqualTo(Image.read(folder.resolve("0.png")).samples());
  }

  @Test
  void imagesLargerThanTheCacheAreReadToo() throws IOException {
    ImageCache cache = new ImageCache(100);
    Path file = folder.resolve("large.tif");
    Image image = Specimen.CELLS.image(SIDE, SIDE, 1);
    image.write(file);
    assertThat(cache.open(file).samples()).isEqualTo(image.samples());
    assertThat(cache.heldBytes()).isZero();
  }

  @Test
  void aFileThatChangesIsNoticed() throws IOException {
    Path file = files(1).get(0);
    Image image = new ImageCache(10 * BYTES).open(file);
    Specimen.CELLS.image(20, 30, 1).withType(SampleType.UINT8).write(file);
    assertThatThrownBy(() -> image.get(0, 0, 0, 0, 0))
        .hasMessageContaining("but was 40 x 40 when it was opened");
  }

  @Test
  void sizesAreChecked() {
    assertThatThrownBy(() -> new ImageCache(-1))
        .hasMessage("image cache: -1 bytes (expected: >= 0)");
  }
}
