package org.limpid.denoise.io;

import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;

/** Finds the JDK's own encoders, passing over those a host application registered. */
final class JdkWriter {
  private JdkWriter() {}

  /** A new writer for a format; the caller disposes of it. */
  static ImageWriter of(String format) {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
    while (writers.hasNext()) {
      ImageWriter writer = writers.next();
      if (writer.getClass().getModule() == ImageIO.class.getModule()) {
        return writer;
      }
      writer.dispose();
    }
    throw new IllegalStateException(
        "Images: this Java has no " + format + " writer. Use one with the module java.desktop.");
  }
}
