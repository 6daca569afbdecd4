package org.limpid.denoise.io;

import java.util.LinkedHashMap;
import java.util.Map;
import org.limpid.denoise.Image;

/**
 * ImageJ's habit of keeping a stack's axes in the description of the first page, as lines {@code
 * key=value} under {@code ImageJ=version}. Pages are ordered by channel, then slice, then frame.
 */
record ImageJ(int channels, int slices, int frames, int images) {
  private static final String MARK = "ImageJ=";

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
    old.lines()
        .skip(wrote(old) ? 1 : 0)
        .filter(line -> !line.matches("(images|channels|slices|frames|hyperstack)=.*"))
        .forEach(line -> text.append(line).append('\n'));
    return text.toString();
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
