package org.limpid.cuda;

import org.limpid.backend.Grid;
import org.limpid.backend.LayoutKernels;
import org.limpid.backend.Orientation;
import org.limpid.backend.PadGeometry;
import org.limpid.backend.Storage;

/** Moving elements without arithmetic. */
final class CudaLayout implements LayoutKernels {

  private static final String FAMILY = "layout";

  private final Launcher gpu;

  CudaLayout(Launcher gpu) {
    this.gpu = gpu;
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
    CudaStorage from = gpu.of("copyChannels", "x", x, pixels * xChannels);
    CudaStorage to = gpu.of("copyChannels", "y", y, pixels * yChannels);
    int n = Math.toIntExact(pixels * count);
    gpu.each(FAMILY, "copy_channels", n, from, xChannels, xFrom, to, yChannels, yFrom, count, n);
  }

  @Override
  public void pad(PadGeometry g, Border border, Storage x, Storage y) {
    CudaStorage from = gpu.of("pad", "x", x, g.inner().elements());
    CudaStorage to = gpu.of("pad", "y", y, g.outer().elements());
    pad("pad", g, border, from, to);
  }

  @Override
  public void padBackward(PadGeometry g, Border border, Storage gradY, Storage gradX) {
    CudaStorage from = gpu.of("padBackward", "gradY", gradY, g.outer().elements());
    CudaStorage to = gpu.of("padBackward", "gradX", gradX, g.inner().elements());
    pad("pad_backward", g, border, from, to);
  }

  private void pad(String kernel, PadGeometry g, Border border, CudaStorage from, CudaStorage to) {
    boolean isMirrored = border == Border.REFLECT;
    gpu.each(
        FAMILY,
        kernel,
        to.length,
        g.inner(),
        g.outer(),
        g.before(),
        isMirrored,
        from,
        to,
        to.length);
  }

  @Override
  public void orient(Grid input, Orientation o, Storage x, Storage y) {
    CudaStorage from = gpu.of("orient", "x", x, input.elements());
    CudaStorage to = gpu.of("orient", "y", y, input.elements());
    int flips = (o.flipDepth() ? 1 : 0) | (o.flipRows() ? 2 : 0) | (o.flipColumns() ? 4 : 0);
    gpu.each(FAMILY, "orient", to.length, input, o.transpose(), flips, from, to, to.length);
  }

  @Override
  public void gatherRows(int[] rows, int columns, Storage x, Storage y) {
    CudaStorage from = gpu.of("gatherRows", "x", x);
    CudaStorage to = gpu.of("gatherRows", "y", y, (long) rows.length * columns);
    check("gatherRows", rows, from.length / columns);
    gpu.withScratch(
        rows.length,
        list -> {
          gpu.upload(rows, list);
          gpu.each(FAMILY, "gather_rows", to.length, list, columns, from, to, to.length);
        });
  }

  private static void check(String op, int[] rows, int count) {
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] < -1 || rows[i] >= count) {
        throw new IllegalArgumentException(
            op + ": rows[" + i + "] is " + rows[i] + " (expected: -1 to " + (count - 1) + ")");
      }
    }
  }

  @Override
  public void gatherRowsBackward(int[] rows, int columns, Storage gradY, Storage gradX) {
    String op = "gatherRowsBackward";
    CudaStorage from = gpu.of(op, "gradY", gradY, (long) rows.length * columns);
    CudaStorage to = gpu.of(op, "gradX", gradX);
    int count = to.length / columns;
    check(op, rows, count);
    int[] starts = starts(rows, count);
    int[] order = order(rows, starts);
    gpu.withScratch(
        starts.length,
        first ->
            gpu.withScratch(
                order.length,
                list -> {
                  gpu.upload(starts, first);
                  gpu.upload(order, list);
                  gpu.each(
                      FAMILY,
                      "gather_rows_backward",
                      to.length,
                      first,
                      list,
                      columns,
                      from,
                      to,
                      to.length);
                }));
  }

  /** Where the copies of each row begin in a list of them, row by row. */
  private static int[] starts(int[] rows, int count) {
    int[] starts = new int[count + 1];
    for (int row : rows) {
      if (row >= 0) {
        starts[row + 1]++;
      }
    }
    for (int row = 0; row < count; row++) {
      starts[row + 1] += starts[row];
    }
    return starts;
  }

  /** The copies of each row, in their order. */
  private static int[] order(int[] rows, int[] starts) {
    int[] next = starts.clone();
    int[] order = new int[starts[starts.length - 1]];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] >= 0) {
        order[next[rows[i]]++] = i;
      }
    }
    return order;
  }
}
