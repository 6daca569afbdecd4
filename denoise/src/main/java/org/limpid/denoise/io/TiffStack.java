package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.limpid.denoise.Metadata;
import org.limpid.denoise.Metadata.ResolutionUnit;

/**
 * How the pages of a TIFF file make one image.
 *
 * @param page what all pages have in common
 * @param indices which of the file's pages count, in order: channel first, then slice, then frame
 * @param channelPages pages that the channels of one plane take, 1 where they are interleaved
 * @param colors colours a palette is resolved to: 1, 3, or 0 where samples are taken as they are
 */
record TiffStack(
    TiffPage page,
    List<Integer> indices,
    int frames,
    int depth,
    int channelPages,
    int colors,
    Metadata metadata) {

  private static final int REDUCED_OR_MASK = 1 | 4;

  static TiffStack of(Path file) throws IOException {
    List<TiffDirectory> directories = TiffDirectory.readAll(file);
    long size = Files.size(file);
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < directories.size(); i++) {
      if ((directories.get(i).integer(TiffDirectory.NEW_SUBFILE_TYPE, 0) & REDUCED_OR_MASK) == 0) {
        indices.add(i);
      }
    }
    if (indices.isEmpty()) {
      indices.add(0);
    }
    TiffPage first = TiffPage.of(file, indices.get(0) + 1, directories.get(indices.get(0)), size);
    for (int i : indices) {
      TiffPage other = TiffPage.of(file, i + 1, directories.get(i), size);
      if (!other.equals(first)) {
        throw new ImageFormatException(
            file,
            "holds pages of unequal kind: "
                + words(first)
                + ", page "
                + (i + 1)
                + " is "
                + words(other),
            "Save its pages as separate files.");
      }
    }
    return arrange(file, first, indices, directories.get(indices.get(0)));
  }

  private static TiffStack arrange(
      Path file, TiffPage page, List<Integer> indices, TiffDirectory first)
      throws ImageFormatException {
    Metadata metadata = metadata(first);
    int colors = 0;
    int frames = 1;
    int depth = indices.size();
    int channelPages = 1;
    if (ImageJ.wrote(metadata.description())) {
      ImageJ axes = ImageJ.parse(metadata.description());
      if (axes.images() > indices.size()) {
        throw new ImageFormatException(
            file,
            "is an ImageJ stack of "
                + axes.images()
                + " images, of which only "
                + indices.size()
                + " have a directory; that flavour is not read yet",
            "Save it in parts below 4 GB.");
      }
      boolean interleaved = axes.channels() > 1 && axes.channels() == page.channels();
      long planes = (long) axes.slices() * axes.frames();
      if (axes.pages() == indices.size() || (interleaved && planes == indices.size())) {
        frames = axes.frames();
        depth = axes.slices();
        channelPages = indices.size() / (frames * depth);
      }
    } else if (page.palette()) {
      colors = isGray(first) ? 1 : 3;
    }
    return new TiffStack(page, indices, frames, depth, channelPages, colors, metadata);
  }

  ImageInfo info() {
    return new ImageInfo(
        "TIFF",
        frames,
        depth,
        page.height(),
        page.width(),
        channels(),
        page.opacity() != TiffPage.Opacity.NONE,
        page.type(),
        page.bits(),
        indices.size(),
        metadata);
  }

  int channels() {
    return colors > 0 ? colors : page.channels() * channelPages;
  }

  /** What the decoder holds beside the samples: a page, and the strips or tiles it is made of. */
  long workBytes() {
    return 2L * page.width() * page.height() * page.samples() * Math.max(8, page.bits()) / 8;
  }

  private static boolean isGray(TiffDirectory fields) {
    int size = (int) fields.count(TiffDirectory.COLOR_MAP) / 3;
    for (int i = 0; i < size; i++) {
      long red = fields.integerAt(TiffDirectory.COLOR_MAP, i) >> 8;
      if (red != fields.integerAt(TiffDirectory.COLOR_MAP, size + i) >> 8
          || red != fields.integerAt(TiffDirectory.COLOR_MAP, 2 * size + i) >> 8) {
        return false;
      }
    }
    return true;
  }

  private static Metadata metadata(TiffDirectory fields) {
    ResolutionUnit unit =
        switch ((int) fields.integer(TiffDirectory.RESOLUTION_UNIT, 2)) {
          case 2 -> ResolutionUnit.INCH;
          case 3 -> ResolutionUnit.CENTIMETRE;
          default -> ResolutionUnit.UNSPECIFIED;
        };
    double x = fields.rational(TiffDirectory.X_RESOLUTION);
    double y = fields.rational(TiffDirectory.Y_RESOLUTION);
    return new Metadata(
        fields.text(TiffDirectory.IMAGE_DESCRIPTION),
        x,
        y,
        x == 0 && y == 0 ? ResolutionUnit.UNSPECIFIED : unit);
  }

  private static String words(TiffPage page) {
    return page.width() + " x " + page.height() + " x " + page.samples() + " " + page.type();
  }
}
