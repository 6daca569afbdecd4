package org.limpid.backend.cpu;

import org.limpid.backend.Grid;
import org.limpid.backend.Size3;

/**
 * Windows of 2 x 2 pixels with whole vectors of channels, as U-Nets have them, by the Vector API:
 * each number is read and written once, where {@link Pooling} moves rows about. The same bits.
 */
final class VectorPooling extends Pooling {

  private static final Size3 SQUARE = new Size3(1, 2, 2);
  private static final Size3 NONE = new Size3(0, 0, 0);

  private final WorkerPool workers;

  VectorPooling(WorkerPool workers, BufferPool memory, PixelCopy pixels) {
    super(workers, memory, pixels);
    this.workers = workers;
  }

  /** Whether every window sees four pixels of its own, which consist of vectors. */
  private static boolean isSquare(WindowMap map) {
    Grid in = map.g().input();
    Grid out = map.g().output();
    return map.g().window().equals(SQUARE)
        && map.g().stride().equals(SQUARE)
        && map.g().padding().equals(NONE)
        && 2 * out.height() <= in.height()
        && 2 * out.width() <= in.width()
        && in.channels() % Lanes.COUNT == 0;
  }

  @Override
  void maximum(WindowMap map, CpuStorage x, CpuStorage y) {
    if (!isSquare(map)) {
      super.maximum(map, x, y);
      return;
    }
    eachVector(
        map,
        (top, bottom, at) ->
            VectorSquares.maximum(
                x.array,
                x.offset + top,
                x.offset + bottom,
                y.array,
                y.offset + at,
                map.g().input().channels(),
                map.g().output().width()));
  }

  @Override
  void sum(WindowMap map, boolean isMean, CpuStorage x, CpuStorage y) {
    if (isMean || !isSquare(map)) {
      super.sum(map, isMean, x, y);
      return;
    }
    eachVector(
        map,
        (top, bottom, at) ->
            VectorSquares.sum(
                x.array,
                x.offset + top,
                x.offset + bottom,
                y.array,
                y.offset + at,
                map.g().input().channels(),
                map.g().output().width()));
  }

  @Override
  void maximumBackward(
      WindowMap map,
      CpuStorage x,
      CpuStorage y,
      CpuStorage gradY,
      CpuStorage gradX,
      boolean isAdded) {
    if (!isSquare(map)) {
      super.maximumBackward(map, x, y, gradY, gradX, isAdded);
      return;
    }
    if (!isAdded) {
      clearUnlessPartition(map, gradX);
    }
    int channels = map.g().input().channels();
    int shift = gradX.offset - x.offset;
    eachVector(
        map,
        (top, bottom, at) -> {
          int upper = x.offset + top;
          int lower = x.offset + bottom;
          int from = y.offset + at;
          int gradient = gradY.offset + at;
          if (isAdded) {
            VectorSquares.routeAndAdd(
                x.array,
                upper,
                lower,
                y.array,
                from,
                gradY.array,
                gradient,
                gradX.array,
                shift,
                channels,
                map.g().output().width());
          } else {
            VectorSquares.route(
                x.array,
                upper,
                lower,
                y.array,
                from,
                gradY.array,
                gradient,
                gradX.array,
                shift,
                channels,
                map.g().output().width());
          }
        });
  }

  /** What is done with a vector of channels of the squares in a row. */
  @FunctionalInterface
  private interface VectorTask {

    /**
     * Does one of the vectors.
     *
     * @param top index of the first upper left pixel among all inputs
     * @param bottom the same of the pixel below
     * @param at the same among all outputs
     */
    void run(int top, int bottom, int at);
  }

  private void eachVector(WindowMap map, VectorTask task) {
    Grid in = map.g().input();
    Grid out = map.g().output();
    int length = map.outputRowLength();
    workers.split(
        out.batch() * out.depth() * out.height(),
        Math.max(1, Elements.CHUNK / Math.max(1, 4 * length)),
        (begin, end, worker) -> {
          for (int row = begin; row < end; row++) {
            int slice = row / out.height();
            int top = (slice * in.height() + 2 * (row % out.height())) * map.inputRowLength();
            for (int c = 0; c < in.channels(); c += Lanes.COUNT) {
              task.run(top + c, top + map.inputRowLength() + c, row * length + c);
            }
          }
        });
  }
}
