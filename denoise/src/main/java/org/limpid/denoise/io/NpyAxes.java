package org.limpid.denoise.io;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.limpid.denoise.Image;

/**
 * Which axis of an array is which. From 3 axes on a last one of at most 4 is taken as channels.
 * Else the last three are slices, rows and columns, and those before them frames and channels.
 *
 * @param letters one of T, Z, Y, X, C for each axis of the array
 * @param shape extents of the array
 */
record NpyAxes(String letters, int[] shape) {
  private static final String ORDER = "TZYXC";
  private static final int MOST_CHANNELS = 4;
  private static final List<String> LAYOUTS =
      List.of("YX", "YXC", "ZYX", "ZYXC", "TZYX", "TZYXC", "TCZYX");

  static NpyAxes guess(int[] shape) {
    boolean channelsLast = shape[shape.length - 1] <= MOST_CHANNELS;
    String letters =
        switch (shape.length) {
          case 2 -> "YX";
          case 3 -> channelsLast ? "YXC" : "ZYX";
          case 4 -> channelsLast ? "ZYXC" : "TZYX";
          default -> channelsLast ? "TZYXC" : "TCZYX";
        };
    return new NpyAxes(letters, shape);
  }

  /** The shortest shape that will be read as the image it is. */
  static NpyAxes forWriting(Image image, Path target) throws ImageFormatException {
    int[] extents = {
      image.frames(), image.depth(), image.height(), image.width(), image.channels()
    };
    for (String letters : LAYOUTS) {
      int[] shape = letters.chars().map(letter -> extents[ORDER.indexOf(letter)]).toArray();
      boolean complete = true;
      for (int axis = 0; axis < extents.length; axis++) {
        complete &= extents[axis] == 1 || letters.indexOf(ORDER.charAt(axis)) >= 0;
      }
      if (complete && guess(shape).letters.equals(letters)) {
        return new NpyAxes(letters, shape);
      }
    }
    throw new ImageFormatException(
        target,
        "an array of " + image + " would be taken for another image when read",
        "Name the file .tif.");
  }

  /** Extents of T, Z, Y, X, C. */
  int[] extents() {
    int[] extents = new int[ORDER.length()];
    for (int axis = 0; axis < extents.length; axis++) {
      int at = letters.indexOf(ORDER.charAt(axis));
      extents[axis] = at < 0 ? 1 : shape[at];
    }
    return extents;
  }

  /** Strides of T, Z, Y, X, C where the last axis of the array varies fastest. */
  long[] strides() {
    return strides(false);
  }

  /** Strides of T, Z, Y, X, C; in Fortran's order the first axis of the array varies fastest. */
  long[] strides(boolean fortran) {
    long[] own = new long[shape.length];
    long stride = 1;
    for (int i = 0; i < shape.length; i++) {
      int axis = fortran ? i : shape.length - 1 - i;
      own[axis] = stride;
      stride *= shape[axis];
    }
    long[] strides = new long[ORDER.length()];
    for (int axis = 0; axis < strides.length; axis++) {
      int at = letters.indexOf(ORDER.charAt(axis));
      strides[axis] = at < 0 ? 1 : own[at];
    }
    return strides;
  }

  @Override
  public String toString() {
    return letters + " " + Arrays.toString(shape);
  }
}
