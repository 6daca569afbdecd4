package org.limpid.backend.cpu;

/**
 * Neighbouring target pixels of one row of an image: what a loop over the pixels of a sweep can do
 * without finding each of them anew.
 *
 * @param image number of the image
 * @param depth step along depth
 * @param height step along height
 * @param width first step along width
 * @param count how many pixels
 */
record PixelRun(int image, int depth, int height, int width, int count) {

  /** The run that begins at a pixel of a sweep, of at most some pixels. */
  static PixelRun at(Sweep sweep, int pixel, int most) {
    int row = pixel / sweep.width().count();
    int width = pixel % sweep.width().count();
    int slice = row / sweep.height().count();
    return new PixelRun(
        slice / sweep.depth().count(),
        slice % sweep.depth().count(),
        row % sweep.height().count(),
        width,
        Math.min(most, sweep.width().count() - width));
  }
}
