package org.limpid.denoise.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limpid.denoise.Image;
import org.limpid.denoise.SharedData;

class FitsFormatTest {
  private static final String PLANE = "NAXIS = 2; NAXIS1 = 2; NAXIS2 = 1";
  private final Path folder;

  FitsFormatTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource({
    "8, '', 00ff, uint8, 0, 255",
    "8, 'BZERO = -128', 00ff, int8, -128, 127",
    "16, '', 8000ffff, int16, -32768, -1",
    "16, 'BZERO = 3.2768D4 / unsigned', 8000ffff, uint16, 0, 32767",
    "16, 'BSCALE = 0.5; BZERO = 10', 00020003, float32, 11, 11.5",
    "16, 'BLANK = -1', ffff0003, float32, NaN, 3",
    "32, '', 7fffffff80000001, int32, 2147483647, -2147483647",
    "32, 'BZERO = 2147483648', 8000000180000002, uint32, 1, 2",
    "64, '', 000000000000000affffffffffffffff, int64, 10, -1",
    "-32, 'BLANK = 0', 3f80000000000000, float32, 1, 0",
    "-64, 'BSCALE = 2', 3ff0000000000000bff0000000000000, float64, 2, -2",
  })
  void numbersAreScaled(
      int bits, String cards, String numbers, String type, float first, float second)
      throws IOException {
    byte[] data = new BigInteger("01" + numbers, 16).toByteArray();
    data = Arrays.copyOfRange(data, 1, data.length);
    Path file = file("a.fits", part("SIMPLE = T; BITPIX = " + bits + "; " + PLANE, cards, data));
    Image image = Image.read(file);
    assertThat(image.type()).hasToString(type);
    assertThat(image.samples()).containsExactly(first, second);
    assertThat(Image.open(file).samples()).containsExactly(first, second);
    assertThat(Images.info(file).bits()).isEqualTo(Math.abs(bits));
  }

  @Test
  void axesAreColumnsRowsSlicesFrames() throws IOException {
    byte[] data = new byte[2 * 3 * 4 * 5];
    data[((4 * 4 + 3) * 3 + 2) * 2 + 1] = 9;
    String cards = "NAXIS = 5; NAXIS1 = 2; NAXIS2 = 3; NAXIS3 = 4; NAXIS4 = 5; NAXIS5 = 1";
    Path file = file("a.fit", part("SIMPLE = T; BITPIX = 8", cards, data));
    Image image = Image.read(file);
    assertThat(image).hasToString("5 x 4 x 3 x 2 (T, Z, Y, X), 1 channel, uint8");
    assertThat(image.get(4, 3, 2, 1, 0)).isEqualTo(9);
  }

  @Test
  void theFirstImageIsFoundBehindOtherParts() throws IOException {
    byte[] empty = part("SIMPLE = T; BITPIX = 8; NAXIS = 0", "", new byte[0]);
    byte[] table =
        part("XTENSION = 'BINTABLE'; BITPIX = 8; NAXIS = 2; NAXIS1 = 3; NAXIS2 = 4", "", data(12));
    byte[] image = part("XTENSION = 'IMAGE   '; BITPIX = 8; " + PLANE, "", new byte[] {5, 6});
    assertThat(Image.read(file("a.fits", empty, table, image)).samples()).containsExactly(5, 6);
    assertThatThrownBy(() -> Image.read(file("b.fits", empty, table)))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("holds no plain image but parts of kind BINTABLE");
    byte[] packed =
        part(
            "XTENSION = 'BINTABLE'; BITPIX = 8; NAXIS = 2; NAXIS1 = 3; NAXIS2 = 4; ZIMAGE = T",
            "",
            data(12));
    assertThatThrownBy(() -> Image.read(file("c.fits", empty, packed)))
        .hasMessageContaining("a compressed image in a table, which is not read");
  }

  @Test
  void fitsIsNotWritten() throws IOException {
    Image image = Image.of(new float[4], 2, 2);
    assertThatThrownBy(() -> image.write(folder.resolve("a.fits")))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("no writer for .fits");
  }

  @Test
  void framesOfTheSkyAreRead() throws IOException {
    for (Path file : SharedData.filesOf("astro_fits")) {
      Image image = Image.read(file);
      assertThat(image.height()).isEqualTo(256);
      assertThat(image.width()).isEqualTo(256);
      assertThat(Image.open(file).samples()).isEqualTo(image.samples());
    }
    Image sky = Image.read(SharedData.of("astro_fits/sep__image.fits"));
    double sum = 0;
    for (float sample : sky.samples()) {
      sum += sample;
    }
    assertThat(sum / 65536).isBetween(1000.0, 20000.0);
  }

  private Path file(String name, byte[]... parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.write(part);
    }
    return Files.write(folder.resolve(name), bytes.toByteArray());
  }

  private static byte[] data(int length) {
    return new byte[length];
  }

  /** Cards are given as {@code KEY = value; ...}. */
  private static byte[] part(String first, String more, byte[] data) {
    StringBuilder text = new StringBuilder();
    for (String card : (first + "; " + more).split("; ")) {
      String[] halves = card.split(" = ", 2);
      if (halves.length == 2) {
        text.append(String.format("%-80s", String.format("%-8s= %20s", halves[0], halves[1])));
      }
    }
    text.append(String.format("%-80s", "END"));
    byte[] header = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    int length = (header.length + 2879) / 2880 * 2880;
    byte[] bytes = new byte[length + (data.length + 2879) / 2880 * 2880];
    Arrays.fill(bytes, 0, length, (byte) ' ');
    System.arraycopy(header, 0, bytes, 0, header.length);
    System.arraycopy(data, 0, bytes, length, data.length);
    return bytes;
  }
}
