package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.limpid.denoise.Image;

/**
 * MRC2014 volumes of electron microscopy (A. Cheng et al., J. Struct. Biol. 192, 2015): modes 0
 * (signed bytes, unsigned where IMOD says so), 1, 2, 6 and 12, either byte order, packed with gzip
 * or not. Sections become slices, a stack of volumes frames; rows stay in the order of the file.
 * The header and the extended header are kept and given back.
 */
final class MrcFormat implements ImageFormat {
  @Override
  public String name() {
    return "MRC";
  }

  @Override
  public List<String> suffixes() {
    return List.of("mrc", "map", "mrcs", "st", "rec", "ali", "ccp4");
  }

  @Override
  public boolean recognises(byte[] start) {
    return MrcHeader.recognises(start);
  }

  @Override
  public boolean readsGzip() {
    return true;
  }

  @Override
  public ImageInfo info(Path file) throws IOException {
    return RawFile.header(file, MrcHeader::parse).info();
  }

  @Override
  public Image read(Path file) throws IOException {
    return RawFile.read(file, MrcHeader::parse);
  }

  @Override
  public Image open(Path file) throws IOException {
    return RawFile.open(file, MrcHeader::parse);
  }

  @Override
  public boolean writes() {
    return true;
  }

  @Override
  public void write(Image image, Path target, Path temporary) throws IOException {
    MrcEncoder encoder = new MrcEncoder(image, target);
    if (!Gzip.isNamed(target)) {
      encoder.write(temporary);
      return;
    }
    // The header's statistics are known last, so the file is packed when it is complete.
    RawFile.writeAside(temporary, encoder::write, plain -> Gzip.pack(plain, temporary));
  }
}
