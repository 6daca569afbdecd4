package org.limpid.denoise.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.limpid.backend.Size3;

/**
 * Draws patches from training images, every pixel of every image with about the same chance, and
 * keeps some windows for validation: their pixels never count in training, though patches may show
 * them as surroundings.
 *
 * <p>Immutable.
 */
public final class PatchSampler {

  /** Where hardly any pixel counts, a patch without one is put up with. */
  private static final int MOST_DRAWS = 100;

  /** Where a patch was cut. */
  public record Window(int image, Size3 from, Size3 size) {

    /** The same place in another image. */
    public Window in(int other) {
      return new Window(other, from, size);
    }
  }

  private final List<? extends PixelSource> images;
  private final Size3 patch;
  private final List<Window> heldOut;
  private final long pixels;

  private PatchSampler(
      List<? extends PixelSource> images, Size3 patch, List<Window> heldOut, long pixels) {
    this.images = images;
    this.patch = patch;
    this.heldOut = heldOut;
    this.pixels = pixels;
  }

  /**
   * A sampler over images, nothing held out.
   *
   * @param images at least one
   * @param patch largest extents of a patch; smaller images give smaller patches
   */
  public static PatchSampler of(List<? extends PixelSource> images, Size3 patch) {
    long pixels = 0;
    for (PixelSource image : images) {
      pixels += volume(image);
    }
    return new PatchSampler(List.copyOf(images), patch, List.of(), pixels);
  }

  /**
   * The same images with validation windows of patch size held out.
   *
   * @param share part of all pixels, from 0 to 0.5; rounded to whole windows, which may be none
   * @param most largest number of windows
   * @param random where they lie
   */
  public PatchSampler holdingOut(double share, int most, RandomGenerator random) {
    long wished = Math.round(share * pixels / patch.volume());
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < Math.min(wished, most); i++) {
      windows.add(draw(random));
    }
    return new PatchSampler(images, patch, List.copyOf(windows), pixels);
  }

  /** How many of the pixels do not count, as they have gaps. */
  public long gaps() {
    return images.stream().mapToLong(PixelSource::gaps).sum();
  }

  /** Number of pixels of all images together. */
  public long pixels() {
    return pixels;
  }

  /** The windows held out, in the order they were drawn. */
  public List<Window> heldOut() {
    return heldOut;
  }

  /** Draws where to cut a patch; one with pixels that count, if there are not very few. */
  public Window draw(RandomGenerator random) {
    Window window = anywhere(random);
    for (int i = 0; i < MOST_DRAWS && isGap(window); i++) {
      window = anywhere(random);
    }
    return window;
  }

  private boolean isGap(Window window) {
    if (images.get(window.image()).gaps() == 0) {
      return false;
    }
    for (float counts : counted(window).values()) {
      if (counts > 0) {
        return false;
      }
    }
    return true;
  }

  private Window anywhere(RandomGenerator random) {
    long target = (long) (random.nextDouble() * pixels);
    int image = 0;
    while (target >= volume(images.get(image))) {
      target -= volume(images.get(image));
      image++;
    }
    Size3 extents = images.get(image).extents();
    Size3 size =
        new Size3(
            Math.min(patch.depth(), extents.depth()),
            Math.min(patch.height(), extents.height()),
            Math.min(patch.width(), extents.width()));
    Size3 from =
        new Size3(
            random.nextInt(extents.depth() - size.depth() + 1),
            random.nextInt(extents.height() - size.height() + 1),
            random.nextInt(extents.width() - size.width() + 1));
    return new Window(image, from, size);
  }

  /** Cuts a patch. */
  public Pixels cut(Window window) {
    return images.get(window.image()).cut(window.from(), window.size());
  }

  /** 1 where a pixel of a patch counts and 0 where it has a gap, {@code [D, H, W, 1]}. */
  public Pixels counted(Window window) {
    return images.get(window.image()).counted(window.from(), window.size());
  }

  /** The same, with 0 also where a patch is held out: what may count in training. */
  public Pixels trainable(Window window) {
    Pixels result = counted(window);
    for (Window held : heldOut) {
      if (held.image() == window.image()) {
        clear(result, window.from(), held);
      }
    }
    return result;
  }

  private static void clear(Pixels mask, Size3 origin, Window held) {
    Size3 size = mask.extents();
    Size3 from = held.from();
    int z0 = Math.max(0, from.depth() - origin.depth());
    int y0 = Math.max(0, from.height() - origin.height());
    int x0 = Math.max(0, from.width() - origin.width());
    int z1 = Math.min(size.depth(), from.depth() + held.size().depth() - origin.depth());
    int y1 = Math.min(size.height(), from.height() + held.size().height() - origin.height());
    int x1 = Math.min(size.width(), from.width() + held.size().width() - origin.width());
    for (int z = z0; z < z1; z++) {
      for (int y = y0; y < y1; y++) {
        for (int x = x0; x < x1; x++) {
          mask.values()[mask.index(z, y, x, 0)] = 0;
        }
      }
    }
  }

  private static long volume(PixelSource image) {
    return image.extents().volume();
  }
}
