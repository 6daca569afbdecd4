package org.limpid.denoise.io;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import org.limpid.denoise.Image;
import org.limpid.denoise.Metadata;

/**
 * One file opened with the JDK's own decoder for its format. Readers that a host application
 * registered are passed over, so that a file reads alike everywhere; no global setting is touched.
 */
final class JdkReader implements AutoCloseable {
  private final Path file;
  private final String format;
  private final ImageInputStream stream;
  private final ImageReader reader;

  private JdkReader(Path file, String format, ImageInputStream stream, ImageReader reader) {
    this.file = file;
    this.format = format;
    this.stream = stream;
    this.reader = reader;
  }

  static JdkReader open(Path file, String format) throws IOException {
    return open(file, format, new FileStream(file));
  }

  /** As the other method, with the bytes to decode given apart from the file's name. */
  static JdkReader open(Path file, String format, ImageInputStream stream) throws IOException {
    ImageReader reader = reader(format);
    JdkReader opened = new JdkReader(file, format, stream, reader);
    reader.setInput(stream, false, true);
    reader.addIIOReadWarningListener((source, warning) -> opened.warned(warning));
    return opened;
  }

  private static ImageReader reader(String format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getModule() == ImageIO.class.getModule()) {
        return reader;
      }
      reader.dispose();
    }
    throw new IllegalStateException(
        "Images: this Java has no " + format + " reader. Use one with the module java.desktop.");
  }

  /**
   * Size and kind of the first picture; nothing is decoded.
   *
   * @param bits bits of a sample in the file
   */
  ImageInfo info(Metadata metadata, int bits) throws IOException {
    try {
      ImageTypeSpecifier kind = reader.getImageTypes(0).next();
      Image sample = Image.of(kind.createBufferedImage(1, 1));
      return new ImageInfo(
          format,
          1,
          1,
          reader.getHeight(0),
          reader.getWidth(0),
          sample.channels(),
          sample.alpha().isPresent(),
          sample.type(),
          bits,
          1,
          metadata);
    } catch (IOException | RuntimeException e) {
      throw translated(e);
    }
  }

  /** One decoded page. */
  BufferedImage page(int index) throws IOException {
    try {
      return reader.read(index);
    } catch (IOException | RuntimeException e) {
      throw translated(e);
    }
  }

  /** Width and height of the first picture; nothing is decoded. */
  int[] size() throws IOException {
    try {
      return new int[] {reader.getWidth(0), reader.getHeight(0)};
    } catch (IOException | RuntimeException e) {
      throw translated(e);
    }
  }

  /** Samples of the first picture as stored, colours not turned. */
  Raster raster() throws IOException {
    try {
      return reader.readRaster(0, null);
    } catch (IOException | RuntimeException e) {
      throw translated(e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.dispose();
    stream.close();
  }

  /** The JPEG decoder fills what is missing with gray and only warns; that is damage to us. */
  private void warned(String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    if (text.contains("premature end") || text.contains("truncated file")) {
      throw new IllegalStateException(warning);
    }
  }

  /** Decoders meet broken files with any exception there is; each means that the file is broken. */
  private IOException translated(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String fault =
        cause instanceof EOFException
            ? "is truncated or damaged: its data end too early"
            : "cannot be decoded as " + format + " (" + detail(cause) + ")";
    return new ImageFormatException(
        file, fault, "Copy it again, or export it uncompressed in another program.", e);
  }

  private static String detail(Throwable cause) {
    String message = cause.getMessage();
    String text = message == null ? cause.getClass().getSimpleName() : message;
    return cause instanceof IOException || cause instanceof IllegalStateException
        ? text.replaceAll("[.!]$", "")
        : "the data are damaged or of an unusual kind: " + text;
  }
}
