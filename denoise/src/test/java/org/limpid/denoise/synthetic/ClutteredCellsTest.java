package org.limpid.denoise.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limpid.random.RandomKey;

/**
 * Compares with the figures that others measured on 4000 images of the original, and with exact
 * ones where they follow from the definition. All tolerances are 4 standard errors, which come from
 * how much the images differ, plus half of the last digit that was noted.
 */
class ClutteredCellsTest {

  private static final int IMAGES = 3000;
  private static final int IMAGES_OF_THE_OTHERS = 4000;
  private static final int SIDE = ClutteredCells.SIDE;

  /** Clean image and two clutters. */
  private record Scene(float[] clean, float[] clutter, float[] second) {}

  private static final List<Scene> PAIRED = scenes(ClutteredCells.PAIRED);
  private static final List<Scene> SINGLE = scenes(ClutteredCells.SINGLE);

  private static RandomKey key(int index) {
    return new RandomKey(11, 1, index);
  }

  private static List<Scene> scenes(ClutteredCells kind) {
    List<Scene> scenes = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      scenes.add(
          new Scene(
              kind.clean(key(i)).samples(),
              kind.clutter(key(i), 0).samples(),
              kind.clutter(key(i), 1).samples()));
    }
    return scenes;
  }

  /** A mean over images and its standard error. */
  private record Estimate(double mean, double error) {

    static Estimate of(List<Scene> scenes, ToDoubleFunction<Scene> statistic) {
      double[] values = scenes.stream().mapToDouble(statistic).toArray();
      double mean = 0;
      for (double value : values) {
        mean += value / values.length;
      }
      double squares = 0;
      for (double value : values) {
        squares += (value - mean) * (value - mean);
      }
      return new Estimate(mean, Math.sqrt(squares / values.length / values.length));
    }

    void isExactly(double expected) {
      assertThat(mean).isCloseTo(expected, within(4 * error));
    }

    /** Agrees with what the others measured, to so many digits behind the point. */
    void isAsMeasured(double expected, int digits) {
      double both = error * Math.sqrt(1 + (double) IMAGES / IMAGES_OF_THE_OTHERS);
      assertThat(mean).isCloseTo(expected, within(4 * both + 0.5 * Math.pow(10, -digits)));
    }

    /** The same of a PSNR with peak 1, if this is a mean squared error. */
    void isAsMeasuredInDecibels(double expected) {
      Estimate decibels = new Estimate(-10 * Math.log10(mean), 10 / Math.log(10) * error / mean);
      decibels.isAsMeasured(expected, 2);
    }
  }

  /** Mean of a function of the pixels of a scene. */
  private interface PixelValue {
    double of(float clean, float clutter, float second);
  }

  private static ToDoubleFunction<Scene> mean(PixelValue value) {
    return scene -> {
      double sum = 0;
      for (int i = 0; i < SIDE * SIDE; i++) {
        sum += value.of(scene.clean[i], scene.clutter[i], scene.second[i]);
      }
      return sum / (SIDE * SIDE);
    };
  }

  private static PixelValue squared(PixelValue value) {
    return (clean, clutter, second) -> Math.pow(value.of(clean, clutter, second), 2);
  }

  private static final PixelValue CLEAN = (clean, clutter, second) -> clean;
  private static final PixelValue CLUTTER = (clean, clutter, second) -> clutter;
  private static final PixelValue AVERAGE = (clean, clutter, second) -> (clutter + second) / 2;
  private static final PixelValue MINIMUM =
      (clean, clutter, second) -> Math.min(clean + clutter, clean + second) - clean;

  @ParameterizedTest
  @CsvSource({
    "true,  0.062, 0.123, 0.281, 0.0733, 0.213, 0.179",
    "false, 0.062, 0.122, 0.280, 0.0441, 0.163, 0.114"
  })
  void brightnessIsAsMeasured(
      boolean paired,
      double clean,
      double cleanDeviation,
      double cleanShare,
      double clutter,
      double clutterDeviation,
      double clutterShare) {
    List<Scene> scenes = paired ? PAIRED : SINGLE;
    Estimate.of(scenes, mean(CLEAN)).isAsMeasured(clean, 3);
    Estimate.of(scenes, mean((a, b, c) -> a > 0 ? 1 : 0)).isAsMeasured(cleanShare, 3);
    Estimate.of(scenes, mean(CLUTTER)).isAsMeasured(clutter, 4);
    Estimate.of(scenes, mean((a, b, c) -> b > 0 ? 1 : 0)).isAsMeasured(clutterShare, 3);
    // Squares are noted through a deviation s of 3 digits: they are known to about 0.001 s.
    Estimate.of(scenes, mean(squared(CLEAN)))
        .isAsMeasured(clean * clean + cleanDeviation * cleanDeviation, 3);
    Estimate.of(scenes, mean(squared(CLUTTER)))
        .isAsMeasured(clutter * clutter + clutterDeviation * clutterDeviation, 3);
  }

  @ParameterizedTest
  @CsvSource({
    "true,  0.0733, 12.96, 0.0736, 15.37, 0.0619, 17.24, 0.0096, 23.96",
    "false, 0.0441, 15.44, 0.0440, 18.08, 0.0617, 17.26, 0.0036, 28.41"
  })
  void simpleGuessesScoreAsMeasured(
      boolean paired,
      double noisy,
      double noisyDecibels,
      double average,
      double averageDecibels,
      double zero,
      double zeroDecibels,
      double minimum,
      double minimumDecibels) {
    List<Scene> scenes = paired ? PAIRED : SINGLE;
    Estimate.of(scenes, mean(CLUTTER)).isAsMeasured(noisy, 4);
    Estimate.of(scenes, mean(squared(CLUTTER))).isAsMeasuredInDecibels(noisyDecibels);
    Estimate.of(scenes, mean(AVERAGE)).isAsMeasured(average, 4);
    Estimate.of(scenes, mean(squared(AVERAGE))).isAsMeasuredInDecibels(averageDecibels);
    Estimate.of(scenes, mean(CLEAN)).isAsMeasured(zero, 4);
    Estimate.of(scenes, mean(squared(CLEAN))).isAsMeasuredInDecibels(zeroDecibels);
    Estimate.of(scenes, mean(MINIMUM)).isAsMeasured(minimum, 4);
    Estimate.of(scenes, mean(squared(MINIMUM))).isAsMeasuredInDecibels(minimumDecibels);
  }

  @Test
  void meansAreWhatTheDefinitionSays() {
    double disc = 0;
    for (int radius = 5; radius <= 10; radius++) {
      for (int y = -radius; y <= radius; y++) {
        for (int x = -radius; x <= radius; x++) {
          int squared = y * y + x * x;
          if (squared < radius * radius) {
            disc += (0.39 - 0.36 * squared / (radius * radius)) / 6;
          }
        }
      }
    }
    Estimate.of(PAIRED, mean(CLEAN)).isExactly(0.002 * 0.8 * disc);
    double bar = 35 * 6 * 0.4;
    double speckle = 20 * 20 * 0.4 / Math.sqrt(2 * Math.PI);
    Estimate.of(PAIRED, mean(CLUTTER)).isExactly(0.0005 * (bar + speckle));
    Estimate.of(SINGLE, mean(CLUTTER)).isExactly(0.0003 * (bar + speckle));
  }

  @Test
  void countsArePoissonSoThatSomeImagesHaveNoClutter() {
    ToDoubleFunction<Scene> isEmpty = scene -> isDark(scene.clutter) ? 1 : 0;
    Estimate.of(PAIRED, isEmpty).isExactly(Math.exp(-0.001 * SIDE * SIDE));
    Estimate.of(SINGLE, isEmpty).isExactly(Math.exp(-0.0006 * SIDE * SIDE));
    Estimate.of(PAIRED, scene -> isDark(scene.clean) ? 1 : 0)
        .isExactly(Math.exp(-0.002 * SIDE * SIDE));
  }

  /** Why an absolute loss works: clutter hits every pixel less than half of the time. */
  @Test
  void clutterIsLikelierInTheMiddleThanInTheCorners() {
    share(24, 16).isAsMeasured(0.33, 2);
    Estimate corner = share(0, 8);
    assertThat(corner.mean + 4 * corner.error).isLessThan(0.06);
  }

  private static Estimate share(int from, int size) {
    return Estimate.of(
        PAIRED,
        scene -> {
          double hit = 0;
          for (int y = from; y < from + size; y++) {
            for (int x = from; x < from + size; x++) {
              hit += scene.clutter[y * SIDE + x] > 0 ? 1 : 0;
            }
          }
          return hit / (size * size);
        });
  }

  private static boolean isDark(float[] light) {
    for (float value : light) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /** Among images that show few cells, those with one alone tell its profile. */
  @Test
  void cellsFadeFromTheMiddleAndReachEveryRadius() {
    ClutteredCells few = new ClutteredCells(0.0001, 0, 0);
    Set<Integer> radii = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      float[] light = few.clean(key(i)).samples();
      int brightest = 0;
      for (int p = 0; p < light.length; p++) {
        brightest = light[p] > light[brightest] ? p : brightest;
      }
      for (int radius = 5; radius <= 10; radius++) {
        if (light[brightest] > 0 && isCell(light, brightest, radius)) {
          radii.add(radius);
        }
      }
    }
    assertThat(radii).containsExactlyInAnyOrder(5, 6, 7, 8, 9, 10);
  }

  private static boolean isCell(float[] light, int centre, int radius) {
    double brightness = light[centre] / 0.39;
    boolean fits = brightness >= 0.6 && brightness <= 1;
    for (int p = 0; p < light.length && fits; p++) {
      double y = p / SIDE - centre / SIDE;
      double x = p % SIDE - centre % SIDE;
      double part = (y * y + x * x) / (radius * radius);
      double expected = part < 1 ? brightness * (0.39 - 0.36 * part) : 0;
      fits = Math.abs(light[p] - expected) < 1e-6;
    }
    return fits;
  }

  @Test
  void barsAreEvenAndReachTheirLongestAndShortest() {
    ClutteredCells few = new ClutteredCells(0, 0.0001, 0);
    Set<Integer> lengths = new HashSet<>();
    Set<Integer> breadths = new HashSet<>();
    int upright = 0;
    int bars = 0;
    for (int i = 0; i < 3000; i++) {
      float[] light = few.clutter(key(i), 0).samples();
      Box box = Box.of(light);
      if (box.lit() > 0 && box.isEvenlyFull()) {
        bars++;
        upright += box.height() > box.width() ? 1 : 0;
        lengths.add(Math.max(box.height(), box.width()));
        breadths.add(Math.min(box.height(), box.width()));
      }
    }
    assertThat(bars).isGreaterThan(700);
    assertThat(upright / (double) bars).isCloseTo(0.5, within(4 * 0.5 / Math.sqrt(bars)));
    assertThat(lengths).contains(20, 50).allMatch(length -> length >= 20 && length <= 50);
    assertThat(breadths).contains(2, 10).allMatch(breadth -> breadth >= 2 && breadth <= 10);
  }

  /** Where pixels are lit, how many of them, and in how many shades. */
  private record Box(int height, int width, int lit, Set<Float> shades) {

    static Box of(float[] light) {
      int top = SIDE;
      int left = SIDE;
      int bottom = -1;
      int right = -1;
      int lit = 0;
      Set<Float> shades = new HashSet<>();
      for (int p = 0; p < light.length; p++) {
        if (light[p] > 0) {
          lit++;
          shades.add(light[p]);
          top = Math.min(top, p / SIDE);
          bottom = Math.max(bottom, p / SIDE);
          left = Math.min(left, p % SIDE);
          right = Math.max(right, p % SIDE);
        }
      }
      return lit == 0
          ? new Box(0, 0, 0, shades)
          : new Box(bottom - top + 1, right - left + 1, lit, shades);
    }

    boolean isEvenlyFull() {
      return lit == height * width && shades.size() == 1 && shades.iterator().next() < 0.8;
    }
  }

  @Test
  void halfOfASpeckleIsDark() {
    ClutteredCells few = new ClutteredCells(0, 0, 0.00005);
    List<Double> lit = new ArrayList<>();
    int widest = 0;
    for (int i = 0; i < 1000; i++) {
      float[] light = few.clutter(key(i), 0).samples();
      Box box = Box.of(light);
      if (box.height() > 0 && box.height() <= 30 && box.width() <= 30) {
        lit.add(box.lit() / (double) (box.height() * box.width()));
        widest = Math.max(widest, box.width());
        assertThat(Math.min(box.height(), box.width())).isGreaterThanOrEqualTo(8);
      }
    }
    assertThat(lit).hasSizeGreaterThan(100);
    double mean = lit.stream().mapToDouble(share -> share).average().orElseThrow();
    // A few boxes hold two patches that overlap or lie apart.
    assertThat(mean).isCloseTo(0.5, within(0.02));
    assertThat(widest).isEqualTo(30);
  }

  @Test
  void shotsShareCellsButNotClutter() {
    var pair = ClutteredCells.PAIRED.pair(key(5));
    float[] clean = ClutteredCells.PAIRED.clean(key(5)).samples();
    float[] first = pair.input().samples();
    float[] second = pair.target().samples();
    assertThat(first).isNotEqualTo(second);
    for (int i = 0; i < clean.length; i++) {
      assertThat(Math.min(first[i], second[i])).isGreaterThanOrEqualTo(clean[i]);
    }
    assertThat(ClutteredCells.PAIRED.pair(key(5)).input().samples()).isEqualTo(first);
    assertThat(ClutteredCells.PAIRED.pair(key(6)).input().samples()).isNotEqualTo(first);
  }

  @Test
  void densitiesAreChecked() {
    assertThatThrownBy(() -> new ClutteredCells(0.002, -1, 0))
        .hasMessage("clutteredCells: bars -1.0 (expected: 0 to 1 a pixel)");
  }
}
