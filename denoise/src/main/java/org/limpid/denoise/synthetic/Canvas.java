package org.limpid.denoise.synthetic;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** A volume to draw on, {@code [D, H, W]}; light adds up. Positions are (slice, row, column). */
final class Canvas {

  private final int[] extents;
  private final float[] light;
  private final float[] threads;

  Canvas(int depth, int height, int width) {
    extents = new int[] {depth, height, width};
    light = new float[Math.multiplyExact(Math.multiplyExact(depth, height), width)];
    threads = new float[light.length];
  }

  /** How many things to draw if each has so many pixels to itself; at least 1. */
  int count(int pixelsEach) {
    // In depth things are as large as in width, so that their number grows slower than the volume.
    double layers = 1 + (extents[0] - 1) / 12.0;
    return (int) Math.max(1, Math.round(layers * extents[1] * extents[2] / pixelsEach));
  }

  double[] place(RandomGenerator random) {
    return new double[] {
      extents[0] == 1 ? 0 : extents[0] * random.nextDouble(),
      extents[1] * random.nextDouble(),
      extents[2] * random.nextDouble()
    };
  }

  void spot(double[] centre, double deviation, double brightness) {
    double[] reach = {4 * deviation, 4 * deviation, 4 * deviation};
    around(
        centre,
        reach,
        (index, z, y, x) -> {
          double squared = z * z + y * y + x * x;
          light[index] += brightness * StrictMath.exp(-squared / (2 * deviation * deviation));
        });
  }

  /** An edge about 1.5 pixels soft; brightness varies by the share {@code texture}. */
  void ellipsoid(double[] centre, double[] radii, double brightness, double texture) {
    double mean = (radii[0] + radii[1] + radii[2]) / 3;
    double[] reach = {radii[0] + 3, radii[1] + 3, radii[2] + 3};
    around(
        centre,
        reach,
        (index, z, y, x) -> {
          double a = z / radii[0];
          double b = y / radii[1];
          double c = x / radii[2];
          double distance = (Math.sqrt(a * a + b * b + c * c) - 1) * mean;
          double inside = 1 / (1 + StrictMath.exp(distance / 0.75));
          double pattern = StrictMath.sin(0.8 * x + 0.3 * y) * StrictMath.sin(0.9 * y - 0.2 * x);
          light[index] += brightness * inside * (1 + texture * pattern);
        });
  }

  /**
   * A thread that keeps its direction but for small turns; where threads cross the brighter one
   * shows.
   */
  void thread(
      double[] start, int length, double deviation, double brightness, RandomGenerator random) {
    double[] position = start.clone();
    double angle = 2 * Math.PI * random.nextDouble();
    double slope = extents[0] == 1 ? 0 : 0.4 * (random.nextDouble() - 0.5);
    double curvature = 0;
    double[] reach = {4 * deviation, 4 * deviation, 4 * deviation};
    for (int step = 0; step < 2 * length; step++) {
      around(
          position,
          reach,
          (index, z, y, x) -> {
            double squared = z * z + y * y + x * x;
            float value =
                (float) (brightness * StrictMath.exp(-squared / (2 * deviation * deviation)));
            threads[index] = Math.max(threads[index], value);
          });
      curvature = 0.95 * curvature + 0.004 * random.nextGaussian();
      angle += curvature;
      position[0] += 0.5 * slope;
      position[1] += 0.5 * StrictMath.sin(angle);
      position[2] += 0.5 * StrictMath.cos(angle);
    }
  }

  float[] finished(float background, float most) {
    float[] values = Arrays.copyOf(light, light.length);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.min(most, background + values[i] + threads[i]);
    }
    return values;
  }

  /** Work on one pixel: its index and its offset from the centre. */
  private interface Brush {
    void paint(int index, double z, double y, double x);
  }

  private void around(double[] centre, double[] reach, Brush brush) {
    int[] from = new int[3];
    int[] to = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      from[axis] = (int) Math.max(0, Math.ceil(centre[axis] - reach[axis]));
      to[axis] = (int) Math.min(extents[axis] - 1, Math.floor(centre[axis] + reach[axis]));
    }
    for (int z = from[0]; z <= to[0]; z++) {
      for (int y = from[1]; y <= to[1]; y++) {
        for (int x = from[2]; x <= to[2]; x++) {
          int index = (z * extents[1] + y) * extents[2] + x;
          brush.paint(index, z - centre[0], y - centre[1], x - centre[2]);
        }
      }
    }
  }
}
