package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.limpid.denoise.Image;

/**
 * FITS images of astronomy (FITS standard 4.0): the first part of the file that is an image of 2 to
 * 4 axes, its values scaled as the header says. Rows stay in the order of the file, which others
 * show from bottom to top. Not written.
 */
final class FitsFormat implements ImageFormat {
  @Override
  public String name() {
    return "FITS";
  }

  @Override
  public List<String> suffixes() {
    return List.of("fits", "fit", "fts");
  }

  @Override
  public boolean recognises(byte[] start) {
    return MrcHeader.latin1(start).startsWith("SIMPLE  =");
  }

  @Override
  public boolean readsGzip() {
    return true;
  }

  @Override
  public ImageInfo info(Path file) throws IOException {
    return RawFile.header(file, FitsHeader::parse).info();
  }

  @Override
  public Image read(Path file) throws IOException {
    return RawFile.read(file, FitsHeader::parse);
  }

  @Override
  public Image open(Path file) throws IOException {
    return RawFile.open(file, FitsHeader::parse);
  }

  @Override
  public boolean writes() {
    return false;
  }

  @Override
  public void write(Image image, Path target, Path temporary) {
    throw new UnsupportedOperationException("FITS is not written");
  }
}
