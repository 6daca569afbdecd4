package org.limpid.denoise.report;

import java.util.Locale;
import org.limpid.denoise.diagnosis.Autocorrelation;

/**
 * Draws how alike noise is at each distance: the pixel itself in the middle, blue where neighbours
 * are alike, orange where they differ, blank where they are independent.
 */
final class CorrelationMap {
  private static final int REACH = Autocorrelation.REACH;
  private static final int CELL = 14;
  private static final int MARGIN = 30;
  private static final double FULL = 0.6; // correlation drawn in full colour

  private CorrelationMap() {}

  static String of(Autocorrelation correlation) {
    int side = (2 * REACH + 1) * CELL;
    StringBuilder svg =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "<svg class=\"map\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Correlation of"
                    + " noise at each distance\">",
                side + MARGIN + 4,
                side + MARGIN + 4));
    for (int dy = -REACH; dy <= REACH; dy++) {
      for (int dx = -REACH; dx <= REACH; dx++) {
        svg.append(cell(correlation.at(dy, dx), dy, dx));
      }
    }
    for (int distance : new int[] {-5, 0, 5}) {
      int middle = (distance + REACH) * CELL + CELL / 2;
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d</text>"
                  + "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d</text>",
              MARGIN + middle,
              side + 17,
              distance,
              MARGIN - 6,
              middle + 4,
              distance));
    }
    return svg.append("</svg>").toString();
  }

  private static String cell(double value, int dy, int dx) {
    boolean centre = dy == 0 && dx == 0;
    double strength = Double.isNaN(value) ? 0 : Math.min(1, Math.abs(value) / FULL);
    return String.format(
        Locale.ROOT,
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill-opacity=\"%.2f\">"
            + "<title>%d rows, %d columns away: %.2f</title></rect>",
        centre ? "self" : value < 0 ? "unlike" : "alike",
        MARGIN + (dx + REACH) * CELL,
        (dy + REACH) * CELL,
        CELL - 1,
        CELL - 1,
        centre ? 1 : strength,
        dy,
        dx,
        value);
  }
}
