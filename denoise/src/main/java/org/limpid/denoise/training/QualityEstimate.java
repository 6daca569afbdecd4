package org.limpid.denoise.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far results are from a truth that nobody has, as a mean square on the network's scale: the
 * error against noisy pixels that the network did not see, minus the variance of their noise, which
 * no network can guess. Where prediction sees the pixel itself, results are somewhat better.
 *
 * @param noise variance of the noise in those pixels
 * @param error the estimate; below 0 where chance, or an overestimate of the noise, makes it so
 * @param low lower end of the interval that holds the truth in 95 % of cases
 * @param high upper end
 * @param isFloor whether validation losses are mean squared errors, with the noise as a floor under
 *     them
 */
public record QualityEstimate(
    double noise, double error, double low, double high, boolean isFloor) {

  private static final double NORMAL_95 = 1.96;

  /**
   * With the interval of a normal distribution.
   *
   * @param error mean squared error against noisy pixels minus the variance of their noise
   * @param noise that variance
   * @param standardError of the error
   */
  public static QualityEstimate of(
      double error, double noise, double standardError, boolean isFloor) {
    double margin = NORMAL_95 * standardError;
    return new QualityEstimate(noise, error, error - margin, error + margin, isFloor);
  }

  /** By how many decibels noise is reduced, for an error such as this estimate or an end of it. */
  public double decibels(double ofError) {
    return ofError > 0 ? 10 * StrictMath.log10(noise / ofError) : Double.POSITIVE_INFINITY;
  }

  Map<String, Object> describe() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("noise", noise);
    map.put("error", error);
    map.put("low", low);
    map.put("high", high);
    map.put("floor", isFloor);
    return map;
  }

  static QualityEstimate read(Entries entries) {
    return new QualityEstimate(
        entries.number("noise"),
        entries.number("error"),
        entries.number("low"),
        entries.number("high"),
        Boolean.TRUE.equals(entries.map().get("floor")));
  }
}
