package org.limpid.denoise.synthetic;

import java.util.random.RandomGenerator;
import org.limpid.denoise.Image;
import org.limpid.denoise.ImagePair;
import org.limpid.random.RandomKey;

/**
 * Round cells, covered by clutter that is another at every shot: what Noise2Noise with an absolute
 * loss can take away and with a squared one cannot, and what egg separation learns from examples of
 * clutter. Images have {@value #SIDE} x {@value #SIDE} pixels; everything in them adds up, nothing
 * is clipped. Numbers of things are Poisson distributed, so that some images have none.
 *
 * <p>Cells are brightest in their middle, about 0.3, and fade to their edge, 5 to 10 pixels away.
 * Bars are 20 to 50 pixels long, 2 to 10 wide and evenly up to 0.8 bright. Patches of speckle have
 * sides of 10 to 30 pixels, in each of which half are dark and the others as bright as positive
 * normal numbers.
 *
 * <p>The same key always gives the same images. The distributions are those of the exercise {@code
 * ML_S5_etudiants/practicals/P5}.
 *
 * @param cells mean number of cells for each pixel, 0 to 1
 * @param bars mean number of bars for each pixel, 0 to 1
 * @param speckles mean number of patches of speckle for each pixel, 0 to 1
 */
public record ClutteredCells(double cells, double bars, double speckles) {

  /** Rows and columns. */
  public static final int SIDE = 64;

  /** For pairs of shots of the same cells: 8 cells, 2 bars and 2 patches of speckle on average. */
  public static final ClutteredCells PAIRED = new ClutteredCells(0.002, 0.0005, 0.0005);

  /** For single shots: 8 cells, 1.2 bars and 1.2 patches of speckle on average. */
  public static final ClutteredCells SINGLE = new ClutteredCells(0.002, 0.0003, 0.0003);

  /** Checks ranges. */
  public ClutteredCells {
    check("cells", cells);
    check("bars", bars);
    check("speckles", speckles);
  }

  private static void check(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "clutteredCells: " + name + " " + value + " (expected: 0 to 1 a pixel)");
    }
  }

  /** The cells alone. */
  public Image clean(RandomKey key) {
    return image(cells(key));
  }

  /** The clutter of a shot alone. */
  public Image clutter(RandomKey key, int shot) {
    return image(clutterOf(key, shot));
  }

  /** The cells with the clutter of a shot. */
  public Image noisy(RandomKey key, int shot) {
    float[] light = cells(key);
    float[] clutter = clutterOf(key, shot);
    for (int i = 0; i < light.length; i++) {
      light[i] += clutter[i];
    }
    return image(light);
  }

  /** Two shots of the same cells. */
  public ImagePair pair(RandomKey key) {
    return new ImagePair(noisy(key, 0), noisy(key, 1));
  }

  private float[] cells(RandomKey key) {
    RandomGenerator random = key.child(0).generator();
    float[] light = new float[SIDE * SIDE];
    for (long left = Poisson.draw(cells * light.length, random); left > 0; left--) {
      cell(light, random);
    }
    return light;
  }

  private float[] clutterOf(RandomKey key, int shot) {
    RandomGenerator random = key.child(1 + shot).generator();
    float[] light = new float[SIDE * SIDE];
    for (long left = Poisson.draw(bars * light.length, random); left > 0; left--) {
      bar(light, random);
    }
    for (long left = Poisson.draw(speckles * light.length, random); left > 0; left--) {
      speckle(light, random);
    }
    return light;
  }

  private static void cell(float[] light, RandomGenerator random) {
    int radius = within(5, 10, random);
    int row = within(radius, SIDE - radius, random);
    int column = within(radius, SIDE - radius, random);
    double brightness = 0.6 + 0.4 * random.nextDouble();
    double area = radius * radius;
    for (int y = 1 - radius; y < radius; y++) {
      for (int x = 1 - radius; x < radius; x++) {
        int squared = y * y + x * x;
        if (squared < area) {
          light[(row + y) * SIDE + column + x] +=
              (float) (brightness * (0.39 - 0.36 * squared / area));
        }
      }
    }
  }

  private static void bar(float[] light, RandomGenerator random) {
    int length = within(20, 50, random);
    int breadth = within(2, 10, random);
    boolean upright = random.nextInt(2) == 0;
    int height = upright ? length : breadth;
    int width = upright ? breadth : length;
    int top = within(0, SIDE - height, random);
    int left = within(0, SIDE - width, random);
    float brightness = (float) (0.8 * random.nextDouble());
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        light[y * SIDE + x] += brightness;
      }
    }
  }

  private static void speckle(float[] light, RandomGenerator random) {
    int height = within(10, 30, random);
    int width = within(10, 30, random);
    int top = within(0, SIDE - height, random);
    int left = within(0, SIDE - width, random);
    double brightness = 0.8 * random.nextDouble();
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        light[y * SIDE + x] += (float) (brightness * Math.max(0, random.nextGaussian()));
      }
    }
  }

  /** A whole number, both ends among them. */
  private static int within(int least, int most, RandomGenerator random) {
    return least + random.nextInt(most - least + 1);
  }

  private static Image image(float[] light) {
    return Image.wrap(light, 1, 1, SIDE, SIDE, 1);
  }
}
