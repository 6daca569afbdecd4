package org.limpid.denoise.metric;

import java.nio.FloatBuffer;
import org.limpid.denoise.Image;

/**
 * Means, and centred second moments, of a result {@code b} against a reference {@code a}: all that
 * a least-squares line needs. Taken in two passes, since sums of squares of large values cancel.
 */
record Moments(double meanA, double meanB, double covariance, double varianceB) {

  static Moments of(Image a, Image b) {
    double count = (double) a.frames() * a.depth() * a.height() * a.width() * a.channels();
    double meanA = 0;
    double meanB = 0;
    for (int plane = 0; plane < a.frames() * a.depth(); plane++) {
      meanA += sum(a.plane(plane / a.depth(), plane % a.depth())) / count;
      meanB += sum(b.plane(plane / a.depth(), plane % a.depth())) / count;
    }
    double covariance = 0;
    double varianceB = 0;
    for (int plane = 0; plane < a.frames() * a.depth(); plane++) {
      FloatBuffer planeA = a.plane(plane / a.depth(), plane % a.depth());
      FloatBuffer planeB = b.plane(plane / a.depth(), plane % a.depth());
      for (int i = 0; i < planeA.limit(); i++) {
        double db = planeB.get(i) - meanB;
        covariance += (planeA.get(i) - meanA) * db;
        varianceB += db * db;
      }
    }
    return new Moments(meanA, meanB, covariance, varianceB);
  }

  /** Factor for {@code b} of the least-squares line; 0 if {@code b} is constant. */
  double gain() {
    return varianceB == 0 ? 0 : covariance / varianceB;
  }

  double offset() {
    return meanA - gain() * meanB;
  }

  private static double sum(FloatBuffer values) {
    double sum = 0;
    for (int i = 0; i < values.limit(); i++) {
      sum += values.get(i);
    }
    return sum;
  }
}
