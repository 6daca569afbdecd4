package org.limpid.denoise.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pieces of a page. */
final class Html {
  private Html() {}

  /** Text as it stands, for element content and quoted attributes. */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c);
      }
    }
    return safe.toString();
  }

  /** Image element whose pixels are in the page itself. */
  static String image(BufferedImage picture, String description) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // In memory: the JDK would put a file among the temporary ones.
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(picture, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "<img width=\""
        + picture.getWidth()
        + "\" height=\""
        + picture.getHeight()
        + "\" alt=\""
        + escape(description)
        + "\" src=\"data:image/png;base64,"
        + Base64.getEncoder().encodeToString(bytes.toByteArray())
        + "\">";
  }
}
