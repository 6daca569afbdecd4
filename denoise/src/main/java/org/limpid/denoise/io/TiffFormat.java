package org.limpid.denoise.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.limpid.denoise.Image;

/**
 * TIFF and BigTIFF. Strips and tiles are decoded here, since the JDK's plug-in fails at common
 * files of microscopes and can be led astray by damaged ones; it is left JPEG. Pages become frames,
 * slices and channels as ImageJ or OME-XML describe them, else slices. Reduced copies and masks of
 * other pages are left out. Samples of less than 8 bits are spread to 0 to 255, samples of which
 * zero is white are turned over, and a palette is resolved to colours, save in a file of ImageJ,
 * where all this is only how measured values are shown.
 */
final class TiffFormat implements ImageFormat {
  @Override
  public String name() {
    return "TIFF";
  }

  @Override
  public List<String> suffixes() {
    return List.of("tif", "tiff");
  }

  @Override
  public boolean recognises(byte[] start) {
    // Scanners put a TIFF header without pages before DICOM files.
    boolean dicom = start.length > 132 && MrcHeader.latin1(start).startsWith("DICM", 128);
    if (start.length < 4 || start[0] != start[1] || dicom) {
      return false;
    }
    int magic = start[0] == 'I' ? start[2] | start[3] << 8 : start[2] << 8 | start[3];
    return (start[0] == 'I' || start[0] == 'M') && (magic == 42 || magic == 43);
  }

  @Override
  public ImageInfo info(Path file) throws IOException {
    return TiffStack.of(file).info();
  }

  @Override
  public Image read(Path file) throws IOException {
    TiffStack stack = TiffStack.of(file);
    Heap.require(file, stack.info(), stack.workBytes());
    try {
      return TiffReader.read(file, stack);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public Image open(Path file) throws IOException {
    return TiffReader.open(file, TiffStack.of(file));
  }

  @Override
  public boolean writes() {
    return true;
  }

  @Override
  public void write(Image image, Path target, Path temporary) throws IOException {
    TiffEncoder.write(image, target, temporary, TiffOptions.DEFAULT);
  }
}
