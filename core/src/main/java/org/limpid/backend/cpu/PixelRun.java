package org.limpid.backend.cpu;

/**
 * Neighbouring target pixels of one row of an image: what a loop over the pixels of a sweep can do
 * without finding each of them anew. Such a loop moves one run on, as there are as many as rows.
 */
final class PixelRun {

  private int image;
  private int depth;
  private int height;
  private int width;
  private int count;

  /** Becomes the run that begins at a pixel of a sweep, of at most some pixels. */
  void moveTo(Sweep sweep, int pixel, int most) {
    int row = pixel / sweep.width().count();
    width = pixel % sweep.width().count();
    int slice = row / sweep.height().count();
    image = slice / sweep.depth().count();
    depth = slice % sweep.depth().count();
    height = row % sweep.height().count();
    count = Math.min(most, sweep.width().count() - width);
  }

  /** Number of the image. */
  int image() {
    return image;
  }

  /** Step along depth. */
  int depth() {
    return depth;
  }

  /** Step along height. */
  int height() {
    return height;
  }

  /** First step along width. */
  int width() {
    return width;
  }

  /** How many pixels. */
  int count() {
    return count;
  }
}
