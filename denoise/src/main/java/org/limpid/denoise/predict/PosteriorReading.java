package org.limpid.denoise.predict;

import java.util.List;
import java.util.stream.Stream;
import org.limpid.denoise.patch.Symmetries;
import org.limpid.nn.Network;
import org.limpid.nn.Place;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * Combines what a network expects a pixel to be, not having seen it, with what was measured there
 * (Laine et al. 2019, "High-Quality Self-Supervised Deep Image Denoising"). The network gives two
 * values for each channel: the mean {@code m} of what its surroundings allow, and how widely that
 * is spread, the variance {@code s}. With the variance {@code n} of the noise, the expectation
 * given the measured value {@code y} as well is
 *
 * <pre>{@code (y s + m n) / (s + n)}</pre>
 *
 * <p>The noise of channel {@code c} at the value {@code v} has the variance {@code offsets[c] +
 * slopes[c] v}, at least {@code floors[c]}; all on the network's scale. The network's second values
 * are s in units of the hundredfold floor, before the softplus that makes them positive.
 *
 * @param offsets for each channel
 * @param slopes for each channel
 * @param floors for each channel, above 0
 */
public record PosteriorReading(List<Double> offsets, List<Double> slopes, List<Double> floors)
    implements Reading {

  /** What a new network says, 0, then stands for a small spread. */
  private static final float START = -1;

  private static final double UNIT = 100;

  /** Checks and copies. */
  public PosteriorReading {
    offsets = List.copyOf(offsets);
    slopes = List.copyOf(slopes);
    floors = List.copyOf(floors);
    boolean areRight =
        !offsets.isEmpty()
            && offsets.size() == slopes.size()
            && offsets.size() == floors.size()
            && Stream.of(offsets, slopes, floors).flatMap(List::stream).allMatch(Double::isFinite)
            && floors.stream().allMatch(floor -> floor > 0);
    if (!areRight) {
      throw new IllegalArgumentException(
          "reading: offsets "
              + offsets
              + ", slopes "
              + slopes
              + ", floors "
              + floors
              + " (expected: one of each for every channel, finite, floors above 0)");
    }
  }

  @Override
  public int inputChannels(int channels) {
    return channels;
  }

  @Override
  public boolean isPlaced() {
    return false;
  }

  @Override
  public Tensor read(Network network, Tensor tiles, Place place, Symmetries averaging) {
    Tensor output = DIRECT.read(network, tiles, place, averaging);
    Tensor mean = mean(output);
    Tensor spread = spread(output);
    Tensor noise = noise(mean);
    return tiles.multiply(spread).add(mean.multiply(noise)).divide(spread.add(noise));
  }

  /** The mean from a network's output {@code [..., 2C]}. */
  public Tensor mean(Tensor output) {
    return output.channels(0, floors.size());
  }

  /** The variance s of what the surroundings allow, from a network's output {@code [..., 2C]}. */
  public Tensor spread(Tensor output) {
    Tensor raw = output.channels(floors.size(), floors.size());
    Tensor positive = raw.plus(START).softplus();
    return positive.multiply(each(floors, UNIT, positive));
  }

  /** The variance n of the noise at true values {@code [..., C]}. */
  public Tensor noise(Tensor values) {
    Tensor floor = each(floors, 1, values);
    return values
        .multiply(each(slopes, 1, values))
        .add(each(offsets, 1, values))
        .subtract(floor)
        .relu()
        .add(floor);
  }

  /** A number for each channel, times a factor, everywhere. */
  private static Tensor each(List<Double> numbers, double factor, Tensor like) {
    float[] values = new float[numbers.size()];
    for (int c = 0; c < values.length; c++) {
      values[c] = (float) (factor * numbers.get(c));
    }
    return Tensor.of(like.device(), Shape.of(values.length), values).broadcastTo(like.shape());
  }
}
