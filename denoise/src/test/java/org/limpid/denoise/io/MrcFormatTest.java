package org.limpid.denoise.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.denoise.Image;
import org.limpid.denoise.Metadata;
import org.limpid.denoise.PixelSize;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.SharedData;

class MrcFormatTest {
  private final Path folder;

  MrcFormatTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource({
    "INT8, 1, 3, a.mrc",
    "INT16, 1, 1, a.mrc",
    "UINT16, 2, 3, a.map",
    "FLOAT16, 1, 3, a.mrc",
    "FLOAT32, 4, 1, a.st",
    "FLOAT32, 1, 3, a.mrc.gz"
  })
  void volumesComeBackEqual(SampleType type, int frames, int depth, String name)
      throws IOException {
    PixelSize size = new PixelSize(1.5, 2, 0.25, "Å");
    Image image =
        Samples.image(type, frames, depth, 5, 7, 1).withMetadata(Metadata.NONE.withPixelSize(size));
    Path file = folder.resolve(name);
    image.write(file);
    Image back = Image.read(file);
    assertThat(back).hasToString(image.toString());
    assertThat(back.samples()).isEqualTo(image.samples());
    assertThat(back.metadata().pixelSize()).isEqualTo(size);
    assertThat(Images.info(file).format()).isEqualTo("MRC");
    Image opened = Image.open(file);
    assertThat(opened.isInMemory()).isEqualTo(name.endsWith(".gz"));
    assertThat(opened.samples()).isEqualTo(image.samples());
    float[] part = new float[6];
    opened.copyRegion(frames - 1, depth - 1, 2, 3, 2, 3, part, 0);
    assertThat(part[4]).isEqualTo(image.get(frames - 1, depth - 1, 3, 4, 0));
  }

  @Test
  void unsignedBytesBecome16Bits() throws IOException {
    Image image = Samples.image(SampleType.UINT8, 1, 2, 5, 7, 1);
    Path file = folder.resolve("a.mrc");
    image.write(file);
    Image back = Image.read(file);
    assertThat(back.type()).isEqualTo(SampleType.UINT16);
    assertThat(back.samples()).isEqualTo(image.samples());
  }

  @Test
  void unsignedBytesOfImodStayBytes() throws IOException {
    byte[] bytes = small(SampleType.INT8);
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(MrcHeader.IMOD_STAMP, 1146047817);
    Path file = Files.write(folder.resolve("a.mrc"), bytes);
    Image image = Image.read(file);
    assertThat(image.type()).isEqualTo(SampleType.UINT8);
    assertThat(image.samples()).isEqualTo(unsigned(bytes));
    Path copy = folder.resolve("b.mrc");
    image.write(copy);
    assertThat(Image.read(copy).type()).isEqualTo(SampleType.UINT8);
    assertThat(Image.read(copy).samples()).isEqualTo(image.samples());
  }

  private static float[] unsigned(byte[] bytes) {
    float[] samples = new float[bytes.length - MrcHeader.BYTES];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = bytes[MrcHeader.BYTES + i] & 0xff;
    }
    return samples;
  }

  @Test
  void headersAndByteOrderAreGivenBack() throws IOException {
    int numbers = 2 * 3 * 4;
    byte[] extended = new byte[80];
    Arrays.fill(extended, (byte) 'x');
    ByteBuffer big = ByteBuffer.allocate(MrcHeader.BYTES + 80 + 4 * numbers);
    big.putInt(0, 4).putInt(4, 3).putInt(8, 2).putInt(MrcHeader.MODE, 2);
    big.putInt(MrcHeader.MX, 4).putInt(MrcHeader.MX + 4, 3).putInt(MrcHeader.MX + 8, 2);
    big.putFloat(MrcHeader.CELL, 8).putFloat(MrcHeader.CELL + 4, 9).putFloat(MrcHeader.CELL + 8, 5);
    // Sections run along x, columns along z.
    big.putInt(MrcHeader.MAPC, 3).putInt(MrcHeader.MAPC + 4, 2).putInt(MrcHeader.MAPC + 8, 1);
    big.putInt(MrcHeader.EXTENDED_BYTES, 80).put(MrcHeader.MAP, new byte[] {'M', 'A', 'P', ' '});
    big.put(MrcHeader.MACHINE, new byte[] {0x11, 0x11, 0, 0}).put(500, (byte) 42);
    big.put(MrcHeader.BYTES, extended);
    for (int i = 0; i < numbers; i++) {
      big.putFloat(MrcHeader.BYTES + 80 + 4 * i, i - 3);
    }
    Path file = Files.write(folder.resolve("big.mrc"), big.array());
    Image image = Image.read(file);
    assertThat(image).hasToString("2 x 3 x 4 (Z, Y, X), 1 channel, float32");
    assertThat(image.get(0, 1, 2, 3, 0)).isEqualTo(20);
    assertThat(image.metadata().pixelSize()).isEqualTo(new PixelSize(2.5, 3, 2, "Å"));
    Path copy = folder.resolve("copy.mrc");
    image.write(copy);
    byte[] written = Files.readAllBytes(copy);
    // All but the statistics is as it was.
    ByteBuffer after = ByteBuffer.wrap(written);
    assertThat(after.getFloat(MrcHeader.MINIMUM)).isEqualTo(-3);
    assertThat(after.getFloat(MrcHeader.MINIMUM + 4)).isEqualTo(20);
    assertThat(after.getFloat(MrcHeader.MINIMUM + 8)).isEqualTo(8.5f);
    assertThat(after.getFloat(MrcHeader.RMS)).isCloseTo(6.9221864f, within(1e-5f));
    after.putFloat(MrcHeader.RMS, 0);
    for (int i = 0; i < 3; i++) {
      after.putFloat(MrcHeader.MINIMUM + 4 * i, 0);
    }
    assertThat(written).isEqualTo(big.array());
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 7, 101})
  void otherModesAreNamed(int mode) throws IOException {
    byte[] bytes = small(SampleType.INT16);
    bytes[MrcHeader.MODE] = (byte) mode;
    Path file = Files.write(folder.resolve("a.mrc"), bytes);
    assertThatThrownBy(() -> Image.read(file))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("mode " + mode)
        .hasMessageContaining("which are not read");
  }

  @Test
  void whatMrcCannotHoldIsNamed() {
    assertThatThrownBy(
            () -> Samples.image(SampleType.UINT16, 1, 1, 5, 5, 3).write(folder.resolve("a.mrc")))
        .hasMessageContaining("the image has 3 channels");
    assertThatThrownBy(
            () -> Samples.image(SampleType.FLOAT64, 1, 1, 5, 5, 1).write(folder.resolve("a.mrc")))
        .hasMessageContaining("the image has type float64");
    assertThat(folder).isEmptyDirectory();
  }

  private byte[] small(SampleType type) throws IOException {
    Path file = folder.resolve("small.mrc");
    Samples.image(type, 1, 2, 3, 4, 1).write(file);
    return Files.readAllBytes(file);
  }

  @Test
  void realVolumesAreRead() throws IOException {
    int read = 0;
    for (Path file : SharedData.filesOf("mrc_em_volumes")) {
      String name = file.getFileName().toString();
      if (name.matches(".*\\.(mrc|map|gz)")) {
        Image image = Image.read(file);
        assertThat(Image.open(file).samples()).isEqualTo(image.samples());
        read++;
      } else {
        assertThatThrownBy(() -> Image.read(file))
            .isInstanceOf(ImageFormatException.class)
            .hasMessageContaining("which is not read");
      }
    }
    assertThat(read).isEqualTo(8);
    Image map = Image.read(SharedData.of("mrc_em_volumes/mrcfile__EMD-3001.map"));
    assertThat(map).hasToString("25 x 43 x 73 (Z, Y, X), 1 channel, float32");
    Path copy = folder.resolve("copy.map");
    map.write(copy);
    byte[] before = Files.readAllBytes(SharedData.of("mrc_em_volumes/mrcfile__EMD-3001.map"));
    byte[] after = Files.readAllBytes(copy);
    int changed = 0;
    for (int i = 0; i < before.length; i++) {
      changed += before[i] == after[i] ? 0 : 1;
    }
    assertThat(after.length).isEqualTo(before.length);
    assertThat(changed).as("bytes of statistics and stamp").isLessThanOrEqualTo(20);
    Image tilts = Image.read(SharedData.of("cryo_tilt_stack/tilt_stack.mrc"));
    assertThat(tilts).hasToString("4 x 240 x 232 (Z, Y, X), 1 channel, float32");
  }
}
