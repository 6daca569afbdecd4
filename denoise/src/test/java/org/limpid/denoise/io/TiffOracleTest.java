package org.limpid.denoise.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.process.ImageProcessor;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.denoise.Image;
import org.limpid.denoise.Metadata;
import org.limpid.denoise.PixelSize;
import org.limpid.denoise.SampleType;

/** What others find in our files, and what we find in theirs: ImageJ and TwelveMonkeys. */
class TiffOracleTest {
  private final Path folder;

  TiffOracleTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void noScreen() {
    System.setProperty("java.awt.headless", "true");
  }

  @ParameterizedTest
  @CsvSource({
    "UINT8, 1, 1, 1, NONE, false",
    "UINT16, 1, 1, 1, LZW, true",
    "UINT16, 1, 1, 1, LZW, false",
    "UINT8, 1, 1, 1, PACKBITS, false",
    "UINT16, 1, 5, 1, DEFLATE, true",
    "UINT16, 4, 3, 2, NONE, false",
    "FLOAT32, 1, 1, 1, NONE, false",
    "FLOAT32, 3, 1, 2, DEFLATE, false",
    "UINT8, 2, 3, 5, LZW, true"
  })
  void imageJFindsTheSame(
      SampleType type,
      int frames,
      int depth,
      int channels,
      TiffOptions.Compression compression,
      boolean predict)
      throws IOException {
    PixelSize size = new PixelSize(0.25, 0.5, 2, "µm");
    Image image =
        Samples.image(type, frames, depth, 35, 53, channels)
            .withMetadata(Metadata.NONE.withPixelSize(size));
    Path file = folder.resolve("image.tif");
    Images.write(image, file, TiffOptions.DEFAULT.withCompression(compression, predict));
    ImagePlus found = new Opener().openImage(file.toString());
    assertThat(found.getNFrames()).isEqualTo(frames);
    assertThat(found.getNSlices()).isEqualTo(depth);
    assertThat(found.getNChannels()).isEqualTo(channels);
    assertThat(found.getCalibration().pixelWidth).isCloseTo(0.25, within(1e-9));
    assertThat(found.getCalibration().pixelHeight).isCloseTo(0.5, within(1e-9));
    assertThat(found.getCalibration().getUnit()).isEqualTo("µm");
    if (depth > 1) {
      assertThat(found.getCalibration().pixelDepth).isEqualTo(2);
    }
    compare(found, image);
  }

  private static void compare(ImagePlus found, Image image) {
    for (int t = 0; t < image.frames(); t++) {
      for (int z = 0; z < image.depth(); z++) {
        for (int c = 0; c < image.channels(); c++) {
          ImageProcessor plane =
              found.getStack().getProcessor(found.getStackIndex(c + 1, z + 1, t + 1));
          for (int i = 0; i < image.height() * image.width(); i++) {
            int y = i / image.width();
            int x = i % image.width();
            assertThat(plane.getf(x, y)).isEqualTo(image.get(t, z, y, x, c));
          }
        }
      }
    }
  }

  @Test
  void imageJFindsColours() throws IOException {
    Image image = Samples.image(SampleType.UINT8, 1, 1, 35, 53, 3);
    Path file = folder.resolve("image.tif");
    image.write(file);
    ImagePlus found = new Opener().openImage(file.toString());
    assertThat(found.getType()).isEqualTo(ImagePlus.COLOR_RGB);
    for (int i = 0; i < 35 * 53; i++) {
      int[] pixel = found.getPixel(i % 53, i / 53);
      assertThat((float) pixel[2]).isEqualTo(image.get(0, 0, i / 53, i % 53, 2));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 32})
  void hyperstacksOfImageJAreRead(int bits) throws IOException {
    ImagePlus stack = IJ.createHyperStack("cells", 21, 13, 2, 3, 4, bits);
    for (int plane = 1; plane <= stack.getStackSize(); plane++) {
      for (int i = 0; i < 21 * 13; i++) {
        stack.getStack().getProcessor(plane).setf(i % 21, i / 21, (plane * 31 + i) % 251);
      }
    }
    stack.getCalibration().pixelWidth = 0.1;
    stack.getCalibration().pixelHeight = 0.1;
    stack.getCalibration().pixelDepth = 0.5;
    stack.getCalibration().frameInterval = 2.5;
    stack.getCalibration().setUnit("µm");
    stack = new CompositeImage(stack, CompositeImage.COMPOSITE);
    Path file = folder.resolve("stack.tif");
    new FileSaver(stack).saveAsTiffStack(file.toString());
    Image image = Image.read(file);
    assertThat(image.frames()).isEqualTo(4);
    assertThat(image.depth()).isEqualTo(3);
    assertThat(image.channels()).isEqualTo(2);
    assertThat(image.type().bits()).isEqualTo(bits);
    compare(stack, image);
    PixelSize size = image.metadata().pixelSize();
    assertThat(size.x()).isCloseTo(0.1, within(1e-6));
    assertThat(size.z()).isEqualTo(0.5);
    assertThat(size.unit()).isEqualTo("µm");
    // And once more through our writer.
    Path copy = folder.resolve("copy.tif");
    image.write(copy);
    ImagePlus back = new Opener().openImage(copy.toString());
    compare(back, image);
    assertThat(back.isHyperStack()).isTrue();
    assertThat(back.getCalibration().pixelDepth).isEqualTo(0.5);
    assertThat(back.getCalibration().frameInterval).isEqualTo(2.5);
    assertThat(back.getCalibration().getUnit()).isEqualTo("µm");
    assertThat(back.isComposite()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "UINT8, 1, NONE, false, 0, false, true",
    "UINT16, 3, LZW, true, 16, false, false",
    "UINT16, 3, DEFLATE, true, 32, true, true",
    "UINT8, 3, PACKBITS, false, 0, true, false",
    "UINT16, 1, PACKBITS, false, 16, false, true",
    "FLOAT32, 1, DEFLATE, true, 16, false, false",
    "FLOAT32, 3, LZW, true, 0, false, true",
    "INT16, 1, LZW, true, 0, false, false",
    "UINT32, 1, LZW, true, 0, false, false"
  })
  void twelveMonkeysFindsTheSame(
      SampleType type,
      int channels,
      TiffOptions.Compression compression,
      boolean predict,
      int tile,
      boolean planar,
      boolean big)
      throws IOException {
    for (String order : new String[] {"", "big"}) {
      Image image =
          Samples.image(type, 1, 2, 35, 53, channels)
              .withMetadata(Metadata.NONE.withKept(TiffKept.ORDER, order));
      Path file = folder.resolve("image.tif");
      Images.write(image, file, new TiffOptions(compression, predict, tile, planar, big));
      for (int page = 0; page < 2; page++) {
        Raster found = twelveMonkeys(file, page);
        double[] pixel = new double[channels];
        for (int i = 0; i < 35 * 53; i++) {
          found.getPixel(i % 53, i / 53, pixel);
          for (int c = 0; c < channels; c++) {
            // AWT has no unsigned integers of 32 bits.
            double value = type == SampleType.UINT32 && pixel[c] < 0 ? pixel[c] + 0x1p32 : pixel[c];
            assertThat((float) value).isEqualTo(image.get(0, page, i / 53, i % 53, c));
          }
        }
      }
    }
  }

  private static Raster twelveMonkeys(Path file, int page) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      for (Iterator<ImageReader> all = ImageIO.getImageReaders(in); all.hasNext(); ) {
        ImageReader reader = all.next();
        if (reader.getClass().getName().startsWith("com.twelvemonkeys.")) {
          reader.setInput(in);
          try {
            return reader.readRaster(page, null);
          } catch (UnsupportedOperationException e) {
            return reader.read(page).getRaster();
          } finally {
            reader.dispose();
          }
        }
      }
    }
    throw new AssertionError("TwelveMonkeys does not know " + file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"None", "LZW", "Deflate", "ZLib", "PackBits"})
  void filesOfTwelveMonkeysAreRead(String compression) throws IOException {
    int[] types = {
      BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_3BYTE_BGR
    };
    for (int type : types) {
      BufferedImage picture = new BufferedImage(53, 35, type);
      int bands = picture.getRaster().getNumBands();
      int max = type == BufferedImage.TYPE_USHORT_GRAY ? 65535 : 255;
      for (int i = 0; i < 35 * 53 * bands; i++) {
        int pixel = i / bands;
        picture.getRaster().setSample(pixel % 53, pixel / 53, i % bands, i * 7919 % max);
      }
      Path file = folder.resolve("picture.tif");
      ImageWriter writer = twelveMonkeysWriter();
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionType(compression);
      try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
        writer.setOutput(out);
        writer.write(null, new IIOImage(picture, null, null), param);
      }
      assertThat(Image.read(file).samples()).isEqualTo(Image.of(picture).samples());
    }
  }

  private static ImageWriter twelveMonkeysWriter() {
    for (Iterator<ImageWriter> all = ImageIO.getImageWritersByFormatName("TIFF"); all.hasNext(); ) {
      ImageWriter writer = all.next();
      if (writer.getClass().getName().startsWith("com.twelvemonkeys.")) {
        return writer;
      }
    }
    throw new AssertionError("TwelveMonkeys has no TIFF writer");
  }
}
