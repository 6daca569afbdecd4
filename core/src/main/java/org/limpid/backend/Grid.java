package org.limpid.backend;

/**
 * Extents of an activation {@code [N, D, H, W, C]}; a two-dimensional one has depth 1.
 *
 * @param batch N, number of images
 * @param depth D, slices
 * @param height H, rows
 * @param width W, columns
 * @param channels C, values per pixel, innermost in memory
 */
public record Grid(int batch, int depth, int height, int width, int channels) {

  /** Number of pixels, {@code N·D·H·W}. */
  public long pixels() {
    return (long) batch * depth * height * width;
  }

  /** Number of elements, {@code N·D·H·W·C}. */
  public long elements() {
    return pixels() * channels;
  }

  /** The same pixels with another number of channels. */
  public Grid withChannels(int count) {
    return new Grid(batch, depth, height, width, count);
  }

  /** The same batch and channels with other spatial extents. */
  public Grid withSpace(Size3 space) {
    return new Grid(batch, space.depth(), space.height(), space.width(), channels);
  }

  /** The spatial extents. */
  public Size3 space() {
    return new Size3(depth, height, width);
  }
}
