package org.limpid.denoise.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Image;
import org.limpid.denoise.Metadata;
import org.limpid.denoise.SampleType;

class ImagesTest {
  private final Path folder;

  ImagesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private final Image image = Samples.image(SampleType.UINT8, 1, 1, 16, 16, 1);

  @Test
  void whatIsNoImageIsSaidInOneLine() throws IOException {
    refused("missing.tif", NoSuchFileException.class, "no such file. Check the path.");
    refused(".", ImageFormatException.class, "is a folder");
    refused(file("empty.png", new byte[0]), "is empty (0 bytes)");
    refused(
        file("text.tif", "hello\nworld\n"),
        "is not a TIFF file although its name says so; it is text. Convert it to TIFF or PNG.");
    refused(file("some.gif", "GIF89a............"), "is a GIF picture, which is not read.");
    refused(file("array.npy", "\u0093NUMPY\1\0"), "is truncated or damaged");
    refused(file("image.dcm", "\0".repeat(128) + "DICM"), "is a DICOM file, which is not read");
    refused(file("noise.bin", new byte[] {0, 1, 2, 3, 4, 5}), "is of an unknown kind");
    refused(file("zip.png", "PK\3\4..."), "is not a PNG file although its name says so");
    refused(file("big.tif", "II+\0\10\0\0\0\20\0\0\0\0\0\0\0"), "page 1 lies beyond the end");
  }

  @Test
  void contentCountsNotTheName() throws IOException {
    Path tif = folder.resolve("a.tif");
    image.write(tif);
    Path misnamed = Files.copy(tif, folder.resolve("a.png"));
    assertThat(Image.read(misnamed).samples()).isEqualTo(image.samples());
    assertThat(Images.info(misnamed).format()).isEqualTo("TIFF");
  }

  @Test
  void suffixesSayWhatIsSupported() {
    for (String name : List.of("a.tif", "a.TIFF", "b.png", "c.d.jpg", "e.jpeg", "f.bmp")) {
      assertThat(Images.supports(Path.of(name))).as(name).isTrue();
    }
    for (String name : List.of("a.txt", "tif", "a.", ".", "png")) {
      assertThat(Images.supports(Path.of(name))).as(name).isFalse();
    }
  }

  @Test
  void jpegAndBitmapAreRead() throws IOException {
    BufferedImage picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 1200; i++) {
      picture.setRGB(i % 40, i / 40, i * 5000);
    }
    Path bmp = folder.resolve("a.bmp");
    ImageIO.write(picture, "bmp", bmp.toFile());
    assertThat(Image.read(bmp).samples()).isEqualTo(Image.of(picture).samples());
    assertThat(Images.info(bmp).channels()).isEqualTo(3);
    Path jpg = folder.resolve("a.jpg");
    ImageIO.write(picture, "jpg", jpg.toFile());
    assertThat(Image.read(jpg).samples()).isEqualTo(Image.of(ImageIO.read(jpg.toFile())).samples());
    assertThat(Images.info(jpg).format()).isEqualTo("JPEG");
    byte[] bytes = Files.readAllBytes(jpg);
    refused(file("cut.jpg", Arrays.copyOf(bytes, bytes.length / 2)), "cannot be decoded as JPEG");
    byte[] bitmap = Files.readAllBytes(bmp);
    refused(file("cut.bmp", Arrays.copyOf(bitmap, 200)), "end too early");
  }

  @Test
  void unknownSuffixesAreNotWritten() {
    assertThatThrownBy(() -> image.write(folder.resolve("a.jpg")))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageEndingWith(
            "a.jpg: no writer for .jpg. Name the file .tif, .png, .mrc, .npy or .npz.");
    assertThatThrownBy(() -> image.write(folder.resolve("image")))
        .hasMessageContaining("no writer for a name without suffix");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFailedWriteLeavesTheOldFileAlone() throws IOException {
    Path file = folder.resolve("a.png");
    image.write(file);
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> image.withType(SampleType.FLOAT32).write(file))
        .isInstanceOf(IOException.class);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThatThrownBy(
            () ->
                CompleteFile.write(
                    file,
                    temporary -> {
                      Files.writeString(temporary, "half");
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("a.png: cannot be written")
        .hasMessageContaining("No space left on device");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(names()).containsExactly("a.png");
  }

  @Test
  void aFileAppearsOnlyWhenComplete() throws IOException {
    Path file = folder.resolve("a.txt");
    CompleteFile.write(
        file,
        temporary -> {
          Files.writeString(temporary, "half");
          assertThat(file).doesNotExist();
          assertThat(temporary.getParent()).isEqualTo(folder.toAbsolutePath());
          Files.writeString(temporary, "whole");
        });
    assertThat(file).hasContent("whole");
    assertThat(names()).containsExactly("a.txt");
  }

  @Test
  void placesThatCannotBeWrittenAreNamed() throws IOException {
    assertThatThrownBy(() -> image.write(folder.resolve("no/where/a.tif")))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("where is missing. Create the folder first.");
    Path plain = file("plain", "x");
    assertThatThrownBy(() -> image.write(plain.resolve("a.tif"))).hasMessageContaining("is a file");
    Files.createDirectory(folder.resolve("folder.tif"));
    assertThatThrownBy(() -> image.write(folder.resolve("folder.tif")))
        .hasMessageContaining("folder.tif: is a folder");
  }

  @Test
  void foldersWithoutPermissionAreNamed() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Assumptions.assumeTrue(
        closed.toFile().setWritable(false) && !Files.isWritable(closed),
        "skipped: this user may write everywhere");
    assertThatThrownBy(() -> image.write(closed.resolve("a.tif")))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("takes no new file");
    closed.toFile().setWritable(true);
  }

  @Test
  void imagesLargerThanTheHeapAreRefusedInTime() {
    assertThatThrownBy(() -> Heap.require(Path.of("big.tif"), info(1, 40_000, 30_000, 1), 0))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageMatching(
            "big.tif: 30000 x 40000 needs 4578 MB of memory, \\d+ of at most \\d+ MB are free\\. "
                + "Give Java more memory \\(-Xmx\\), crop the image or split its pages\\.");
    assertThatThrownBy(() -> Heap.require(Path.of("b.tif"), info(50, 40_000, 30_000, 3), 0))
        .hasMessageContaining(
            "50 slices x 30000 x 40000 x 3 channels is more than 2147483639 samples");
  }

  private static ImageInfo info(int depth, int height, int width, int channels) {
    return new ImageInfo(
        "TIFF",
        1,
        depth,
        height,
        width,
        channels,
        false,
        SampleType.UINT8,
        8,
        depth,
        Metadata.NONE);
  }

  private void refused(Path file, String fault) {
    refused(file.getFileName().toString(), ImageFormatException.class, fault);
  }

  private void refused(String name, Class<? extends IOException> type, String fault) {
    Path file = folder.resolve(name);
    assertThatThrownBy(() -> Image.read(file))
        .isInstanceOf(type)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(fault)
        .hasMessageNotContaining("\n");
  }

  private Path file(String name, String latin1) throws IOException {
    return file(name, latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
