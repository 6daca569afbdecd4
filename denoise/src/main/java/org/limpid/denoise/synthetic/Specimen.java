package org.limpid.denoise.synthetic;

import java.util.random.RandomGenerator;
import org.limpid.denoise.Image;
import org.limpid.random.RandomKey;

/**
 * What lies under the microscope: draws clean fluorescence-like images with values from 0 to 255,
 * background 20.
 */
public enum Specimen {
  /** Soft-edged cells with a brighter nucleus and some texture. */
  CELLS {
    @Override
    void draw(Canvas canvas, RandomGenerator random) {
      int count = canvas.count(900);
      for (int i = 0; i < count; i++) {
        double radius = 7 + 8 * random.nextDouble();
        double[] centre = canvas.place(random);
        double[] radii = {
          radius,
          radius * (0.7 + 0.6 * random.nextDouble()),
          radius * (0.7 + 0.6 * random.nextDouble())
        };
        double[] nucleus = {0.45 * radii[0], 0.45 * radii[1], 0.45 * radii[2]};
        double brightness = 40 + 60 * random.nextDouble();
        canvas.ellipsoid(centre, radii, brightness, 0.15 + 0.3 * random.nextDouble());
        canvas.ellipsoid(centre, nucleus, 0.7 * brightness, 0);
      }
    }
  },
  /** Long curved threads about 3 pixels wide. */
  FILAMENTS {
    @Override
    void draw(Canvas canvas, RandomGenerator random) {
      int count = canvas.count(700);
      for (int i = 0; i < count; i++) {
        double brightness = 60 + 100 * random.nextDouble();
        double width = 1 + 0.5 * random.nextDouble();
        canvas.thread(canvas.place(random), 40 + random.nextInt(160), width, brightness, random);
      }
    }
  },
  /** Small round spots of different brightness. */
  SPOTS {
    @Override
    void draw(Canvas canvas, RandomGenerator random) {
      int count = canvas.count(150);
      for (int i = 0; i < count; i++) {
        double width = 1.2 + 1.3 * random.nextDouble();
        canvas.spot(canvas.place(random), width, 50 + 130 * random.nextDouble());
      }
    }
  },
  /** Cells, threads and spots together. */
  MIXED {
    @Override
    void draw(Canvas canvas, RandomGenerator random) {
      CELLS.draw(canvas, random);
      FILAMENTS.draw(canvas, random);
      SPOTS.draw(canvas, random);
    }
  };

  private static final int PURPOSE = 0x5350_4543;

  abstract void draw(Canvas canvas, RandomGenerator random);

  /** A gray picture; the same seed gives the same one. */
  public Image image(int width, int height, long seed) {
    return volume(width, height, 1, seed);
  }

  /** A gray stack of slices; the same seed gives the same one. */
  public Image volume(int width, int height, int depth, long seed) {
    Canvas canvas = new Canvas(depth, height, width);
    draw(canvas, new RandomKey(seed, PURPOSE, ordinal()).generator());
    return Image.wrap(canvas.finished(20, 255), 1, depth, height, width, 1);
  }
}
