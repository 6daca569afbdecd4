package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.limpid.denoise.Image;

/**
 * One kind of image file. {@link Images} has checked that a file given to {@link #info} or {@link
 * #read} exists, can be opened and begins as {@link #recognises} wants; everything else is checked
 * here. Without state.
 */
interface ImageFormat {
  /** Name for messages. */
  String name();

  /** Suffixes of file names in lower case, without the dot, the usual one first. */
  List<String> suffixes();

  /** Whether a file beginning with these bytes (at most {@link Images#START}) is of this kind. */
  boolean recognises(byte[] start);

  ImageInfo info(Path file) throws IOException;

  Image read(Path file) throws IOException;

  /** Image whose samples stay in the file until they are needed, where that can be done. */
  default Image open(Path file) throws IOException {
    return read(file);
  }

  /** Whether files may be packed with gzip as a whole. */
  default boolean readsGzip() {
    return false;
  }

  /** Whether {@link #write} is there at all. */
  boolean writes();

  /**
   * Writes an image.
   *
   * @param target name to use in messages
   * @param temporary file to fill; {@link Images} moves it to the target when it is complete
   * @throws ImageFormatException if this kind of file cannot hold the image, before anything is
   *     written
   */
  void write(Image image, Path target, Path temporary) throws IOException;
}
