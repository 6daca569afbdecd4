package org.limpid.denoise.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Draws lines over two axes as an SVG element whose colours come from the page's style. */
final class Chart {
  private static final int WIDTH = 440;
  private static final int HEIGHT = 250;
  private static final int LEFT = 56;
  private static final int RIGHT = 14;
  private static final int TOP = 12;
  private static final int BOTTOM = 42;

  /**
   * A line.
   *
   * @param style class of the page's style
   * @param x places along the axis, rising
   * @param y heights; those that are not finite leave no trace
   */
  record Line(String style, double[] x, double[] y) {}

  private final String name;
  private final String below;
  private final List<Line> lines = new ArrayList<>();
  private final StringBuilder svg = new StringBuilder();
  private boolean logarithmic;
  private double low;
  private double high;
  private double first;
  private double last;
  private double floor = Double.NaN;

  /**
   * Starts an empty chart.
   *
   * @param name what it shows, for readers who cannot see it
   * @param below what the horizontal axis counts
   */
  Chart(String name, String below) {
    this.name = name;
    this.below = below;
  }

  Chart add(Line line) {
    lines.add(line);
    return this;
  }

  /** Heights by their logarithm; those not above 0 leave no trace. */
  Chart logarithmic() {
    logarithmic = true;
    return this;
  }

  /** A dashed line across, which stays in sight. */
  Chart floor(double height) {
    floor = height;
    return this;
  }

  /** The element; a sentence where no line has two points. */
  String draw() {
    if (lines.stream().noneMatch(line -> points(line) > 1)) {
      return "<p class=\"soft\">There is too little to draw.</p>";
    }
    chooseRange();
    String clip = "c" + Integer.toHexString((name + below).hashCode());
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\"><clipPath id=\"%s\">"
                + "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/></clipPath>",
            WIDTH,
            HEIGHT,
            Html.escape(name),
            clip,
            LEFT,
            TOP - 1,
            WIDTH - LEFT - RIGHT,
            HEIGHT - TOP - BOTTOM + 2));
    for (double tick : logarithmic ? decades() : ticks(low, high)) {
      line("grid", LEFT, atHeight(tick), WIDTH - RIGHT, atHeight(tick));
      text(LEFT - 7, atHeight(tick) + 4, "end", number(logarithmic ? power(tick) : tick));
    }
    for (double tick : ticks(first, last)) {
      line("grid", atPlace(tick), HEIGHT - BOTTOM, atPlace(tick), HEIGHT - BOTTOM + 4);
      text(atPlace(tick), HEIGHT - BOTTOM + 18, "middle", number(tick));
    }
    text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle", below);
    lines.forEach(line -> path(line, clip));
    if (Double.isFinite(scaled(floor))) {
      line("floor", LEFT, atHeight(scaled(floor)), WIDTH - RIGHT, atHeight(scaled(floor)));
    }
    return svg.append("</svg>").toString();
  }

  private long points(Line line) {
    return Arrays.stream(line.y()).map(this::scaled).filter(Double::isFinite).count();
  }

  /** Leaves out the few largest values, which would flatten all the rest, and tiny ones of logs. */
  private void chooseRange() {
    double[] values =
        lines.stream()
            .flatMapToDouble(line -> Arrays.stream(line.y()))
            .map(this::scaled)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    low = logarithmic ? Math.max(values[0], values[values.length - 1] - 6) : values[0];
    high = logarithmic ? values[values.length - 1] : values[(int) ((values.length - 1) * 0.98)];
    if (Double.isFinite(scaled(floor))) {
      low = Math.min(low, scaled(floor));
    }
    double margin = high > low ? 0.05 * (high - low) : Math.max(1e-6, 0.1 * Math.abs(low));
    low -= margin;
    high += margin;
    first = lines.stream().mapToDouble(line -> line.x()[0]).min().orElse(0);
    last = lines.stream().mapToDouble(line -> line.x()[line.x().length - 1]).max().orElse(1);
    if (last <= first) {
      last = first + 1;
    }
  }

  private double scaled(double height) {
    return logarithmic ? (height > 0 ? StrictMath.log10(height) : Double.NaN) : height;
  }

  private void path(Line line, String clip) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < line.x().length; i++) {
      double height = scaled(line.y()[i]);
      if (Double.isFinite(height)) {
        path.append(path.isEmpty() ? "M" : "L")
            .append(
                String.format(Locale.ROOT, "%.1f %.1f", atPlace(line.x()[i]), atHeight(height)));
      }
    }
    if (!path.isEmpty()) {
      svg.append("<path class=\"" + line.style() + "\" clip-path=\"url(#" + clip + ")\" d=\"")
          .append(path + "\"/>");
    }
  }

  private void line(String style, double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
            style,
            x1,
            y1,
            x2,
            y2));
  }

  private void text(double x, double y, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
            x,
            y,
            anchor,
            Html.escape(text)));
  }

  private double atPlace(double x) {
    return LEFT + (x - first) / (last - first) * (WIDTH - LEFT - RIGHT);
  }

  private double atHeight(double height) {
    double inside = Math.min(high, Math.max(low - (high - low), height));
    return TOP + (high - inside) / (high - low) * (HEIGHT - TOP - BOTTOM);
  }

  /** Round numbers from low to high, about five. */
  static double[] ticks(double low, double high) {
    double rough = (high - low) / 5;
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(rough)));
    double step = rough / power > 5 ? 10 * power : rough / power > 2 ? 5 * power : 2 * power;
    double[] ticks = new double[(int) (Math.floor(high / step) - Math.ceil(low / step)) + 1];
    Arrays.setAll(ticks, i -> (Math.ceil(low / step) + i) * step);
    return ticks;
  }

  /** Whole powers of ten; where there are fewer than two, twos and fives between them too. */
  private double[] decades() {
    List<Double> ticks = new ArrayList<>();
    for (int tenth = (int) Math.floor(low); tenth <= high; tenth++) {
      for (double part : high - low < 2 ? new double[] {1, 2, 5} : new double[] {1}) {
        double tick = tenth + StrictMath.log10(part);
        if (tick >= low && tick <= high) {
          ticks.add(tick);
        }
      }
    }
    return ticks.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double power(double logarithm) {
    return StrictMath.pow(10, logarithm);
  }

  static String number(double value) {
    double size = Math.abs(value);
    if (size >= 1e5 || size > 0 && size < 1e-4) {
      return String.format(Locale.ROOT, "%.0e", value)
          .replaceFirst("e([+-])0?", "e$1")
          .replace("e+", "e");
    }
    return size >= 1000 && value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : String.format(Locale.ROOT, "%.5g", value)
            .replaceFirst("(\\.\\d*?)0+$", "$1")
            .replaceFirst("\\.$", "");
  }
}
