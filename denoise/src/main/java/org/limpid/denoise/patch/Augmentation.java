package org.limpid.denoise.patch;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.limpid.backend.Orientation;
import org.limpid.backend.Size3;

/**
 * Makes other patches of a patch, so that a network has more to learn from. A lambda will do:
 *
 * <pre>{@code
 * Orientation flip = new Orientation(false, false, true, false);
 * Augmentation upsideDown = (extents, random) ->
 *     random.nextBoolean() ? patch -> patch.oriented(flip) : patch -> patch;
 * }</pre>
 *
 * <p>What is drawn is applied to all that belongs to a patch alike: input, target, and the mask of
 * pixels that may count, which is why it may move pixels but not change their values.
 */
@FunctionalInterface
public interface Augmentation {

  /** Patches as they are. */
  Augmentation NONE = of(Symmetries.NONE);

  /** Left and right, top and bottom exchanged or not. */
  Augmentation FLIPS = of(Symmetries.FLIPS);

  /** The same, and slices of volumes in reverse order or not. */
  Augmentation FLIPS_WITH_DEPTH = new DepthFlips(Symmetries.FLIPS);

  /** Quarter turns, where patches are square, each with and without a mirror image. */
  Augmentation TURNS_AND_FLIPS = of(Symmetries.TURNS_AND_FLIPS);

  /** The same, and slices of volumes in reverse order or not. */
  Augmentation TURNS_AND_FLIPS_WITH_DEPTH = new DepthFlips(Symmetries.TURNS_AND_FLIPS);

  /**
   * Turns of volumes about each axis: with a probability of 1/2 by one to three quarters where the
   * other two extents are equal, otherwise by a half. For volumes without a preferred direction,
   * such as subtomograms.
   */
  Augmentation VOLUME_TURNS = new VolumeTurns();

  /**
   * Draws a change.
   *
   * @param extents of the patch
   * @param random the only permitted source of randomness
   * @return gives another patch of the same extents; does not modify the one it is given
   */
  UnaryOperator<Pixels> draw(Size3 extents, RandomGenerator random);

  /**
   * Whether rows stay rows, columns columns, and patterns in them what they are: what methods need
   * whose noise or mask has a direction. Mirror images keep symmetric patterns, turns do not.
   */
  default boolean keepsDirections() {
    return false;
  }

  /** A name for model files. */
  default String describe() {
    return "custom";
  }

  /** All orientations of a set, each with the same chance. */
  static Augmentation of(Symmetries symmetries) {
    return new Oriented(symmetries);
  }

  /** Turns and flips. */
  record Oriented(Symmetries symmetries) implements Augmentation {

    @Override
    public UnaryOperator<Pixels> draw(Size3 extents, RandomGenerator random) {
      List<Orientation> orientations =
          symmetries.keeping(extents.height(), extents.width()).orientations();
      Orientation orientation = orientations.get(random.nextInt(orientations.size()));
      return pixels -> pixels.oriented(orientation);
    }

    @Override
    public boolean keepsDirections() {
      return symmetries != Symmetries.TURNS_AND_FLIPS;
    }

    @Override
    public String describe() {
      return symmetries.name().toLowerCase(Locale.ROOT);
    }
  }

  /** Turns about each axis. */
  record VolumeTurns() implements Augmentation {

    private static final int AXES = 3;

    @Override
    public UnaryOperator<Pixels> draw(Size3 extents, RandomGenerator random) {
      boolean[] isSquare = {
        extents.height() == extents.width(),
        extents.depth() == extents.width(),
        extents.depth() == extents.height()
      };
      int[] quarters = new int[AXES];
      for (int axis = 0; axis < AXES; axis++) {
        if (random.nextBoolean()) {
          quarters[axis] = isSquare[axis] ? 1 + random.nextInt(3) : 2;
        }
      }
      return pixels -> {
        Pixels turned = pixels;
        for (int axis = 0; axis < AXES; axis++) {
          turned = turned.turned(axis, quarters[axis]);
        }
        return turned;
      };
    }

    @Override
    public String describe() {
      return "volume_turns";
    }
  }

  /** Turns and flips, and flips along the depth. */
  record DepthFlips(Symmetries symmetries) implements Augmentation {

    private static final Orientation UPSIDE_DOWN = new Orientation(false, true, false, false);

    @Override
    public UnaryOperator<Pixels> draw(Size3 extents, RandomGenerator random) {
      UnaryOperator<Pixels> plane = new Oriented(symmetries).draw(extents, random);
      return random.nextBoolean() ? pixels -> plane.apply(pixels).oriented(UPSIDE_DOWN) : plane;
    }

    @Override
    public boolean keepsDirections() {
      return new Oriented(symmetries).keepsDirections();
    }

    @Override
    public String describe() {
      return new Oriented(symmetries).describe() + "_with_depth";
    }
  }
}
