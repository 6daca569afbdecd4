package org.limpid.denoise.io;

import java.nio.file.Path;

/** Words for what is wrong with one page of a TIFF file; pages count from 1. */
record TiffFault(Path file, int page) {

  /** Something that TIFF allows and this reader lacks. */
  ImageFormatException unsupported(String what) {
    return new ImageFormatException(
        file,
        "holds " + what + where() + ", which is not read",
        "Save it as an uncompressed TIFF of 8, 16 or 32 bits.");
  }

  /** Something that TIFF does not allow. */
  ImageFormatException damaged(String fault) {
    return new ImageFormatException(
        file, "is truncated or damaged: " + fault + where(), "Copy or export it again.");
  }

  private String where() {
    return page > 1 ? " (page " + page + ")" : "";
  }
}
