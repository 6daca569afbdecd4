package org.limpid.denoise.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.denoise.Image;
import org.limpid.denoise.Metadata;
import org.limpid.denoise.Metadata.ResolutionUnit;
import org.limpid.denoise.PixelSize;
import org.limpid.denoise.SampleType;

// Longer than most files here: one test for each of many flavours, on shared small images.
class TiffFormatTest {
  private final Path folder;

  TiffFormatTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource({
    "UINT8, 1, 1, 1",
    "UINT8, 1, 1, 3",
    "UINT8, 1, 1, 2",
    "UINT8, 1, 1, 5",
    "UINT8, 1, 4, 1",
    "UINT8, 3, 1, 1",
    "UINT8, 3, 4, 1",
    "UINT8, 3, 4, 2",
    "UINT8, 3, 4, 3",
    "UINT8, 1, 2, 3",
    "UINT8, 2, 1, 3",
    "UINT16, 1, 1, 1",
    "UINT16, 1, 1, 3",
    "UINT16, 2, 3, 4",
    "UINT16, 1, 5, 1",
    "INT16, 1, 1, 1",
    "INT16, 2, 2, 1",
    "INT32, 1, 1, 1",
    "INT32, 1, 1, 3",
    "FLOAT32, 1, 1, 1",
    "FLOAT32, 1, 1, 3",
    "FLOAT32, 2, 3, 2",
    "FLOAT32, 1, 7, 1",
    "FLOAT64, 1, 1, 1",
    "INT8, 1, 1, 1",
    "INT8, 2, 3, 4",
    "UINT32, 1, 1, 1",
    "UINT32, 2, 1, 2",
    "FLOAT64, 1, 2, 3",
    "FLOAT16, 2, 1, 1",
    "UINT64, 1, 1, 3",
    "INT64, 1, 2, 1"
  })
  void imagesOfAllAxesComeBackEqual(SampleType type, int frames, int depth, int channels)
      throws IOException {
    Image image = Samples.image(type, frames, depth, 13, 21, channels);
    Path file = folder.resolve("image.tif");
    image.write(file);
    Image back = Image.read(file);
    assertThat(back).hasToString(image.toString());
    assertThat(back.samples()).isEqualTo(image.samples());
    ImageInfo info = Images.info(file);
    assertThat(new int[] {info.frames(), info.depth(), info.height(), info.width()})
        .containsExactly(frames, depth, 13, 21);
    assertThat(info.channels()).isEqualTo(channels);
    assertThat(info.type()).isEqualTo(type);
    assertThat(info.bits()).isEqualTo(type.bits());
  }

  @ParameterizedTest
  @CsvSource({"UINT8, 1", "UINT8, 3", "UINT16, 1", "UINT16, 3", "FLOAT32, 1", "FLOAT32, 3"})
  void opacityComesBack(SampleType type, int channels) throws IOException {
    Image image = Samples.transparent(Samples.image(type, 2, 3, 5, 7, channels));
    Path file = folder.resolve("image.tif");
    image.write(file);
    Image back = Image.read(file);
    assertThat(back.samples()).isEqualTo(image.samples());
    assertThat(back.alpha().orElseThrow()).isEqualTo(image.alpha().orElseThrow());
    assertThat(Images.info(file).alpha()).isTrue();
  }

  @Test
  void integersAreRoundedHalfUpAndSaturatedOnlyOnWriting() throws IOException {
    Image image = Image.of(new float[] {-3, 0.5f, 1.49f, 254.5f, 300, Float.MAX_VALUE}, 6, 1);
    assertThat(written(image.withType(SampleType.UINT8)).samples())
        .containsExactly(0, 1, 1, 255, 255, 255);
    assertThat(written(image.withType(SampleType.INT16)).samples())
        .containsExactly(-3, 1, 1, 255, 300, 32767);
  }

  @Test
  void floatsKeepAllValues() throws IOException {
    float[] special = {Float.NaN, Float.POSITIVE_INFINITY, -0f, Float.MIN_VALUE, -1e38f};
    assertThat(written(Image.of(special, 5, 1)).samples()).isEqualTo(special);
  }

  @Test
  void notANumberDoesNotFitIntegers() {
    Image image = Image.of(new float[] {1, 2, 3, Float.NaN}, 2, 2).withType(SampleType.UINT16);
    assertThatThrownBy(() -> written(image))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("of type uint16 holds NaN at frame 0, slice 0, row 1, column 1");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void opacityGoesWithColoursOnly() {
    Image transparent = Samples.transparent(Samples.image(SampleType.UINT8, 1, 1, 4, 4, 2));
    assertThatThrownBy(() -> written(transparent))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("opacity is written beside 1 or 3 channels, the image has 2");
  }

  @Test
  void pagesOfManyStripsComeBack() throws IOException {
    Image image = Samples.image(SampleType.FLOAT64, 1, 2, 700, 301, 1);
    assertThat(written(image).samples()).isEqualTo(image.samples());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNSPECIFIED", "INCH", "CENTIMETRE"})
  void descriptionAndResolutionComeBack(String unit) throws IOException {
    Metadata metadata =
        new Metadata(
            "<OME>0.1 µm, Grüße\n</OME>", 15.5038, 1e6 / 64503, ResolutionUnit.valueOf(unit));
    Image image = Samples.image(SampleType.UINT8, 1, 3, 4, 4, 1).withMetadata(metadata);
    Image back = written(image);
    assertThat(back.metadata()).isEqualTo(metadata);
    assertThat(back.depth()).isEqualTo(3);
  }

  @Test
  void calibrationOfImageJSurvivesNewAxes() throws IOException {
    String text = "ImageJ=1.53c\nimages=5\nslices=5\nunit=\\u00B5m\nspacing=0.5\nloop=false\n";
    Image image =
        Samples.image(SampleType.UINT16, 2, 3, 4, 4, 2)
            .withMetadata(Metadata.NONE.withDescription(text));
    Image back = written(image);
    assertThat(back).hasToString(image.toString());
    assertThat(back.metadata().description())
        .isEqualTo(
            "ImageJ=1.53c\nimages=12\nchannels=2\nslices=3\nframes=2\nhyperstack=true\n"
                + "unit=\\u00B5m\nspacing=0.5\nloop=false\n");
    Image plane = Samples.image(SampleType.UINT16, 1, 1, 4, 4, 1).withMetadata(image.metadata());
    assertThat(written(plane).metadata().description())
        .isEqualTo("ImageJ=1.53c\nunit=\\u00B5m\nspacing=0.5\nloop=false\n");
  }

  @Test
  void channelsOfAnImageJStackStayPages() throws IOException {
    Metadata composite = Metadata.NONE.withDescription("ImageJ=1.53c\nimages=3\nchannels=3\n");
    Image image = Samples.image(SampleType.UINT8, 1, 1, 4, 4, 3);
    written(image.withMetadata(composite));
    assertThat(Images.info(folder.resolve("image.tif")).pages()).isEqualTo(3);
    written(image);
    assertThat(Images.info(folder.resolve("image.tif")).pages()).isEqualTo(1);
  }

  private Path jdkFile(BufferedImage picture, String compression) throws IOException {
    Path file = folder.resolve("compressed.tif");
    ImageWriter writer = jdkWriter();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionType(compression);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), param);
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_3BYTE_BGR})
  void jpegInsideComesCloseToThePicture(int pictureType) throws IOException {
    BufferedImage picture = new BufferedImage(90, 70, pictureType);
    for (int i = 0; i < 90 * 70; i++) {
      int x = i % 90;
      int y = i / 90;
      for (int b = 0; b < picture.getRaster().getNumBands(); b++) {
        picture.getRaster().setSample(x, y, b, 40 + 2 * x - y / 2 + 20 * b);
      }
    }
    Path file = jdkFile(picture, "JPEG");
    Image found = Image.read(file);
    float[] expected = Image.of(picture).samples();
    float[] samples = found.samples();
    assertThat(samples).hasSameSizeAs(expected);
    double squares = 0;
    for (int i = 0; i < samples.length; i++) {
      squares += (samples[i] - expected[i]) * (samples[i] - expected[i]);
    }
    assertThat(Math.sqrt(squares / samples.length)).isLessThan(4);
    checkRegions(Image.open(file), found);
  }

  /** Not that of another library, which may be registered too. */
  private static ImageWriter jdkWriter() {
    for (Iterator<ImageWriter> all = ImageIO.getImageWritersByFormatName("TIFF"); all.hasNext(); ) {
      ImageWriter writer = all.next();
      if (writer.getClass().getModule() == ImageIO.class.getModule()) {
        return writer;
      }
    }
    throw new AssertionError("the JDK has no TIFF writer");
  }

  /** Files of another writer, the JDK's: every lossless compression it has, with its predictor. */
  @ParameterizedTest
  @CsvSource({
    "LZW, 10",
    "LZW, 5",
    "LZW, 11",
    "Deflate, 10",
    "ZLib, 10",
    "ZLib, 5",
    "PackBits, 10",
    "PackBits, 5",
    "LZW, 12",
    "ZLib, 12",
    "CCITT RLE, 12",
    "CCITT T.4, 12",
    "CCITT T.6, 12",
  })
  void compressedPixelsAreThoseThatWereWritten(String compression, int pictureType)
      throws IOException {
    BufferedImage picture = new BufferedImage(301, 97, pictureType);
    int bands = picture.getRaster().getNumBands();
    int max = (1 << picture.getSampleModel().getSampleSize(0)) - 1;
    // Long runs, repeated stretches and rows without any order exercise all parts of a decoder.
    for (int y = 0; y < 97; y++) {
      for (int x = 0; x < 301; x++) {
        for (int b = 0; b < bands; b++) {
          int value = y < 30 ? x / 40 : y < 60 ? x * x + y : (x * 7919 + y * 104729) % 65521;
          picture.getRaster().setSample(x, y, b, (value + b) & max);
        }
      }
    }
    Path file = jdkFile(picture, compression);
    Image image = Image.read(file);
    assertThat(image.samples()).isEqualTo(Image.of(picture).samples());
    assertThat(image.type()).isEqualTo(Image.of(picture).type());
  }

  @ParameterizedTest
  @MethodSource
  void everyWayOfWritingGivesTheSameSamples(SampleType type, TiffOptions options, boolean big)
      throws IOException {
    Metadata order = Metadata.NONE.withKept(TiffKept.ORDER, big ? "big" : "");
    Path file = folder.resolve("image.tif");
    for (int channels : new int[] {1, 3}) {
      // Wider and higher than a tile, and no multiple of it.
      Image opaque = Samples.image(type, 1, 2, 35, 53, channels).withMetadata(order);
      for (Image image : new Image[] {opaque, Samples.transparent(opaque)}) {
        Images.write(image, file, options);
        Image back = Image.read(file);
        assertThat(back).hasToString(image.toString());
        assertThat(back.samples()).isEqualTo(image.samples());
        if (image.hasAlpha()) {
          float[] found = back.alpha().orElseThrow();
          for (int i = 0; i < found.length; i++) {
            // Sixteen bits do not hold every opacity.
            assertThat(found[i]).isCloseTo(i % 256 / 255f, within(type.bits() > 16 ? 0 : 0.005f));
          }
        }
        byte[] bytes = Files.readAllBytes(file);
        assertThat((char) bytes[0]).isEqualTo(big ? 'M' : 'I');
        assertThat(bytes[2] + bytes[3]).isEqualTo(options.big() ? 43 : 42);
        checkRegions(Image.open(file), image);
      }
    }
  }

  static Stream<Arguments> everyWayOfWritingGivesTheSameSamples() {
    List<Arguments> cases = new ArrayList<>();
    int round = 0;
    for (SampleType type : SampleType.values()) {
      for (TiffOptions.Compression compression : TiffOptions.Compression.values()) {
        for (boolean predict : new boolean[] {false, true}) {
          TiffOptions options =
              new TiffOptions(
                  compression, predict, round % 3 == 0 ? 16 : 0, round % 5 < 2, round % 2 == 0);
          cases.add(Arguments.of(type, options, round % 7 < 3));
          round++;
        }
      }
    }
    return cases.stream();
  }

  private static void checkRegions(Image opened, Image whole) {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 8; i++) {
      int y = random.nextInt(whole.height());
      int x = random.nextInt(whole.width());
      int rows = 1 + random.nextInt(whole.height() - y);
      int columns = 1 + random.nextInt(whole.width() - x);
      int slice = random.nextInt(whole.depth());
      float[] found = new float[rows * columns * whole.channels() + 2];
      float[] expected = found.clone();
      opened.copyRegion(0, slice, y, x, rows, columns, found, 1);
      whole.copyRegion(0, slice, y, x, rows, columns, expected, 1);
      assertThat(found).isEqualTo(expected);
    }
  }

  @Test
  void unknownFieldsComeBack() throws IOException {
    for (String order : new String[] {"", "big"}) {
      Metadata metadata =
          Metadata.NONE
              .withKept(TiffKept.ORDER, order)
              .withKept("tiff.65000.2", "made here\0")
              .withKept("tiff.65001.3", "\1\2\3\4\5\6")
              .withKept("tiff.65002.12", "\1\2\3\4\5\6\7\10")
              .withKept("tiff.305.2", "Scope\0")
              .withKept("tiff.65003.5", "\0\0\0\7\0\0\0\5");
      Image image = Samples.image(SampleType.UINT8, 1, 2, 3, 4, 1).withMetadata(metadata);
      assertThat(numbers(written(image))).isEqualTo(numbers(image));
      // Fields that say where pixels lie are never taken over.
      Metadata wrong = metadata.withKept("tiff.273.4", "\0\0\0\1").withKept("tiff.34665.4", "abcd");
      assertThat(numbers(written(image.withMetadata(wrong)))).isEqualTo(numbers(image));
    }
  }

  /** What is kept, readable in a message. */
  private static Map<String, List<Integer>> numbers(Image image) {
    Map<String, List<Integer>> numbers = new TreeMap<>();
    image.metadata().kept().forEach((k, v) -> numbers.put(k, v.chars().boxed().toList()));
    return numbers;
  }

  @Test
  void pixelSizesBecomeTheCalibrationOfImageJ() throws IOException {
    PixelSize size = new PixelSize(0.25, 0.5, 2, "µm");
    Image image =
        Samples.image(SampleType.UINT8, 1, 3, 4, 5, 1)
            .withMetadata(Metadata.NONE.withPixelSize(size));
    Image back = written(image);
    assertThat(back.metadata().pixelSize()).isEqualTo(size);
    assertThat(back.metadata().description()).contains("unit=\\u00B5m\nspacing=2.0\n");
    Image again =
        written(back.withMetadata(back.metadata().withPixelSize(new PixelSize(1, 1, 3, "nm"))));
    assertThat(again.metadata().pixelSize()).isEqualTo(new PixelSize(1, 1, 3, "nm"));
    assertThat(again.metadata().description()).doesNotContain("u00B5m");
  }

  @Test
  void stacksOfImageJBeyondTheirDirectoryAreRead() throws IOException {
    // What ImageJ writes above 4 GB: one directory, all images one behind the other.
    Image stack = Samples.image(SampleType.UINT16, 2, 3, 4, 5, 2);
    Path file = folder.resolve("image.tif");
    stack.write(file);
    Image first = Samples.image(SampleType.UINT16, 1, 1, 4, 5, 1);
    String axes = "ImageJ=1.54p\nimages=12\nchannels=2\nslices=3\nframes=2\n";
    byte[] one = oneDirectory(axes, first, stack);
    Files.write(file, one);
    Image back = Image.read(file);
    assertThat(back).hasToString(stack.toString());
    assertThat(back.samples()).isEqualTo(stack.samples());
    assertThat(Image.open(file).get(1, 2, 3, 4, 1)).isEqualTo(stack.get(1, 2, 3, 4, 1));
    Files.write(file, Arrays.copyOf(one, one.length - 1));
    assertThatThrownBy(() -> Image.read(file))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("stack of 12 images, of which only 1 can be found");
  }

  private static byte[] oneDirectory(String text, Image first, Image stack) {
    TiffFields fields =
        new TiffFields(ByteOrder.LITTLE_ENDIAN, false)
            .integers(TiffDirectory.IMAGE_WIDTH, first.width())
            .integers(TiffDirectory.IMAGE_LENGTH, first.height())
            .shorts(TiffDirectory.BITS_PER_SAMPLE, 16)
            .text(TiffDirectory.IMAGE_DESCRIPTION, text.getBytes(StandardCharsets.UTF_8))
            .integers(TiffDirectory.STRIP_OFFSETS, 1024)
            .integers(TiffDirectory.STRIP_BYTE_COUNTS, 40);
    ByteBuffer bytes = ByteBuffer.allocate(1024 + 12 * 40).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
    bytes.put(fields.at(8, false).flip()).position(1024);
    for (int plane = 0; plane < 6; plane++) {
      for (int channel = 0; channel < 2; channel++) {
        for (int pixel = 0; pixel < 20; pixel++) {
          float sample = stack.get(plane / 3, plane % 3, pixel / 5, pixel % 5, channel);
          bytes.putShort((short) (int) sample);
        }
      }
    }
    return bytes.array();
  }

  /** Whatever a byte of the file is changed to, the outcome is an image or an IOException. */
  @Test
  void noChangedByteEscapesAsAnotherException() throws IOException {
    Path file = folder.resolve("image.tif");
    Samples.image(SampleType.UINT16, 1, 2, 3, 4, 3).write(file);
    byte[] whole = Files.readAllBytes(file);
    int refused = 0;
    int read = 0;
    for (int at = 0; at < whole.length; at++) {
      for (byte value : new byte[] {0, 1, -1, 127, -128}) {
        byte[] changed = whole.clone();
        changed[at] = value;
        Files.write(file, changed);
        try {
          Image.read(file);
          read++;
        } catch (IOException e) {
          assertThat(e.getMessage()).doesNotContain("\n").contains("image.tif");
          refused++;
        }
      }
    }
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }

  private Image written(Image image) throws IOException {
    Path file = folder.resolve("image.tif");
    image.write(file);
    return Image.read(file);
  }
}
