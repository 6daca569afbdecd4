package org.limpid.backend;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What a hidden value is replaced by; made of values around it. */
public enum Fill {

  /** Median of the others. Draws nothing. */
  MEDIAN {
    @Override
    public float value(Around around, RandomGenerator random) {
      float[] others = others(around);
      Arrays.sort(others);
      int middle = others.length / 2;
      return others.length % 2 == 1 ? others[middle] : (others[middle - 1] + others[middle]) / 2;
    }
  },
  /** Mean of the others. Draws nothing. */
  MEAN {
    @Override
    public float value(Around around, RandomGenerator random) {
      return (float) mean(others(around));
    }
  },
  /** Any value, the hidden one among them. Draws one number. */
  ANY {
    @Override
    public float value(Around around, RandomGenerator random) {
      int index = random.nextInt(around.count() + 1);
      int itself = around.before();
      return index == itself ? around.itself() : around.other(index < itself ? index : index - 1);
    }
  },
  /** Any other value. Draws one number. */
  OTHER {
    @Override
    public float value(Around around, RandomGenerator random) {
      return around.other(random.nextInt(around.count()));
    }
  };

  /** A value and those around it that may be made use of. */
  public interface Around {

    /** Number of others, at least 1. */
    int count();

    /** One of the others, in memory order. */
    float other(int index);

    /** The value itself. */
    float itself();

    /** How many of the others lie before the value itself. */
    int before();
  }

  /**
   * The replacement.
   *
   * @param random numbers are drawn from it if that is said above
   */
  public abstract float value(Around around, RandomGenerator random);

  /** How many numbers {@link #value} draws. */
  public int draws() {
    return this == ANY || this == OTHER ? 1 : 0;
  }

  /** All others, in memory order. */
  public static float[] others(Around around) {
    float[] values = new float[around.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = around.other(i);
    }
    return values;
  }

  /** Mean of numbers, added one after the other. */
  public static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
