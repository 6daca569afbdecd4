package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;

/**
 * Goes through vectors of weights for {@link TapTransform}. The last, partial vector of a row is
 * copied aside.
 */
final class VectorTaps {

  private static final int LANES = Lanes.COUNT;
  private static final int TAPS = 9;

  private VectorTaps() {}

  /** See {@link PanelKernels#packTaps}. */
  static void pack(
      TileSize size,
      float[] weight,
      int from,
      int depth,
      int width,
      Span channels,
      float[] packed,
      int to,
      VectorScratch scratch) {
    TapTransform transform = TapTransform.of(size);
    int tapStride = depth * width;
    int stride = VectorProduct.packedLength(depth, width);
    for (int c = channels.from(); c < channels.to(); c++) {
      for (int k = 0; k < width; k += LANES) {
        int at = from + c * width + k;
        boolean isWhole = k + LANES <= width;
        if (!isWhole) {
          for (int tap = 0; tap < TAPS; tap++) {
            int source = at + tap * tapStride;
            System.arraycopy(weight, source, scratch.aside, tap * LANES, width - k);
          }
        }
        transform.spreadColumns(
            isWhole ? weight : scratch.aside,
            isWhole ? at : 0,
            isWhole ? tapStride : LANES,
            scratch.between);
        int target = to + VectorProduct.packedIndex(depth, c, k);
        transform.spreadRows(scratch.between, packed, target, stride);
      }
    }
  }

  /** See {@link PanelKernels#unpackTapsSum}. */
  static void unpackSum(
      TileSize size,
      float[] packed,
      int from,
      int copies,
      int stride,
      int depth,
      int width,
      Span channels,
      float[] weight,
      int to,
      VectorScratch scratch) {
    TapTransform transform = TapTransform.of(size);
    int tapStride = depth * width;
    int length = VectorProduct.packedLength(depth, width);
    for (int c = channels.from(); c < channels.to(); c++) {
      for (int k = 0; k < width; k += LANES) {
        int source = from + VectorProduct.packedIndex(depth, c, k);
        for (int f = 0; copies > 1 && f < size.frequencies(); f++) {
          addCopies(packed, source + f * length, copies, stride);
        }
        transform.gatherColumns(packed, source, length, scratch.between);
        int at = to + c * width + k;
        boolean isWhole = k + LANES <= width;
        transform.gatherRows(
            scratch.between,
            isWhole ? weight : scratch.aside,
            isWhole ? at : 0,
            isWhole ? tapStride : LANES);
        if (!isWhole) {
          for (int tap = 0; tap < TAPS; tap++) {
            int target = at + tap * tapStride;
            System.arraycopy(scratch.aside, tap * LANES, weight, target, width - k);
          }
        }
      }
    }
  }

  private static void addCopies(float[] x, int at, int copies, int stride) {
    FloatVector sum = FloatVector.fromArray(Lanes.SPECIES, x, at);
    for (int copy = 1; copy < copies; copy++) {
      sum = sum.add(FloatVector.fromArray(Lanes.SPECIES, x, at + copy * stride));
    }
    sum.intoArray(x, at);
  }
}
