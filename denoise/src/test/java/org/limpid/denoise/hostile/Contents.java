package org.limpid.denoise.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.io.ImageInfo;
import org.limpid.denoise.io.Images;

/** Reads files of each kind in all the ways there are, and checks that these agree. */
final class Contents {
  private Contents() {}

  /** An image: read at once, described, and read in parts. */
  static String ofImage(Path file) throws IOException {
    String whole = null;
    IOException refusal = null;
    try {
      Image image = Image.read(file);
      whole = describe(image);
      ImageInfo info = Images.info(file);
      check(image.height() == info.height() && image.width() == info.width(), "size", info);
      check(image.frames() == info.frames() && image.depth() == info.depth(), "pages", info);
      check(image.channels() == info.channels(), "channels", info);
      check(image.type() == info.type(), "type", info);
      check(image.alpha().isPresent() == info.alpha(), "opacity", info);
    } catch (IOException e) {
      refusal = e;
    }
    String parts = inParts(file);
    if (whole == null ? parts != null : !whole.equals(parts)) {
      throw new IllegalStateException("in parts: " + parts + ", at once: " + whole, refusal);
    }
    if (whole == null) {
      throw refusal == null ? new IOException("neither read nor refused") : refusal;
    }
    return whole;
  }

  private static void check(boolean holds, String what, ImageInfo info) {
    if (!holds) {
      throw new IllegalStateException("info has another " + what + ": " + info);
    }
  }

  private static @Nullable String inParts(Path file) {
    try {
      return describe(Image.open(file));
    } catch (IOException | UncheckedIOException e) {
      return null;
    }
  }

  private static String describe(Image image) {
    CRC32C digest = new CRC32C();
    for (int frame = 0; frame < image.frames(); frame++) {
      for (int slice = 0; slice < image.depth(); slice++) {
        FloatBuffer plane = image.plane(frame, slice);
        while (plane.hasRemaining()) {
          update(digest, plane.get());
        }
      }
    }
    image
        .alpha()
        .ifPresent(
            alpha -> {
              for (float value : alpha) {
                update(digest, value);
              }
            });
    return image + " " + Long.toHexString(digest.getValue());
  }

  private static void update(CRC32C digest, float value) {
    int bits = Float.floatToRawIntBits(value);
    digest.update(bits);
    digest.update(bits >>> 8);
    digest.update(bits >>> 16);
    digest.update(bits >>> 24);
  }

  /** A model: its description says all but the weights. */
  static String ofModel(Path file) throws IOException {
    return Denoiser.load(file).description().toString();
  }
}
