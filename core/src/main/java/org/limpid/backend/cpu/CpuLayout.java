package org.limpid.backend.cpu;

import org.limpid.backend.Grid;
import org.limpid.backend.LayoutKernels;
import org.limpid.backend.Orientation;
import org.limpid.backend.PadGeometry;
import org.limpid.backend.Storage;

/** Moves elements, a row of an image at a time. */
final class CpuLayout implements LayoutKernels {

  private final WorkerPool workers;
  private final PixelCopy pixels;
  private final RowGather gather;

  CpuLayout(WorkerPool workers, PixelCopy pixels) {
    this.workers = workers;
    this.pixels = pixels;
    this.gather = new RowGather(workers);
  }

  @Override
  public void copyChannels(
      long pixels,
      Storage x,
      int xChannels,
      int xFrom,
      Storage y,
      int yChannels,
      int yFrom,
      int count) {
    CpuStorage from = CpuStorage.of("copyChannels", "x", x, pixels * xChannels);
    CpuStorage to = CpuStorage.of("copyChannels", "y", y, pixels * yChannels);
    checkRange("x", xFrom, count, xChannels);
    checkRange("y", yFrom, count, yChannels);
    if (count == 0) {
      return;
    }
    if (count == xChannels && count == yChannels) {
      workers.split(
          to.length,
          Elements.CHUNK,
          (begin, end, worker) ->
              System.arraycopy(
                  from.array, from.offset + begin, to.array, to.offset + begin, end - begin));
      return;
    }
    workers.split(
        (int) pixels,
        Math.max(1, Elements.CHUNK / count),
        (begin, end, worker) ->
            this.pixels.copy(
                from.array,
                from.offset + begin * xChannels + xFrom,
                xChannels,
                to.array,
                to.offset + begin * yChannels + yFrom,
                yChannels,
                count,
                end - begin));
  }

  @Override
  public void pad(PadGeometry g, Border border, Storage x, Storage y) {
    CpuStorage from = CpuStorage.of("pad", "x", x, g.inner().elements());
    CpuStorage to = CpuStorage.of("pad", "y", y, g.outer().elements());
    BorderMap map = BorderMap.of("pad", g, border);
    Grid outer = g.outer();
    int row = outer.width() * outer.channels();
    if (to.length == 0) {
      return;
    }
    workers.split(
        to.length / row,
        Math.max(1, Elements.CHUNK / row),
        (begin, end, worker) -> {
          for (int i = begin; i < end; i++) {
            map.padRow(i, from, to);
          }
        });
  }

  @Override
  public void padBackward(PadGeometry g, Border border, Storage gradY, Storage gradX) {
    CpuStorage from = CpuStorage.of("padBackward", "gradY", gradY, g.outer().elements());
    CpuStorage to = CpuStorage.of("padBackward", "gradX", gradX, g.inner().elements());
    BorderMap map = BorderMap.of("padBackward", g, border);
    Grid inner = g.inner();
    int row = inner.width() * inner.channels();
    if (to.length == 0) {
      return;
    }
    workers.split(
        to.length / row,
        Math.max(1, Elements.CHUNK / row),
        (begin, end, worker) -> {
          for (int i = begin; i < end; i++) {
            map.gatherRow(i, from, to);
          }
        });
  }

  @Override
  public void orient(Grid input, Orientation o, Storage x, Storage y) {
    CpuStorage from = CpuStorage.of("orient", "x", x, input.elements());
    CpuStorage to = CpuStorage.of("orient", "y", y, input.elements());
    if (to.length == 0) {
      return;
    }
    Grid output = o.apply(input);
    int channels = input.channels();
    int width = output.width();
    int pixelStride = (o.transpose() ? input.width() : 1) * (o.flipColumns() ? -1 : 1) * channels;
    workers.split(
        to.length / (width * channels),
        Math.max(1, Elements.CHUNK / (width * channels)),
        (begin, end, worker) -> {
          for (int row = begin; row < end; row++) {
            int h = row % output.height();
            int d = row / output.height() % output.depth();
            int n = row / output.height() / output.depth();
            // Where the first pixel of this row comes from.
            int sourceD = o.flipDepth() ? output.depth() - 1 - d : d;
            int along = o.flipRows() ? output.height() - 1 - h : h;
            int across = o.flipColumns() ? width - 1 : 0;
            int sourceH = o.transpose() ? across : along;
            int sourceW = o.transpose() ? along : across;
            int pixel =
                ((n * input.depth() + sourceD) * input.height() + sourceH) * input.width()
                    + sourceW;
            int at = to.offset + row * width * channels;
            int source = from.offset + pixel * channels;
            if (pixelStride == channels) {
              System.arraycopy(from.array, source, to.array, at, width * channels);
            } else {
              pixels.copy(from.array, source, pixelStride, to.array, at, channels, channels, width);
            }
          }
        });
  }

  @Override
  public void gatherRows(int[] rows, int columns, Storage x, Storage y) {
    CpuStorage from = CpuStorage.of("gatherRows", "x", x);
    CpuStorage to = CpuStorage.of("gatherRows", "y", y, (long) rows.length * columns);
    gather.forward(rows, columns, from, to);
  }

  @Override
  public void gatherRowsBackward(int[] rows, int columns, Storage gradY, Storage gradX) {
    String kernel = "gatherRowsBackward";
    CpuStorage from = CpuStorage.of(kernel, "gradY", gradY, (long) rows.length * columns);
    CpuStorage to = CpuStorage.of(kernel, "gradX", gradX);
    gather.backward(rows, columns, from, to);
  }

  private static void checkRange(String name, int from, int count, int channels) {
    if (from < 0 || count < 0 || from > channels - count) {
      throw new IllegalArgumentException(
          "copyChannels: "
              + count
              + " channels from "
              + from
              + " do not fit into the "
              + channels
              + " of "
              + name);
    }
  }
}
