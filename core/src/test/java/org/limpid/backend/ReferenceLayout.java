package org.limpid.backend;

/** Moving elements without arithmetic, in double precision. */
final class ReferenceLayout implements LayoutKernels {

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
    for (long p = 0; p < pixels; p++) {
      for (int c = 0; c < count; c++) {
        double value = ReferenceStorage.of(x).get(p * xChannels + xFrom + c);
        ReferenceStorage.of(y).set(p * yChannels + yFrom + c, value);
      }
    }
  }

  @Override
  public void pad(PadGeometry g, Border border, Storage x, Storage y) {
    ReferenceStorage in = ReferenceStorage.of(x);
    ReferenceStorage out = ReferenceStorage.of(y);
    out.fill(0);
    forEachSource(g, border, (outer, inner) -> out.set(outer, in.get(inner)));
  }

  @Override
  public void padBackward(PadGeometry g, Border border, Storage gradY, Storage gradX) {
    ReferenceStorage out = ReferenceStorage.of(gradY);
    ReferenceStorage in = ReferenceStorage.of(gradX);
    in.fill(0);
    forEachSource(g, border, (outer, inner) -> in.add(inner, out.get(outer)));
  }

  @Override
  public void gatherRows(int[] rows, int columns, Storage x, Storage y) {
    for (int i = 0; i < rows.length; i++) {
      for (int c = 0; c < columns; c++) {
        double value = rows[i] == -1 ? 0 : ReferenceStorage.of(x).get((long) rows[i] * columns + c);
        ReferenceStorage.of(y).set((long) i * columns + c, value);
      }
    }
  }

  @Override
  public void gatherRowsBackward(int[] rows, int columns, Storage gradY, Storage gradX) {
    ReferenceStorage.of(gradX).fill(0);
    for (int i = 0; i < rows.length; i++) {
      for (int c = 0; c < columns && rows[i] != -1; c++) {
        double value = ReferenceStorage.of(gradY).get((long) i * columns + c);
        ReferenceStorage.of(gradX).add((long) rows[i] * columns + c, value);
      }
    }
  }

  /** Told which inner element an outer one is a copy of. */
  private interface PairVisitor {
    void visit(long outer, long inner);
  }

  private static void forEachSource(PadGeometry g, Border border, PairVisitor visitor) {
    Grid outer = g.outer();
    Grid inner = g.inner();
    for (int n = 0; n < outer.batch(); n++) {
      for (int d = 0; d < outer.depth(); d++) {
        for (int h = 0; h < outer.height(); h++) {
          for (int w = 0; w < outer.width(); w++) {
            int z = source(d - g.before().depth(), inner.depth(), border);
            int y = source(h - g.before().height(), inner.height(), border);
            int x = source(w - g.before().width(), inner.width(), border);
            if (z >= 0 && y >= 0 && x >= 0) {
              long to = ReferenceWindows.pixel(outer, n, d, h, w) * outer.channels();
              long from = ReferenceWindows.pixel(inner, n, z, y, x) * outer.channels();
              for (int c = 0; c < outer.channels(); c++) {
                visitor.visit(to + c, from + c);
              }
            }
          }
        }
      }
    }
  }

  /** Where the value at a position comes from, or -1 where it is zero. */
  private static int source(int position, int extent, Border border) {
    boolean inside = position >= 0 && position < extent;
    if (inside || border == Border.ZERO) {
      return inside ? position : -1;
    }
    return position < 0 ? -position : 2 * (extent - 1) - position;
  }

  @Override
  public void orient(Grid input, Orientation o, Storage x, Storage y) {
    Grid output = o.apply(input);
    for (int n = 0; n < output.batch(); n++) {
      for (int d = 0; d < output.depth(); d++) {
        for (int h = 0; h < output.height(); h++) {
          for (int w = 0; w < output.width(); w++) {
            int slice = o.flipDepth() ? output.depth() - 1 - d : d;
            int row = o.flipRows() ? output.height() - 1 - h : h;
            int column = o.flipColumns() ? output.width() - 1 - w : w;
            long to = ReferenceWindows.pixel(output, n, d, h, w);
            long from =
                o.transpose()
                    ? ReferenceWindows.pixel(input, n, slice, column, row)
                    : ReferenceWindows.pixel(input, n, slice, row, column);
            for (int c = 0; c < input.channels(); c++) {
              double value = ReferenceStorage.of(x).get(from * input.channels() + c);
              ReferenceStorage.of(y).set(to * input.channels() + c, value);
            }
          }
        }
      }
    }
  }
}
