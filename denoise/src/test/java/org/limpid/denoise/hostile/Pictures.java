package org.limpid.denoise.hostile;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures of kinds that are read but not written, made by the JDK or by hand. */
final class Pictures {
  private static final int WIDTH = 16;
  private static final int HEIGHT = 9;

  private Pictures() {}

  static BufferedImage gray() {
    return drawn(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY));
  }

  static BufferedImage colours() {
    return drawn(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB));
  }

  static BufferedImage palette() {
    byte[] ramp = {0, 30, 60, 90, 120, -100, -50, -1};
    IndexColorModel colours = new IndexColorModel(4, 8, ramp, new byte[8], ramp);
    return drawn(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_INDEXED, colours));
  }

  private static BufferedImage drawn(BufferedImage picture) {
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        picture.setRGB(x, y, (x * 10 << 16) | (y * 16 << 8) | (x * y % 256));
      }
    }
    return picture;
  }

  static byte[] picture(BufferedImage picture, String format) throws IOException {
    return written(picture, format, "", false);
  }

  /** A TIFF file. */
  static byte[] of(BufferedImage picture, String compression) throws IOException {
    return written(picture, "TIFF", compression, false);
  }

  static byte[] fax(String compression) throws IOException {
    return of(drawn(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_BINARY)), compression);
  }

  static byte[] progressive() throws IOException {
    return written(colours(), "JPEG", "", true);
  }

  private static byte[] written(
      BufferedImage picture, String format, String compression, boolean progressive)
      throws IOException {
    ImageWriter writer = writer(format.toLowerCase(Locale.ROOT));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam options = writer.getDefaultWriteParam();
      if (!compression.isEmpty()) {
        options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        options.setCompressionType(compression);
      }
      if (progressive) {
        options.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), options);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** The JDK's own: there are others among the tests' libraries. */
  private static ImageWriter writer(String format) {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
    ImageWriter writer = writers.next();
    while (writer.getClass().getModule() != ImageIO.class.getModule()) {
      writer = writers.next();
    }
    return writer;
  }

  /** A bitmap whose rows are packed as runs. */
  static byte[] runs() {
    int rows = 8;
    ByteBuffer file =
        ByteBuffer.allocate(54 + 4 * 256 + rows * 6 + 2).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'B').put((byte) 'M').putInt(file.capacity()).putInt(0).putInt(54 + 4 * 256);
    file.putInt(40).putInt(9).putInt(rows).putShort((short) 1).putShort((short) 8);
    file.putInt(1).putInt(rows * 6 + 2).putInt(0).putInt(0).putInt(256).putInt(256);
    for (int i = 0; i < 256; i++) {
      file.putInt(i << 16 | i << 8 | i);
    }
    for (int i = 0; i < rows; i++) {
      file.put((byte) 4).put((byte) (20 * i)).put((byte) 5).put((byte) 200).putShort((short) 0);
    }
    return file.putShort((short) 0x100).array();
  }

  /** JPEG in the way of TIFF 6.0: a stream of its own that the fields point to. */
  static byte[] oldJpeg() throws IOException {
    byte[] stream = picture(gray(), "JPEG");
    return tiff(
        stream,
        new int[][] {
          {256, 4, 1, WIDTH},
          {257, 4, 1, HEIGHT},
          {258, 3, 1, 8},
          {259, 3, 1, 6},
          {262, 3, 1, 1},
          {273, 4, 1, 8},
          {277, 3, 1, 1},
          {278, 4, 1, HEIGHT},
          {279, 4, 1, stream.length},
          {513, 4, 1, 8},
          {514, 4, 1, stream.length}
        });
  }

  /** Colours shared by blocks of two by two pixels. */
  static byte[] ycbcr() {
    byte[] samples = new byte[6 * 4 * 3 / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (i * 7);
    }
    return tiff(
        samples,
        new int[][] {
          {256, 4, 1, 6},
          {257, 4, 1, 4},
          {258, 3, 1, 8},
          {259, 3, 1, 1},
          {262, 3, 1, 6},
          {273, 4, 1, 8},
          {277, 3, 1, 3},
          {278, 4, 1, 4},
          {279, 4, 1, samples.length},
          {530, 3, 2, 2 | 2 << 16}
        });
  }

  /** Two planes that OME-XML calls slices. */
  static byte[] ome() {
    String xml =
        "<OME><Image><Pixels DimensionOrder=\"XYZCT\" SizeX=\"4\" SizeY=\"3\" SizeZ=\"1\""
            + " SizeC=\"1\" SizeT=\"1\" Type=\"uint8\" PhysicalSizeX=\"0.5\""
            + " PhysicalSizeY=\"0.5\"><TiffData IFD=\"0\" PlaneCount=\"1\"/></Pixels></Image>"
            + "</OME>\0";
    byte[] samples = new byte[12 + xml.length()];
    System.arraycopy(xml.getBytes(StandardCharsets.US_ASCII), 0, samples, 12, xml.length());
    return tiff(
        samples,
        new int[][] {
          {256, 4, 1, 4},
          {257, 4, 1, 3},
          {258, 3, 1, 8},
          {259, 3, 1, 1},
          {262, 3, 1, 1},
          {270, 2, xml.length(), 20},
          {273, 4, 1, 8},
          {277, 3, 1, 1},
          {278, 4, 1, 3},
          {279, 4, 1, 12}
        });
  }

  /** One page: header, data, fields as tag, type, count and value or offset. */
  private static byte[] tiff(byte[] data, int[][] fields) {
    int even = data.length + (data.length & 1);
    ByteBuffer file =
        ByteBuffer.allocate(8 + even + 2 + 12 * fields.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8 + even).put(data);
    file.position(8 + even).putShort((short) fields.length);
    for (int[] field : fields) {
      file.putShort((short) field[0]).putShort((short) field[1]).putInt(field[2]).putInt(field[3]);
    }
    return file.array();
  }
}
