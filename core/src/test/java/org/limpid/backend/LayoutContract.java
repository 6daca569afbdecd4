package org.limpid.backend;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.limpid.testing.Cases;

/** What every backend's moves of elements do. */
interface LayoutContract extends KernelContract {

  @Test
  default void copyChannelsWritesItsRangeOnly() {
    Cases.forAll(
        60,
        4000,
        random -> {
          int pixels = Cases.oneOf(random, SIZES);
          int count = Cases.oneOf(random, 1, 2, 3, 4, 17, 32);
          int xFrom = random.nextInt(2) * random.nextInt(33);
          int yFrom = random.nextInt(2) * random.nextInt(33);
          int xChannels = xFrom + count + random.nextInt(2) * random.nextInt(33);
          int yChannels = yFrom + count + random.nextInt(2) * random.nextInt(33);
          compare(
              String.format(
                  "layout.copyChannels of %d pixels, %d channels from %d of %d to %d of %d",
                  pixels, count, xFrom, xChannels, yFrom, yChannels),
              random.nextLong(),
              run -> {
                Storage x = run.input((long) pixels * xChannels);
                Storage y = run.inout(run.draw((long) pixels * yChannels, -1, 1));
                run.backend
                    .layout()
                    .copyChannels(pixels, x, xChannels, xFrom, y, yChannels, yFrom, count);
              });
        });
  }

  @Test
  default void gatheredRowsAndTheirSumsMatchReference() {
    Cases.forAll(
        60,
        4500,
        random -> {
          int count = Cases.oneOf(random, SIZES);
          int columns = Cases.oneOf(random, 1, 2, 3, 17, 32, 65);
          int[] rows = new int[random.nextInt(2 * count + 1)];
          for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextInt(count + 1) - 1;
          }
          compare(
              String.format("layout.gatherRows: %d of %d x %d", rows.length, count, columns),
              random.nextLong(),
              run -> {
                Storage x = run.input((long) count * columns);
                Storage gradY = run.input((long) rows.length * columns);
                LayoutKernels layout = run.backend.layout();
                layout.gatherRows(rows, columns, x, run.exactOutput((long) rows.length * columns));
                layout.gatherRowsBackward(rows, columns, gradY, run.output((long) count * columns));
              });
        });
  }

  @Test
  default void paddingMatchesReference() {
    for (LayoutKernels.Border border : LayoutKernels.Border.values()) {
      Cases.forAll(
          80,
          5000,
          random -> {
            Grid inner = anyGrid(random);
            boolean mirrors = border == LayoutKernels.Border.REFLECT;
            Size3 before = border(random, inner, mirrors);
            Size3 after = border(random, inner, mirrors);
            Grid outer =
                inner.withSpace(
                    new Size3(
                        before.depth() + inner.depth() + after.depth(),
                        before.height() + inner.height() + after.height(),
                        before.width() + inner.width() + after.width()));
            PadGeometry g = new PadGeometry(inner, outer, before);
            compare(
                "layout.pad and its adjoint " + border + " " + g,
                random.nextLong(),
                run -> {
                  Storage x = run.input(inner.elements());
                  run.backend.layout().pad(g, border, x, run.exactOutput(outer.elements()));
                  Storage gradY = run.input(outer.elements());
                  Storage gradX =
                      mirrors
                          ? run.output(inner.elements(), 27, 1)
                          : run.exactOutput(inner.elements());
                  run.backend.layout().padBackward(g, border, gradY, gradX);
                });
          });
    }
  }

  @Test
  default void flipsAndTurnsMatchReference() {
    for (Orientation turn : Orientation.SQUARE) {
      for (boolean flipDepth : new boolean[] {false, true}) {
        Orientation o =
            new Orientation(turn.transpose(), flipDepth, turn.flipRows(), turn.flipColumns());
        Cases.forAll(
            12,
            6000,
            random -> {
              Grid input = anyGrid(random);
              compare(
                  "layout.orient " + o + " " + input,
                  random.nextLong(),
                  run -> {
                    Storage x = run.input(input.elements());
                    Storage y = run.exactOutput(input.elements());
                    run.backend.layout().orient(input, o, x, y);
                    Storage back = run.exactOutput(input.elements());
                    run.backend.layout().orient(o.apply(input), o.inverse(), y, back);
                  });
            });
      }
    }
  }

  private static Grid anyGrid(RandomGenerator random) {
    return new Grid(
        1 + random.nextInt(2),
        random.nextBoolean() ? 1 : 1 + random.nextInt(4),
        Cases.oneOf(random, 1, 2, 3, 5, 17, 33),
        Cases.oneOf(random, 1, 2, 3, 5, 31, 64),
        Cases.oneOf(random, CHANNELS));
  }

  private static Size3 border(RandomGenerator random, Grid inner, boolean mirrors) {
    return new Size3(
        random.nextInt(mirrors ? Math.min(4, inner.depth()) : 4),
        random.nextInt(mirrors ? Math.min(4, inner.height()) : 4),
        random.nextInt(mirrors ? Math.min(9, inner.width()) : 9));
  }
}
