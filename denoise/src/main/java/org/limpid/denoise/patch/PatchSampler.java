package org.limpid.denoise.patch;

import java.util.ArrayList;
import java.util.Arrays;
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

  /** Where a patch was cut. */
  public record Window(int image, Size3 from, Size3 size) {}

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

  /** Number of pixels of all images together. */
  public long pixels() {
    return pixels;
  }

  /** The windows held out, in the order they were drawn. */
  public List<Window> heldOut() {
    return heldOut;
  }

  /** Draws where to cut a patch. */
  public Window draw(RandomGenerator random) {
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

  /** 1 where a patch may count in training and 0 where it is held out, {@code [D, H, W, 1]}. */
  public Pixels trainable(Window window) {
    Pixels result = Pixels.zeros(window.size(), 1);
    Arrays.fill(result.values(), 1);
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
