package org.limpid.denoise.diagnosis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A square of a plane without its shading.
 *
 * @param mean mean brightness
 * @param residual {@code [SIDE, SIDE]}, deviations from the shading
 * @param shading how strong the shading was. White noise where it is weak is no weaker than
 *     elsewhere, so choosing blocks by this does not choose those whose noise happens to be small
 * @param variance mean square of the residual: that of noise of any kind, and of texture
 * @param fine the same by fourth differences, in which pictures hardly show: that of white noise
 */
record Block(double mean, double[] residual, double shading, double variance, double fine) {
  private static final double MOST_CUT = 0.01;

  /**
   * Cuts a plane into blocks side by side; those with samples cut off at the ends of the range are
   * left out, as their noise is too small.
   */
  static List<Block> of(Plane plane, Levels levels) {
    List<Block> blocks = new ArrayList<>();
    for (int y = 0; y + Shading.SIDE <= plane.rows(); y += Shading.SIDE) {
      for (int x = 0; x + Shading.SIDE <= plane.columns(); x += Shading.SIDE) {
        Block block = of(plane, y, x, levels);
        if (block != null) {
          blocks.add(block);
        }
      }
    }
    return blocks;
  }

  private static @Nullable Block of(Plane plane, int top, int left, Levels levels) {
    double[] residual = new double[Shading.SIZE];
    double sum = 0;
    int cut = 0;
    for (int p = 0; p < Shading.SIZE; p++) {
      float sample = plane.at(top + p / Shading.SIDE, left + p % Shading.SIDE);
      if (!Float.isFinite(sample)) {
        return null;
      }
      residual[p] = sample;
      sum += sample;
      cut += levels.isCut(sample) ? 1 : 0;
    }
    if (cut > MOST_CUT * Shading.SIZE) {
      return null;
    }
    double shading = Shading.remove(residual);
    double squares = 0;
    for (double deviation : residual) {
      squares += deviation * deviation;
    }
    return new Block(
        sum / Shading.SIZE,
        residual,
        shading,
        squares / Shading.SIZE / Shading.left(),
        fine(residual));
  }

  /** J. Immerkaer, Fast noise variance estimation (1996), with squares instead of magnitudes. */
  private static double fine(double[] r) {
    int side = Shading.SIDE;
    double squares = 0;
    for (int y = 1; y < side - 1; y++) {
      for (int x = 1; x < side - 1; x++) {
        int p = y * side + x;
        double edges = r[p - 1] + r[p + 1] + r[p - side] + r[p + side];
        double corners = r[p - side - 1] + r[p - side + 1] + r[p + side - 1] + r[p + side + 1];
        double difference = 4 * r[p] - 2 * edges + corners;
        squares += difference * difference;
      }
    }
    return squares / 36 / ((side - 2) * (side - 2)); // 36: the sum of the squared factors
  }
}
