package org.limpid.denoise.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.SharedData;

class NpyFormatTest {
  private final Path folder;

  NpyFormatTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 5, 7, 1, '(5, 7)'",
    "1, 1, 5, 3, 1, '(5, 3)'",
    "1, 1, 5, 7, 3, '(5, 7, 3)'",
    "1, 6, 5, 7, 1, '(6, 5, 7)'",
    "1, 6, 5, 4, 1, '(6, 5, 4, 1)'",
    "2, 1, 5, 7, 1, '(2, 1, 5, 7)'",
    "2, 3, 5, 7, 2, '(2, 3, 5, 7, 2)'",
    "1, 1, 5, 7, 6, '(1, 6, 1, 5, 7)'",
    "2, 3, 5, 7, 6, '(2, 6, 3, 5, 7)'",
  })
  void axesComeBack(int frames, int depth, int height, int width, int channels, String shape)
      throws IOException {
    Image image = Samples.image(SampleType.UINT16, frames, depth, height, width, channels);
    for (String name : new String[] {"a.npy", "a.npz", "a.npy.gz"}) {
      Path file = folder.resolve(name);
      image.write(file);
      Image back = Image.read(file);
      assertThat(back).as(name).hasToString(image.toString());
      assertThat(back.samples()).as(name).isEqualTo(image.samples());
      assertThat(Image.open(file).samples()).as(name).isEqualTo(image.samples());
    }
    String header = Files.readString(folder.resolve("a.npy"), StandardCharsets.ISO_8859_1);
    assertThat(header)
        .startsWith("\u0093NUMPY\1\0v\0{'descr': '<u2', 'fortran_order': False, 'shape': " + shape);
    assertThat(Images.info(folder.resolve("a.npz")).channels()).isEqualTo(channels);
  }

  @ParameterizedTest
  @EnumSource(SampleType.class)
  void typesComeBack(SampleType type) throws IOException {
    Image image = Samples.image(type, 1, 1, 5, 7, 1);
    Path file = folder.resolve("a.npy");
    image.write(file);
    assertThat(Image.read(file).type()).isEqualTo(type);
    assertThat(Image.read(file).samples()).isEqualTo(image.samples());
  }

  @Test
  void fortransOrderAndBigEndianAreTurned() throws IOException {
    byte[] numbers = {0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6};
    Path file = array("a.npy", "'>i2', 'fortran_order': True, 'shape': (2, 3)", numbers);
    assertThat(Image.read(file).samples()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(Image.open(file).samples()).containsExactly(1, 2, 3, 4, 5, 6);
    byte[] volume = new byte[5 * 6 * 7];
    for (int i = 0; i < volume.length; i++) {
      volume[i] = (byte) (i % 128);
    }
    Path stack = array("b.npy", "'|i1', 'fortran_order': True, 'shape': (5, 6, 7)", volume);
    Image image = Image.read(stack);
    assertThat(image.get(0, 3, 2, 6, 0)).isEqualTo((3 + 5 * 2 + 30 * 6) % 128);
    assertThat(Image.open(stack).samples()).isEqualTo(image.samples());
  }

  @Test
  void truthIsZeroOrOne() throws IOException {
    Path file = array("a.npy", "'|b1', 'fortran_order': False, 'shape': (1, 2)", new byte[] {0, 1});
    assertThat(Image.read(file).samples()).containsExactly(0, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'<c8', 'fortran_order': False, 'shape': (2, 3) | elements of type '<c8'",
        "'|O', 'fortran_order': False, 'shape': (2, 3) | elements of type '|O'",
        "'<f4', 'fortran_order': False, 'shape': (6,) | an array of 1 axes",
        "'<f4', 'fortran_order': False, 'shape': () | an array of 0 axes",
        "'<f4', 'fortran_order': False, 'shape': (0, 3) | an array of shape (0, 3)",
        "[('x', '<f4')], 'fortran_order': False, 'shape': (2, 3) | records of several fields",
        "'<f4', 'fortran_order': False, 'shape': (99999, 99999) | end too early",
      })
  void otherArraysAreNamed(String header, String fault) throws IOException {
    Path file = array("a.npy", header.replace("''", "'"), new byte[24]);
    assertThatThrownBy(() -> Image.read(file))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining(fault);
  }

  @Test
  void archivesHoldOneImageAndWhateverElse() throws IOException {
    byte[] image = bytes("'|u1', 'fortran_order': False, 'shape': (1, 2)", new byte[] {7, 8});
    byte[] count = bytes("'|u1', 'fortran_order': False, 'shape': ()", new byte[] {9});
    Path file = archive("a.npz", count, image);
    assertThat(Image.read(file).samples()).containsExactly(7, 8);
    assertThatThrownBy(() -> Image.read(archive("two.npz", image, image)))
        .hasMessageContaining("holds 2 arrays that could be the image [part0.npy, part1.npy]");
    assertThatThrownBy(() -> Image.read(archive("none.npz", count)))
        .hasMessageContaining("holds no array that could be an image: holds an array of 0 axes");
  }

  private Path archive(String name, byte[]... arrays) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < arrays.length; i++) {
        zip.putNextEntry(new ZipEntry("part" + i + ".npy"));
        zip.write(arrays[i]);
      }
    }
    return Files.write(folder.resolve(name), bytes.toByteArray());
  }

  @Test
  void opacityIsNotHeld() {
    Image image = Samples.transparent(Samples.image(SampleType.UINT8, 1, 1, 4, 5, 3));
    assertThatThrownBy(() -> image.write(folder.resolve("a.npy")))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("holds no opacity");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void arraysOfOthersAreRead() throws IOException {
    String model = "model_bioimageio_unet2d_nuclei_broad/";
    for (String name : new String[] {"test_input", "test_output", "test_output_expanded"}) {
      Image image = Image.read(SharedData.of(model + name + ".npy"));
      assertThat(image).hasToString("512 x 512 (Y, X), 1 channel, float32");
    }
  }

  private Path array(String name, String header, byte[] numbers) throws IOException {
    return Files.write(folder.resolve(name), bytes(header, numbers));
  }

  private static byte[] bytes(String header, byte[] numbers) throws IOException {
    String text = "{'descr': " + header + ", }\n";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(
        ("\u0093NUMPY\1\0" + (char) text.length() + '\0' + text)
            .getBytes(StandardCharsets.ISO_8859_1));
    bytes.write(numbers);
    return bytes.toByteArray();
  }
}
