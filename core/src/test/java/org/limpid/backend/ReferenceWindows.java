package org.limpid.backend;

/** Lists what every output of a sliding window sees. */
final class ReferenceWindows {

  private ReferenceWindows() {}

  /** Told of an output pixel, an input pixel it sees, and where in the window that lies. */
  interface Visitor {
    void visit(long output, long input, long tap);
  }

  /** Visits outputs in memory order, and for each the inputs it sees in memory order. */
  static void forEach(WindowGeometry g, Visitor visitor) {
    Grid out = g.output();
    for (int n = 0; n < out.batch(); n++) {
      for (int d = 0; d < out.depth(); d++) {
        for (int h = 0; h < out.height(); h++) {
          for (int w = 0; w < out.width(); w++) {
            visitWindow(g, n, d, h, w, visitor);
          }
        }
      }
    }
  }

  private static void visitWindow(WindowGeometry g, int n, int d, int h, int w, Visitor visitor) {
    Grid in = g.input();
    for (int i = 0; i < g.window().depth(); i++) {
      int z = d * g.stride().depth() - g.padding().depth() + i;
      for (int j = 0; j < g.window().height(); j++) {
        int y = h * g.stride().height() - g.padding().height() + j;
        for (int k = 0; k < g.window().width(); k++) {
          int x = w * g.stride().width() - g.padding().width() + k;
          boolean inside =
              z >= 0 && z < in.depth() && y >= 0 && y < in.height() && x >= 0 && x < in.width();
          if (inside) {
            long tap = ((long) i * g.window().height() + j) * g.window().width() + k;
            visitor.visit(pixel(g.output(), n, d, h, w), pixel(in, n, z, y, x), tap);
          }
        }
      }
    }
  }

  /** Index of a pixel in memory order. */
  static long pixel(Grid grid, int n, int d, int h, int w) {
    return (((long) n * grid.depth() + d) * grid.height() + h) * grid.width() + w;
  }
}
