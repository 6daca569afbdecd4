package org.limpid.denoise;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.limpid.denoise.io.ImageInfo;
import org.limpid.denoise.io.Images;

/**
 * Opens any number of images to learn from, and keeps those in memory that were used last, up to a
 * limit; others are read again when they are needed. What a training draws does not depend on what
 * is in memory.
 *
 * <pre>{@code
 * ImageCache cache = new ImageCache(2L << 30);
 * List<Image> images = List.of(cache.open(first), cache.open(second));
 * Denoiser denoiser = new Noise2VoidTrainer().train(images, TrainingListener.NONE);
 * }</pre>
 *
 * <p>Thread-safe; nothing to close. Files must not change while their images are in use.
 */
public final class ImageCache {

  private final long limit;
  private final Map<Path, Image> recent = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);
  private long held;

  /**
   * A cache with nothing in it.
   *
   * @param bytes most memory that samples take, at least 0; each sample takes 4
   */
  public ImageCache(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("image cache: " + bytes + " bytes (expected: >= 0)");
    }
    this.limit = bytes;
  }

  /**
   * An image whose samples are read when they are first needed. One that is larger than the whole
   * cache is read rectangle by rectangle, if its format allows that; see {@link Image#open}.
   *
   * @throws IOException if the file cannot be read or is no image; what is found only while reading
   *     samples is thrown then, as {@link java.io.UncheckedIOException}
   */
  public Image open(Path file) throws IOException {
    ImageInfo info = Images.info(file);
    if (info.samples() > limit / Float.BYTES) {
      return Image.open(file);
    }
    Whole reader = new Whole(file, info);
    return Image.lazy(
            reader, info.frames(), info.depth(), info.height(), info.width(), info.channels())
        .withType(info.type())
        .withMetadata(info.metadata());
  }

  /** Bytes of the samples that are in memory. */
  public synchronized long heldBytes() {
    return held;
  }

  private synchronized Image image(Path file, ImageInfo expected) throws IOException {
    Image image = recent.get(file);
    if (image == null) {
      image = Image.read(file);
      check(file, image, expected);
      makeRoom(bytes(image));
      recent.put(file, image);
      held += bytes(image);
    }
    return image;
  }

  private static void check(Path file, Image image, ImageInfo expected) throws IOException {
    if (image.frames() != expected.frames()
        || image.depth() != expected.depth()
        || image.height() != expected.height()
        || image.width() != expected.width()
        || image.channels() != expected.channels()) {
      throw new IOException(
          file
              + ": is now "
              + image
              + ", but was "
              + expected.width()
              + " x "
              + expected.height()
              + " when it was opened. Leave files alone while they are learned from");
    }
  }

  private void makeRoom(long bytes) {
    Iterator<Image> oldest = recent.values().iterator();
    while (held + bytes > limit && oldest.hasNext()) {
      held -= bytes(oldest.next());
      oldest.remove();
    }
  }

  private static long bytes(Image image) {
    long plane = (long) image.height() * image.width() * image.channels();
    return plane * image.frames() * image.depth() * Float.BYTES;
  }

  /** Rectangles of a file that is read as a whole. */
  private final class Whole implements RegionReader {

    private final Path file;
    private final ImageInfo info;

    Whole(Path file, ImageInfo info) {
      this.file = file;
      this.info = info;
    }

    @Override
    public void read(
        int frame, int slice, int y, int x, int rows, int columns, float[] target, int offset)
        throws IOException {
      image(file, info).copyRegion(frame, slice, y, x, rows, columns, target, offset);
    }
  }
}
