package org.limpid.denoise.masking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.limpid.backend.Orientation;
import org.limpid.backend.Size3;

/**
 * Which pixels around a hidden one have noise that tells something about its noise, and are
 * therefore hidden with it (Broaddus et al. 2020, "Removing Structured Noise with Self-Supervised
 * Blind-Spot Networks").
 *
 * @param others their places relative to the hidden pixel, in slices, rows and columns
 */
public record Pattern(List<Size3> others) {

  /** The hidden pixel alone: noise of a pixel tells nothing about its neighbours'. */
  public static final Pattern POINT = new Pattern(List.of());

  private static final int LONGEST = 101;

  /** Puts the places in order. */
  public Pattern {
    others =
        others.stream()
            .filter(place -> !place.equals(new Size3(0, 0, 0)))
            .distinct()
            .sorted(
                Comparator.comparingInt(Size3::depth)
                    .thenComparingInt(Size3::height)
                    .thenComparingInt(Size3::width))
            .toList();
  }

  /** A piece of a row, for stripes along rows. */
  public static Pattern horizontal(int span) {
    return of(1, 1, span, (slice, row, column) -> true);
  }

  /** A piece of a column, for stripes along columns. */
  public static Pattern vertical(int span) {
    return of(1, span, 1, (slice, row, column) -> true);
  }

  /** Both. */
  public static Pattern cross(int span) {
    int middle = span / 2;
    return of(1, span, span, (slice, row, column) -> row == middle || column == middle);
  }

  /** All pixels around, for noise that is alike in all directions. */
  public static Pattern square(int span) {
    return of(1, span, span, (slice, row, column) -> true);
  }

  /**
   * A pattern of one's own.
   *
   * @param rows odd numbers of rows and columns; not 0 where a pixel belongs to it. The middle is
   *     the hidden pixel, whatever stands there
   */
  public static Pattern of(int[][] rows) {
    return of(new int[][][] {rows});
  }

  /** The same for volumes, {@code [D][H][W]}. */
  public static Pattern of(int[][][] slices) {
    int rows = slices.length == 0 ? 0 : slices[0].length;
    int columns = rows == 0 ? 0 : slices[0][0].length;
    for (int[][] slice : slices) {
      if (slice.length != rows
          || IntStream.range(0, rows).anyMatch(r -> slice[r].length != columns)) {
        throw new IllegalArgumentException("pattern: rows of different lengths (expected: equal)");
      }
    }
    return of(
        slices.length, rows, columns, (slice, row, column) -> slices[slice][row][column] != 0);
  }

  /**
   * A pattern as text: {@code horizontal:11}, {@code vertical:5}, {@code cross:5}, {@code
   * square:3}, or rows of zeros and ones separated by a slash, such as {@code 010/111/010}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static Pattern parse(String text) {
    if (text.matches("[01]+(/[01]+)*")) {
      String[] rows = text.split("/");
      int[][] cells = new int[rows.length][];
      for (int i = 0; i < rows.length; i++) {
        cells[i] = rows[i].chars().map(c -> c - '0').toArray();
      }
      return of(cells);
    }
    if (text.matches("[a-z]+:[0-9]{1,3}")) {
      String name = text.substring(0, text.indexOf(':'));
      int span = Integer.parseInt(text.substring(text.indexOf(':') + 1));
      switch (name) {
        case "horizontal":
          return horizontal(span);
        case "vertical":
          return vertical(span);
        case "cross":
          return cross(span);
        case "square":
          return square(span);
        default:
      }
    }
    throw new IllegalArgumentException(
        "pattern: '"
            + text
            + "' (expected: horizontal:N, vertical:N, cross:N, square:N with an odd N, or rows of"
            + " 0 and 1 such as 010/111/010)");
  }

  /** Whether a cell of a grid belongs to a pattern. */
  @FunctionalInterface
  private interface Cell {
    boolean belongs(int slice, int row, int column);
  }

  private static Pattern of(int depth, int height, int width, Cell cell) {
    for (int extent : new int[] {depth, height, width}) {
      if (extent < 1 || extent > LONGEST || extent % 2 == 0) {
        throw new IllegalArgumentException(
            "pattern: extent "
                + extent
                + " of "
                + depth
                + " x "
                + height
                + " x "
                + width
                + " (expected: odd, 1 to "
                + LONGEST
                + ", so that one pixel is in the middle)");
      }
    }
    List<Size3> places = new ArrayList<>();
    for (int z = 0; z < depth; z++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          if (cell.belongs(z, y, x)) {
            places.add(new Size3(z - depth / 2, y - height / 2, x - width / 2));
          }
        }
      }
    }
    return new Pattern(places);
  }

  boolean contains(int slice, int row, int column) {
    return others.contains(new Size3(slice, row, column));
  }

  /** The pattern of images that were flipped and turned. */
  public Pattern oriented(Orientation orientation) {
    return new Pattern(
        others.stream()
            .map(
                place -> {
                  int row = orientation.transpose() ? place.width() : place.height();
                  int column = orientation.transpose() ? place.height() : place.width();
                  return new Size3(
                      orientation.flipDepth() ? -place.depth() : place.depth(),
                      orientation.flipRows() ? -row : row,
                      orientation.flipColumns() ? -column : column);
                })
            .toList());
  }

  /** Whether turns and flips leave it as it is, so that patches may be turned and flipped. */
  public boolean isSymmetric() {
    return Orientation.SQUARE.stream().allMatch(turn -> oriented(turn).equals(this));
  }

  /** Places such as {@code (0, 0, -1)}, separated by blanks; {@code point} for none. */
  @Override
  public String toString() {
    return others.isEmpty()
        ? "point"
        : others.stream()
            .map(p -> "(" + p.depth() + "," + p.height() + "," + p.width() + ")")
            .collect(Collectors.joining(" "));
  }
}
