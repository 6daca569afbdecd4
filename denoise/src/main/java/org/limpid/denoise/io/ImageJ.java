package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.limpid.denoise.Image;
import org.limpid.denoise.Metadata;
import org.limpid.denoise.PixelSize;

/**
 * ImageJ's habit of keeping a stack's axes in the description of the first page, as lines {@code
 * key=value} under {@code ImageJ=version}. Pages are ordered by channel, then slice, then frame.
 */
record ImageJ(int channels, int slices, int frames, int images) {
  private static final String MARK = "ImageJ=";
  private static final int MOST_IMAGES = 1 << 20;

  static boolean wrote(String description) {
    return description.startsWith(MARK);
  }

  /** Axes that a description gives; what it does not mention is 1. */
  static ImageJ parse(String description) {
    return new ImageJ(
        value(description, "channels"),
        value(description, "slices"),
        value(description, "frames"),
        value(description, "images"));
  }

  /** Pages of a hyperstack with these axes. */
  long pages() {
    return (long) channels * slices * frames;
  }

  /**
   * Description for an image about to be written: the lines it came with, calibration among them,
   * with the axes it has now.
   *
   * @param pagesPerPlane pages that the channels of one plane take
   */
  static String describe(Image image, int pagesPerPlane) {
    String old = image.metadata().description();
    PixelSize size = image.metadata().pixelSize();
    boolean sized = image.metadata().xResolution() == 0 && size.isKnown();
    Map<String, Integer> axes = new LinkedHashMap<>();
    axes.put("images", pagesPerPlane * image.depth() * image.frames());
    axes.put("channels", pagesPerPlane);
    axes.put("slices", image.depth());
    axes.put("frames", image.frames());
    axes.values().removeIf(extent -> extent == 1);
    StringBuilder text = new StringBuilder();
    text.append(wrote(old) ? old.lines().findFirst().orElse(MARK) : MARK + "1.54p").append('\n');
    axes.forEach((key, extent) -> text.append(key).append('=').append(extent).append('\n'));
    if (axes.size() > 2) {
      text.append("hyperstack=true\n");
    }
    if (sized) {
      text.append("unit=").append(escaped(size.unit())).append('\n');
      text.append(size.z() > 0 ? "spacing=" + size.z() + "\n" : "");
    }
    String made = "(images|channels|slices|frames|hyperstack" + (sized ? "|unit|spacing" : "");
    old.lines()
        .skip(wrote(old) ? 1 : 0)
        .filter(line -> !line.matches(made + ")=.*"))
        .forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /**
   * The pages of a stack that has a directory for its first image only: ImageJ writes stacks of
   * more than 4 GB so, all images one behind the other.
   */
  static List<TiffBlocks> withoutDirectories(Path file, List<TiffBlocks> pages, ImageJ axes)
      throws IOException {
    TiffBlocks first = pages.get(0);
    double bytes = (double) first.rowBytes() * first.page().height() * first.planes();
    boolean plain = pages.size() == 1 && first.isPlain() && !first.tiled();
    boolean few = axes.images() <= MOST_IMAGES;
    if (!plain || !few || first.offsets()[0] + bytes * axes.images() > Files.size(file)) {
      throw new ImageFormatException(
          file,
          "is an ImageJ stack of "
              + axes.images()
              + " images, of which only "
              + pages.size()
              + " can be found",
          "Copy or export it again.");
    }
    List<TiffBlocks> all = new ArrayList<>();
    for (int i = 0; i < axes.images(); i++) {
      all.add(first.moved(i * (long) bytes));
    }
    return all;
  }

  /** Pixel size that resolution, unit and spacing give. */
  static PixelSize pixelSize(Metadata metadata) {
    String description = metadata.description();
    String unit = unescaped(text(description, "unit"));
    double x = metadata.xResolution();
    double y = metadata.yResolution();
    if (x == 0 || y == 0 || unit.isEmpty() || unit.equals("pixel")) {
      return PixelSize.UNKNOWN;
    }
    String spacing = text(description, "spacing");
    double z = spacing.matches("[0-9]{0,9}[.]?[0-9]{1,18}(E-?[0-9])?") ? number(spacing) : 0;
    return new PixelSize(1 / x, 1 / y, z, unit);
  }

  private static double number(String text) {
    double value = Double.parseDouble(text);
    return Double.isFinite(value) ? value : 0;
  }

  /** Unit as ImageJ writes it: letters beyond ASCII by their code. */
  static String escaped(String unit) {
    StringBuilder text = new StringBuilder();
    for (char letter : unit.toCharArray()) {
      text.append(letter < 128 ? "" + letter : String.format(Locale.ROOT, "\\u%04X", (int) letter));
    }
    return text.toString();
  }

  private static String unescaped(String text) {
    Matcher code = Pattern.compile("\\\\u([0-9a-fA-F]{4})").matcher(text);
    return code.replaceAll(
        found ->
            Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
  }

  private static String text(String description, String key) {
    return description
        .lines()
        .filter(line -> line.startsWith(key + "="))
        .findFirst()
        .map(line -> line.substring(key.length() + 1))
        .orElse("");
  }

  private static int value(String description, String key) {
    return description
        .lines()
        .filter(line -> line.matches(key + "=[1-9][0-9]{0,8}"))
        .findFirst()
        .map(line -> Integer.parseInt(line.substring(key.length() + 1)))
        .orElse(1);
  }
}
