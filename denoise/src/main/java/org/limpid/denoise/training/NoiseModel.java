package org.limpid.denoise.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much noise the targets of a training have, on the network's scale: in channel {@code c}, a
 * value {@code v} has the variance {@code offsets[c] + slopes[c] · v}. That is a line for photon
 * noise, and flat for Gaussian noise.
 *
 * @param offsets variance at 0 for each channel
 * @param slopes growth of the variance with the value for each channel
 * @param floors least variance for each channel, above 0, where the line says less
 * @param relativeError standard error of a variance, as a share of it
 */
public record NoiseModel(
    List<Double> offsets, List<Double> slopes, List<Double> floors, double relativeError)
    implements HeldOutExamination.Noise {

  /** Checks and copies. */
  public NoiseModel {
    offsets = List.copyOf(offsets);
    slopes = List.copyOf(slopes);
    floors = List.copyOf(floors);
    boolean isComplete =
        !offsets.isEmpty() && offsets.size() == slopes.size() && offsets.size() == floors.size();
    if (!isComplete || !(relativeError >= 0)) {
      throw new IllegalArgumentException(
          "noise: "
              + offsets.size()
              + " offsets, "
              + slopes.size()
              + " slopes, "
              + floors.size()
              + " floors, relative error "
              + relativeError
              + " (expected: one of each for every channel, error >= 0)");
    }
  }

  /** By a noisy value, which stands for its truth: over many, errors cancel out. */
  @Override
  public double variance(double input, double target, int channel) {
    return offsets.get(channel) + slopes.get(channel) * target;
  }

  /** Names and values for model files. */
  public Map<String, Object> describe() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("offsets", offsets);
    map.put("slopes", slopes);
    return map;
  }

  /** Variance of the noise of pixels of a true value, at least the floor. */
  public double varianceAt(double value, int channel) {
    return Math.max(floors.get(channel), offsets.get(channel) + slopes.get(channel) * value);
  }

  @Override
  public boolean isShared() {
    return false;
  }
}
