package org.limpid.denoise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures white noise by what is alike at all fine frequencies of an image, however much texture
 * lies over it.
 *
 * <p>Squares are grouped by brightness, along which the variance of noise is a line: flat for
 * Gaussian noise, rising for photons. Each line is as likely as it makes the spectra of all groups
 * ({@link NoiseFloor}); the measured one is the mean of all lines, each with its likelihood as its
 * weight. That says how sure it is, too: the more texture, the less.
 */
final class FineNoise {

  /** Fewer squares than this say nothing. */
  private static final int LEAST_SQUARES = 64;

  /** More than this tell nothing new. */
  private static final int MOST_SQUARES = 1 << 14;

  private static final int GROUPS = 8;
  private static final int LEAST_OF_GROUP = 48;

  /** Before anything is seen, a level line is as likely as all others together. */
  private static final double LEVEL = 0.5;

  /** Share of squares, and energy of middle frequencies over high ones there. */
  private static final double CALM = 0.2;

  private static final double SHARED = 1.4;

  /** Spectra are no exact power laws: what texture leaves open is so much more than it seems. */
  private static final double CAUTION = 2;

  /**
   * Noise of one channel.
   *
   * @param offset variance at value 0
   * @param slope growth of the variance with the value, 0 if none is likely
   * @param relativeError standard error of the variance, as a share of it; infinite where calm
   *     squares tell that the noise is not white
   */
  record Law(double offset, double slope, double relativeError) {
    double at(double value) {
      return offset + slope * value;
    }
  }

  /** Squares of like brightness. */
  private record Group(double brightness, int count, NoiseFloor floor) {}

  private FineNoise() {}

  /**
   * The noise of a channel of an image, on the image's scale; squares with gaps do not count.
   *
   * @return null if there are too few squares, or no noise
   */
  static @Nullable Law of(Image image, int channel) {
    float[] samples = image.samples();
    int side = BlockSpectrum.SIDE;
    int columns = image.width() / side;
    int rows = image.height() / side;
    int planes = image.frames() * image.depth();
    int row = image.width() * image.channels();
    long all = (long) planes * rows * columns;
    List<BlockSpectrum> squares = new ArrayList<>();
    for (int i = 0; i < Math.min(all, MOST_SQUARES); i++) {
      long place = i * all / Math.min(all, MOST_SQUARES);
      int x = (int) (place % columns) * side;
      int y = (int) (place / columns % rows) * side;
      int plane = (int) (place / columns / rows);
      double[] square = new double[side * side];
      for (int k = 0; k < square.length; k++) {
        int line = (plane * image.height() + y + k / side) * row;
        square[k] = samples[line + (x + k % side) * image.channels() + channel];
      }
      BlockSpectrum spectrum = BlockSpectrum.of(square);
      if (Double.isFinite(spectrum.mean())) {
        squares.add(spectrum);
      }
    }
    return of(squares);
  }

  /**
   * The noise.
   *
   * @param squares of one channel, side by side
   * @return null if there are too few, or no noise
   */
  static @Nullable Law of(List<BlockSpectrum> squares) {
    if (squares.size() < LEAST_SQUARES) {
      return null;
    }
    List<Group> groups = groups(squares);
    if (groups.stream().anyMatch(group -> !(group.floor().highest() > 0))) {
      return null;
    }
    double dark = groups.get(0).brightness();
    double bright = groups.get(groups.size() - 1).brightness();
    List<Double> places = new ArrayList<>();
    for (Group group : groups) {
      places.add(bright > dark ? (group.brightness() - dark) / (bright - dark) : 0);
    }
    double usual = 0;
    for (BlockSpectrum square : squares) {
      usual += square.mean() / squares.size();
    }
    double place = bright > dark ? (usual - dark) / (bright - dark) : 0;
    NoiseLine line = NoiseLine.of(groups.stream().map(Group::floor).toList(), places, place, LEVEL);
    double slope = bright > dark ? (line.bright() - line.dark()) / (bright - dark) : 0;
    double error = error(line.relativeError(), squares.size());
    return new Law(
        line.dark() - slope * dark, slope, isShared(squares) ? Double.POSITIVE_INFINITY : error);
  }

  /**
   * By chance, noise differs between the frequencies that are looked at and all: it is the noise in
   * these very pixels that has to be known. The rest of the error is texture's.
   */
  private static double error(double relativeError, int squares) {
    double fine = 0;
    for (int band = 0; band < BlockSpectrum.BANDS; band++) {
      fine += (double) BlockSpectrum.size(band) * squares;
    }
    double whole = (double) BlockSpectrum.SIDE * BlockSpectrum.SIDE * squares;
    double texture = Math.max(0, relativeError * relativeError - 2 / fine);
    return Math.sqrt(2 / fine - 2 / whole + CAUTION * CAUTION * texture);
  }

  private static List<Group> groups(List<BlockSpectrum> squares) {
    List<BlockSpectrum> sorted = new ArrayList<>(squares);
    sorted.sort(Comparator.comparingDouble(BlockSpectrum::mean));
    int last = sorted.size() - 1;
    double range = sorted.get(last - last / 200).mean() - sorted.get(last / 200).mean();
    int most = Math.max(4 * LEAST_OF_GROUP, sorted.size() / 4);
    List<Group> groups = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= last; i++) {
      int count = i + 1 - from;
      boolean isWide = sorted.get(i).mean() - sorted.get(from).mean() >= range / GROUPS;
      boolean isFull = count >= most || isWide && count >= LEAST_OF_GROUP;
      if (i == last || isFull && last - i >= LEAST_OF_GROUP) {
        groups.add(group(sorted.subList(from, i + 1)));
        from = i + 1;
      }
    }
    return groups;
  }

  private static Group group(List<BlockSpectrum> squares) {
    double brightness = 0;
    for (BlockSpectrum square : squares) {
      brightness += square.mean() / squares.size();
    }
    return new Group(brightness, squares.size(), new NoiseFloor(energies(squares), squares.size()));
  }

  private static double[] energies(List<BlockSpectrum> squares) {
    double[] energies = new double[BlockSpectrum.BANDS];
    for (int band = 0; band < energies.length; band++) {
      for (BlockSpectrum square : squares) {
        energies[band] += square.fine()[band];
      }
      energies[band] /= (double) squares.size() * BlockSpectrum.size(band);
    }
    return energies;
  }

  /**
   * Whether noise is weaker the higher its frequency where the image is calmest, as it is when
   * neighbours share it. Texture that fine everywhere is rare.
   */
  private static boolean isShared(List<BlockSpectrum> squares) {
    List<BlockSpectrum> sorted = new ArrayList<>(squares);
    sorted.sort(Comparator.comparingDouble(BlockSpectrum::coarse));
    double[] calm = energies(sorted.subList(0, (int) (CALM * sorted.size())));
    int top = BlockSpectrum.BANDS - 1;
    double high = (calm[top] + calm[top - 1]) / 2;
    double middle = (calm[top - 2] + calm[top - 3]) / 2;
    return middle > SHARED * high;
  }
}
