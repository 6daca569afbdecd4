package org.limpid.denoise.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limpid.denoise.Image;
import org.limpid.denoise.Metadata;
import org.limpid.denoise.Metadata.ResolutionUnit;
import org.limpid.denoise.SampleType;

class PngFormatTest {
  private final Path folder;

  PngFormatTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource({
    "UINT8, 1, false",
    "UINT8, 1, true",
    "UINT8, 3, false",
    "UINT8, 3, true",
    "UINT16, 1, false",
    "UINT16, 1, true",
    "UINT16, 3, false",
    "UINT16, 3, true"
  })
  void imagesComeBackEqual(SampleType type, int channels, boolean transparent) throws IOException {
    Image image = Samples.image(type, 1, 1, 33, 17, channels);
    image = transparent ? Samples.transparent(image) : image;
    Path file = folder.resolve("image.PNG");
    image.write(file);
    Image back = Image.read(file);
    assertThat(back.samples()).isEqualTo(image.samples());
    assertThat(back).hasToString(image.toString());
    assertThat(back.alpha().isPresent()).isEqualTo(transparent);
    if (transparent) {
      assertThat(back.alpha().orElseThrow()).isEqualTo(image.alpha().orElseThrow());
    }
    ImageInfo info = Images.info(file);
    assertThat(info.format()).isEqualTo("PNG");
    assertThat(info.type()).isEqualTo(type);
    assertThat(info.bits()).isEqualTo(type.bits());
    assertThat(info.channels()).isEqualTo(channels);
    assertThat(info.alpha()).isEqualTo(transparent);
    assertThat(info.samples()).isEqualTo(33 * 17 * channels);
  }

  @Test
  void descriptionAndResolutionComeBack() throws IOException {
    Metadata metadata = new Metadata("two µm\nper pixel", 39.37, 78.74, ResolutionUnit.CENTIMETRE);
    Path file = folder.resolve("image.png");
    Samples.image(SampleType.UINT8, 1, 1, 4, 4, 1).withMetadata(metadata).write(file);
    assertThat(Image.read(file).metadata()).isEqualTo(metadata);
    assertThat(Images.info(file).metadata()).isEqualTo(metadata);
  }

  @Test
  void inchesBecomeCentimetres() throws IOException {
    Path file = folder.resolve("image.png");
    Samples.image(SampleType.UINT8, 1, 1, 4, 4, 1)
        .withMetadata(new Metadata("", 300, 300, ResolutionUnit.INCH))
        .write(file);
    Metadata back = Image.read(file).metadata();
    assertThat(back.unit()).isEqualTo(ResolutionUnit.CENTIMETRE);
    assertThat(back.xResolution()).isEqualTo(118.11);
  }

  @Test
  void palettesAreResolved() throws IOException {
    byte[] ramp = {0, 100, (byte) 200, (byte) 255};
    byte[] zero = new byte[4];
    assertThat(indexed(new IndexColorModel(8, 4, ramp, ramp, ramp)).samples())
        .containsExactly(0, 100, 200, 255);
    assertThat(indexed(new IndexColorModel(8, 4, ramp, zero, ramp)).samples())
        .containsExactly(0, 0, 0, 100, 0, 100, 200, 0, 200, 255, 0, 255);
  }

  private Image indexed(IndexColorModel palette) throws IOException {
    BufferedImage picture = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
    picture.getRaster().setPixels(0, 0, 4, 1, new int[] {0, 1, 2, 3});
    Path file = folder.resolve("palette.png");
    ImageIO.write(picture, "png", file.toFile());
    return Image.read(file);
  }

  @Test
  void whatPngCannotHoldIsNamed() {
    refused(Samples.image(SampleType.FLOAT32, 1, 1, 4, 4, 1), "the image is of type float32");
    refused(Samples.image(SampleType.UINT8, 1, 3, 4, 4, 1), "the image has 3");
    refused(Samples.image(SampleType.UINT8, 1, 1, 4, 4, 2), "the image has 2");
    assertThat(folder).isEmptyDirectory();
  }

  private void refused(Image image, String fault) {
    assertThatThrownBy(() -> image.write(folder.resolve("image.png")))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("image.png: PNG holds")
        .hasMessageContaining(fault)
        .hasMessageEndingWith("Name the file .tif.");
  }

  @Test
  void everyTruncationIsAnError() throws IOException {
    Path file = folder.resolve("image.png");
    Samples.image(SampleType.UINT8, 1, 1, 20, 20, 3).write(file);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 1; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Image.read(file))
          .isInstanceOf(IOException.class)
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void everyFlippedBitInPixelsIsFound() throws IOException {
    Path file = folder.resolve("image.png");
    Samples.image(SampleType.UINT8, 1, 1, 20, 20, 3).write(file);
    byte[] whole = Files.readAllBytes(file);
    int data = new String(whole, StandardCharsets.ISO_8859_1).indexOf("IDAT") + 4;
    for (int at = data; at < whole.length - 16; at += 11) {
      byte[] broken = whole.clone();
      broken[at] ^= 4;
      Files.write(file, broken);
      assertThatThrownBy(() -> Image.read(file))
          .isInstanceOf(ImageFormatException.class)
          .hasMessageContaining("chunk IDAT has a wrong checksum");
    }
  }

  @Test
  void falseSizesAreFoundBeforeMemoryIsTaken() throws IOException {
    Path file = folder.resolve("image.png");
    Samples.image(SampleType.UINT8, 1, 1, 20, 20, 1).write(file);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer header = ByteBuffer.wrap(bytes);
    header.putInt(16, 1 << 30).putInt(20, 1 << 30);
    CRC32 crc = new CRC32();
    crc.update(bytes, 12, 17);
    header.putInt(29, (int) crc.getValue());
    Files.write(file, bytes);
    assertThatThrownBy(() -> Image.read(file))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("its header claims more pixels than its data can hold");
  }
}
