package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.limpid.denoise.Metadata;
import org.limpid.denoise.Metadata.ResolutionUnit;
import org.limpid.denoise.PixelSize;

/**
 * How the pages of a TIFF file make one image.
 *
 * @param page what all pages have in common
 * @param numbers which of the file's pages count, from 1, in order: channel first, then slice, then
 *     frame
 * @param pages where the pixels of each of them lie
 * @param channelPages pages that the channels of one plane take, 1 where they are interleaved
 * @param palette one or three tables, gray or red, green and blue, in which samples are looked up;
 *     none where samples are taken as they are
 */
record TiffStack(
    TiffPage page,
    List<Integer> numbers,
    List<TiffBlocks> pages,
    int frames,
    int depth,
    int channelPages,
    int[][] palette,
    Metadata metadata) {

  private static final int REDUCED_OR_MASK = 1 | 4;

  static TiffStack of(Path file) throws IOException {
    List<TiffDirectory> directories = TiffDirectory.readAll(file);
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < directories.size(); i++) {
      if ((directories.get(i).integer(TiffDirectory.NEW_SUBFILE_TYPE, 0) & REDUCED_OR_MASK) == 0) {
        numbers.add(i + 1);
      }
    }
    if (numbers.isEmpty()) {
      numbers.add(1);
    }
    long size = Files.size(file);
    List<TiffBlocks> pages = new ArrayList<>();
    for (int number : numbers) {
      TiffDirectory fields = directories.get(number - 1);
      TiffFault fault = new TiffFault(file, number);
      TiffPage page = TiffPage.of(fields, fault);
      pages.add(TiffBlocks.of(page, fields, size, fault));
      if (!page.equals(pages.get(0).page())) {
        throw new ImageFormatException(
            file,
            "holds pages of unequal kind: "
                + words(pages.get(0).page())
                + ", page "
                + number
                + " is "
                + words(page),
            "Save its pages as separate files.");
      }
    }
    return arrange(file, numbers, pages);
  }

  private static TiffStack arrange(Path file, List<Integer> numbers, List<TiffBlocks> pages)
      throws IOException {
    TiffPage page = pages.get(0).page();
    TiffDirectory first = pages.get(0).fields();
    String description = first.text(TiffDirectory.IMAGE_DESCRIPTION);
    Metadata metadata = metadata(first, page, description);
    int frames = 1;
    int depth = pages.size();
    int channelPages = 1;
    if (ImageJ.wrote(description)) {
      ImageJ axes = ImageJ.parse(description);
      if (axes.images() > pages.size()) {
        return arrange(
            file,
            Collections.nCopies(axes.images(), 1),
            ImageJ.withoutDirectories(file, pages, axes));
      }
      metadata = withPixelSize(metadata, ImageJ.pixelSize(metadata));
      boolean interleaved = axes.channels() > 1 && axes.channels() == page.channels();
      long planes = (long) axes.slices() * axes.frames();
      if (axes.pages() == pages.size() || (interleaved && planes == pages.size())) {
        frames = axes.frames();
        depth = axes.slices();
        channelPages = pages.size() / (frames * depth);
      }
    } else if (Ome.wrote(description)) {
      Optional<Ome> ome = Ome.parse(description);
      if (ome.isPresent()) {
        metadata = withPixelSize(metadata, ome.get().pixelSize());
        String name = String.valueOf(file.getFileName());
        int[] order =
            ome.get().pages(pages.size(), page.channels(), name).orElseGet(() -> new int[0]);
        if (order.length > 0) {
          frames = ome.get().frames();
          depth = ome.get().slices();
          channelPages = pages.size() / (frames * depth);
          return new TiffStack(
              page,
              IntStream.of(order).mapToObj(numbers::get).toList(),
              IntStream.of(order).mapToObj(pages::get).toList(),
              frames,
              depth,
              channelPages,
              new int[0][],
              metadata);
        }
      }
    }
    int[][] palette =
        page.photometric() == TiffPage.PALETTE && !ImageJ.wrote(description)
            ? palette(first, page.bits())
            : new int[0][];
    return new TiffStack(page, numbers, pages, frames, depth, channelPages, palette, metadata);
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
        pages.size(),
        metadata);
  }

  int channels() {
    return palette.length > 0 ? palette.length : page.channels() * channelPages;
  }

  /**
   * Whether samples are turned over so that black is zero. In a file of ImageJ they are measured
   * values that are only shown the other way round.
   */
  boolean turned() {
    return page.photometric() == TiffPage.WHITE_IS_ZERO && !ImageJ.wrote(metadata.description());
  }

  /** What the decoder holds beside the samples, in bytes. */
  long workBytes() {
    return (long) pages.stream().mapToDouble(TiffBlocks::workBytes).max().orElse(0);
  }

  /** The colour map as bytes; some writers fill its 16-bit entries with bytes to begin with. */
  private static int[][] palette(TiffDirectory fields, int bits) {
    int size = 1 << bits;
    int[][] colors = new int[3][size];
    int max = 0;
    for (int i = 0; i < 3 * size; i++) {
      colors[i / size][i % size] = (int) fields.integerAt(TiffDirectory.COLOR_MAP, i);
      max = Math.max(max, colors[i / size][i % size]);
    }
    for (int i = 0; max > 255 && i < 3 * size; i++) {
      colors[i / size][i % size] >>= 8;
    }
    boolean gray = Arrays.equals(colors[0], colors[1]) && Arrays.equals(colors[0], colors[2]);
    return gray ? new int[][] {colors[0]} : colors;
  }

  private static Metadata metadata(TiffDirectory fields, TiffPage page, String description) {
    ResolutionUnit unit =
        switch ((int) fields.integer(TiffDirectory.RESOLUTION_UNIT, 2)) {
          case 2 -> ResolutionUnit.INCH;
          case 3 -> ResolutionUnit.CENTIMETRE;
          default -> ResolutionUnit.UNSPECIFIED;
        };
    double x = fields.rational(TiffDirectory.X_RESOLUTION);
    double y = fields.rational(TiffDirectory.Y_RESOLUTION);
    boolean raw = page.photometric() == TiffPage.CMYK || page.photometric() > TiffPage.YCBCR;
    return new Metadata(
        description,
        x,
        y,
        x == 0 && y == 0 ? ResolutionUnit.UNSPECIFIED : unit,
        PixelSize.UNKNOWN,
        TiffKept.of(fields, raw || ImageJ.wrote(description)));
  }

  /** As it says, with the resolution left as it is. */
  private static Metadata withPixelSize(Metadata old, PixelSize size) {
    return new Metadata(
        old.description(), old.xResolution(), old.yResolution(), old.unit(), size, old.kept());
  }

  private static String words(TiffPage page) {
    return page.width()
        + " x "
        + page.height()
        + " x "
        + page.samples()
        + " of "
        + page.bits()
        + " bits";
  }
}
