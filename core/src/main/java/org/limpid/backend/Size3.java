package org.limpid.backend;

/**
 * Three numbers along depth, rows and columns: a kernel, a stride, a window, a padding.
 *
 * @param depth along D
 * @param height along H
 * @param width along W
 */
public record Size3(int depth, int height, int width) {

  /** 1 along every axis. */
  public static final Size3 ONE = new Size3(1, 1, 1);

  /** Product of the three. */
  public int volume() {
    return depth * height * width;
  }
}
