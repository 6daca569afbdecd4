package org.limpid.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import org.limpid.backend.Grid;
import org.limpid.backend.Size3;
import org.limpid.backend.WindowGeometry;

/**
 * A correlation in the form that every direction of a convolution reduces to: each pixel of a
 * target is the sum over taps and source channels of source pixels times weights {@code [taps,
 * source channels, target channels]}.
 *
 * @param source what is read
 * @param target what is written, or some of its pixels
 * @param depth how slices go
 * @param height how rows go
 * @param width how columns go
 */
record Sweep(Grid source, Grid target, AxisSweep depth, AxisSweep height, AxisSweep width) {

  /** The convolution itself. */
  static Sweep forward(WindowGeometry g) {
    Grid out = g.output();
    Size3 window = g.window();
    Size3 stride = g.stride();
    Size3 padding = g.padding();
    return new Sweep(
        g.input(),
        out,
        AxisSweep.forward(out.depth(), window.depth(), stride.depth(), padding.depth()),
        AxisSweep.forward(out.height(), window.height(), stride.height(), padding.height()),
        AxisSweep.forward(out.width(), window.width(), stride.width(), padding.width()));
  }

  /** The adjoint: sweeps that together write every input pixel once. */
  static List<Sweep> backward(WindowGeometry g) {
    List<Sweep> sweeps = new ArrayList<>();
    for (int d = 0; d < g.stride().depth(); d++) {
      for (int h = 0; h < g.stride().height(); h++) {
        for (int w = 0; w < g.stride().width(); w++) {
          Sweep sweep = backward(g, d, h, w);
          if (sweep.pixels() > 0) {
            sweeps.add(sweep);
          }
        }
      }
    }
    return sweeps;
  }

  private static Sweep backward(WindowGeometry g, int d, int h, int w) {
    Grid in = g.input();
    Size3 window = g.window();
    Size3 stride = g.stride();
    Size3 padding = g.padding();
    return new Sweep(
        g.output(),
        in,
        AxisSweep.backward(in.depth(), window.depth(), stride.depth(), padding.depth(), d),
        AxisSweep.backward(in.height(), window.height(), stride.height(), padding.height(), h),
        AxisSweep.backward(in.width(), window.width(), stride.width(), padding.width(), w));
  }

  /** Every pixel of a grid once, without neighbours. */
  static Sweep pixelwise(Grid grid) {
    return new Sweep(
        grid,
        grid,
        AxisSweep.forward(grid.depth(), 1, 1, 0),
        AxisSweep.forward(grid.height(), 1, 1, 0),
        AxisSweep.forward(grid.width(), 1, 1, 0));
  }

  /** The same target, of the taps only those in one slice and one row of the kernel. */
  Sweep kernelRow(int depthTap, int heightTap) {
    return new Sweep(source, target, oneTap(depth, depthTap), oneTap(height, heightTap), width);
  }

  private static AxisSweep oneTap(AxisSweep axis, int tap) {
    return new AxisSweep(
        axis.count(),
        axis.targetStart(),
        axis.targetStep(),
        axis.sourceStart() + tap,
        axis.sourceStep(),
        1,
        axis.tap(tap),
        1);
  }

  /** How many target pixels are written. */
  int pixels() {
    return target.batch() * depth.count() * height.count() * width.count();
  }

  /** How many source pixels each target pixel sees. */
  int taps() {
    return depth.taps() * height.taps() * width.taps();
  }

  /** How many products each target value is the sum of. */
  int products() {
    return taps() * source.channels();
  }
}
