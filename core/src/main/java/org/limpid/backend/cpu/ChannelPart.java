package org.limpid.backend.cpu;

import org.limpid.backend.Grid;
import org.limpid.backend.Size3;

/**
 * Some channels of an activation, in an array of their own.
 *
 * @param storage where they are
 * @param grid their extents
 * @param factor extents of the block of equal pixels of the activation that each of these stands
 *     for
 * @param column which channel of the activation the first one is
 */
record ChannelPart(CpuStorage storage, Grid grid, Size3 factor, int column) {

  /** All channels. */
  static ChannelPart whole(CpuStorage storage, Grid grid) {
    return new ChannelPart(storage, grid, Size3.ONE, 0);
  }

  /** All channels, as the only part. */
  static ChannelPart[] single(CpuStorage storage, Grid grid) {
    return new ChannelPart[] {whole(storage, grid)};
  }

  /** Channels in the enlarged parts, which are the first ones. */
  static int enlarged(ChannelPart[] parts) {
    int channels = 0;
    for (ChannelPart part : parts) {
      channels += part.isEnlarged() ? part.grid().channels() : 0;
    }
    return channels;
  }

  /** How many blocks of {@link PanelKernels#BLOCK} channels it has, the last maybe of fewer. */
  int blocks() {
    return Span.count(PanelKernels.BLOCK, grid.channels());
  }

  /** First channel of a block, counted through the part. */
  int blockStart(int block) {
    return block * PanelKernels.BLOCK;
  }

  /** Behind the last channel of a block. */
  int blockEnd(int block) {
    return Math.min(blockStart(block) + PanelKernels.BLOCK, grid.channels());
  }

  /** Whether each of its pixels stands for two by two. */
  boolean isEnlarged() {
    return factor.height() > 1;
  }

  float[] array() {
    return storage.array;
  }

  /** Index of a pixel's first channel; meaningless outside the image. */
  int index(int image, int slice, int row, int column) {
    int plane = (image * grid.depth() + slice) * grid.height();
    return storage.offset + ((plane + row) * grid.width() + column) * grid.channels();
  }
}
