package org.limpid.denoise;

import java.util.ArrayList;
import java.util.List;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.patch.PatchSampler;
import org.limpid.denoise.patch.PatchSampler.Window;
import org.limpid.denoise.patch.Pixels;
import org.limpid.random.RandomKey;

/**
 * A place of an image at which results are judged, with its surroundings.
 *
 * @param image number of the plane or volume
 * @param corner where the excerpt begins in it
 * @param measured on the network's scale, margins included
 * @param counted 1 where a pixel is judged, 0 elsewhere and in the margins
 * @param from where the place begins in it
 * @param size of the place
 * @param signs directions at random, 1 or -1, for each value
 */
record Excerpt(
    int image,
    Size3 corner,
    Pixels measured,
    Pixels counted,
    Size3 from,
    Size3 size,
    float[] signs) {

  /** More than most networks see: the excerpt's border has no influence. */
  private static final int MARGIN = 32;

  private static final int DEPTH_MARGIN = 8;

  static Excerpt of(TrainingData data, PatchSampler sampler, Window window, RandomKey key) {
    Size3 extents = data.sources().get(window.image()).extents();
    Size3 size = window.size();
    Size3 place = window.from();
    // Where the image ends, the excerpt ends too: a network sees no more there in use either.
    Size3 from =
        new Size3(
            Math.max(0, place.depth() - DEPTH_MARGIN),
            Math.max(0, place.height() - MARGIN),
            Math.max(0, place.width() - MARGIN));
    Size3 whole =
        new Size3(
            Math.min(extents.depth(), place.depth() + size.depth() + DEPTH_MARGIN) - from.depth(),
            Math.min(extents.height(), place.height() + size.height() + MARGIN) - from.height(),
            Math.min(extents.width(), place.width() + size.width() + MARGIN) - from.width());
    Pixels cut = data.sources().get(window.image()).cut(from, whole);
    float[] signs = new float[cut.values().length];
    for (int i = 0; i < signs.length; i++) {
      signs[i] = key.uniform(i) < 0.5f ? -1 : 1;
    }
    Size3 inside =
        new Size3(
            place.depth() - from.depth(),
            place.height() - from.height(),
            place.width() - from.width());
    Pixels counted = Pixels.zeros(whole, 1);
    Pixels inner = sampler.counted(window);
    for (int z = 0; z < size.depth(); z++) {
      for (int y = 0; y < size.height(); y++) {
        for (int x = 0; x < size.width(); x++) {
          int to = counted.index(z + inside.depth(), y + inside.height(), x + inside.width(), 0);
          counted.values()[to] = inner.values()[inner.index(z, y, x, 0)];
        }
      }
    }
    return new Excerpt(window.image(), from, cut, counted, inside, size, signs);
  }

  int channels() {
    return measured.channels();
  }

  boolean counts(int value) {
    return counted.values()[value / channels()] != 0;
  }

  /** Spectra of the whole squares of a channel in which every pixel counts. */
  List<BlockSpectrum> spectra(int channel) {
    List<BlockSpectrum> spectra = new ArrayList<>();
    int side = BlockSpectrum.SIDE;
    for (int z = 0; z < size.depth(); z++) {
      for (int y = 0; y + side <= size.height(); y += side) {
        for (int x = 0; x + side <= size.width(); x += side) {
          double[] square = new double[side * side];
          boolean isWhole = true;
          for (int k = 0; k < square.length; k++) {
            int place =
                measured.index(
                    from.depth() + z,
                    from.height() + y + k / side,
                    from.width() + x + k % side,
                    channel);
            square[k] = measured.values()[place];
            isWhole &= counts(place);
          }
          if (isWhole) {
            spectra.add(BlockSpectrum.of(square));
          }
        }
      }
    }
    return spectra;
  }

  /** The same place of other images, margins included. */
  float[] of(TrainingData others) {
    return others.sources().get(image).cut(corner, measured.extents()).values();
  }

  /** On the scale that denoisers are given images on. */
  Image image(Normalization scale) {
    return image(measured.values(), scale);
  }

  /**
   * The same with every value a little off.
   *
   * @param nudges how much in each channel, on the network's scale
   * @param pattern which directions
   */
  Image nudged(double[] nudges, int pattern, Normalization scale) {
    float[] moved = measured.values().clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += (float) (nudges[i % channels()] * sign(i, pattern));
    }
    return image(moved, scale);
  }

  /**
   * The direction in which a value is nudged.
   *
   * <p>Patterns are the same at random but for the signs of Walsh functions on cells of 2 x 2 and 4
   * x 4 pixels: in the mean over 2, 4, 8 or 16 of them more and more of what pixels close to each
   * other do to one another cancels out (Bekas, Kokiopoulou and Saad 2007). A pattern that is moved
   * would not do: to a network it is the same.
   *
   * @param pattern 0 to 15
   */
  float sign(int value, int pattern) {
    int pixel = value / channels();
    int x = pixel % measured.extents().width();
    int y = pixel / measured.extents().width();
    int cells = (x ^ y) & 1 | (x & 1) << 1 | ((x ^ y) & 2) << 1 | (x & 2) << 2;
    boolean isOdd = Integer.bitCount(cells & pattern) % 2 == 1;
    return isOdd ? -signs[value] : signs[value];
  }

  private Image image(float[] values, Normalization scale) {
    float[] raw = new float[values.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = scale.undo(values[i], i % channels());
    }
    Size3 all = measured.extents();
    return Image.wrap(raw, 1, all.depth(), all.height(), all.width(), channels());
  }
}
