package org.limpid.denoise.similar;

import java.util.ArrayList;
import java.util.List;
import org.limpid.backend.Size3;
import org.limpid.denoise.Image;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.patch.Symmetries;
import org.limpid.denoise.predict.Reading;
import org.limpid.denoise.similar.Stabilizer.Line;
import org.limpid.nn.Network;
import org.limpid.nn.Place;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * Reads {@link SimilarPatches} of a tile instead of asking a network. Tiles see so far beyond what
 * they give that their seams are far below the noise, but, other than with networks, not nothing.
 *
 * @param noise on the scale of tiles
 */
public record SimilarReading(Stabilizer noise) implements Reading {

  /** What one round sees; others that follow add little. */
  private static final int REACH = 64;

  /** For noise on the scale of images that come to the tiles' scale by a normalisation. */
  public static SimilarReading of(Stabilizer raw, Normalization scale) {
    List<Line> lines = new ArrayList<>();
    for (int c = 0; c < scale.channels(); c++) {
      Line line = raw.lines().get(c);
      double unit = scale.deviations().get(c);
      lines.add(
          new Line(
              line.slope() / unit,
              (line.offset() + line.slope() * scale.means().get(c)) / (unit * unit),
              line.floor() / (unit * unit)));
    }
    return new SimilarReading(new Stabilizer(lines));
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
  public Size3 reach() {
    return new Size3(0, REACH, REACH);
  }

  @Override
  public Tensor read(Network network, Tensor tiles, Place place, Symmetries averaging) {
    Shape shape = tiles.shape();
    int height = shape.extent(-3);
    int width = shape.extent(-2);
    int channels = shape.extent(-1);
    float[] samples = tiles.toArray();
    int planes = samples.length / (height * width * channels);
    Image image = Image.wrap(samples, planes, 1, height, width, channels);
    Image result = new SimilarPatches().withNoise(noise).withDevice(tiles.device()).denoise(image);
    return Tensor.of(tiles.device(), shape, result.samples());
  }
}
