package org.limpid.backend.cpu;

import java.util.Arrays;
import org.limpid.backend.Grid;
import org.limpid.backend.WindowGeometry;

/**
 * Convolution with three taps and unit stride along rows and columns by Winograd's minimal
 * filtering F(4x4, 3x3) or F(6x6, 3x3): 36 products for 16 outputs, or 64 for 36, instead of nine
 * for each (Lavin and Gray 2016, arXiv:1509.09308). Slices are summed directly.
 *
 * <p>Tiles of outputs and the inputs they see, two more along each edge, are transformed to as many
 * frequencies as inputs, at each of which the convolution is a matrix product. Results are within
 * 1.2e-5 of the largest output in tiles of 4 x 4, within 2e-5 in tiles of 6 x 6, as tested (5.9e-6
 * and 8.2e-6 were seen), typically a few times further off than direct sums; a value that is not
 * finite spreads over its tile.
 */
final class WinogradConvolution<P> implements ConvolutionAlgorithm {

  /** Tiles for which a further set of partial sums of the weights' gradient pays. */
  private static final int TILES_PER_GROUP = 256;

  private static final int MOST_GROUPS = 8;

  /** Partial sums, in elements, of which copies still fit in a cache. */
  private static final int MOST_COPIED_SUMS = 1 << 18;

  /** Tasks that workers share evenly. */
  private static final int TASKS = 8;

  /** Slices of a segment for which what is transformed twice is little. */
  private static final int FEWEST_SLICES = 4;

  /** Taps of a window. */
  private static final int TAPS = 9;

  private final TileSize size;
  private final PanelKernels<P> kernels;
  private final WorkerPool workers;
  private final BufferPool memory;
  private final WinogradTaps<P> weights;

  WinogradConvolution(
      TileSize size, PanelKernels<P> kernels, WorkerPool workers, BufferPool memory) {
    this.size = size;
    this.kernels = kernels;
    this.workers = workers;
    this.memory = memory;
    this.weights = new WinogradTaps<>(size, kernels, workers, memory);
  }

  @Override
  public String description() {
    return "Winograd F(%1$dx%1$d, 3x3), ".formatted(size.edge()) + kernels.description();
  }

  @Override
  public boolean supports(WindowGeometry g) {
    return g.window().height() == 3
        && g.window().width() == 3
        && g.stride().height() == 1
        && g.stride().width() == 1;
  }

  @Override
  public void forward(
      WindowGeometry g, CpuStorage x, CpuStorage weight, Epilogue epilogue, CpuStorage y) {
    forward(g, ChannelPart.single(x, g.input()), weight, epilogue, y);
  }

  /** The same of an input in parts. */
  void forward(
      WindowGeometry g, ChannelPart[] x, CpuStorage weight, Epilogue epilogue, CpuStorage y) {
    Grid written = epilogue.pointwise() == null ? g.output() : g.output().withChannels(1);
    ChannelPart[] target = ChannelPart.single(y, written);
    correlate(Sweep.forward(g), x, weight.array, weight.offset, epilogue, target);
  }

  @Override
  public void backwardInput(
      WindowGeometry g, CpuStorage weight, CpuStorage gradY, Epilogue epilogue, CpuStorage gradX) {
    backwardInput(g, weight, gradY, epilogue, ChannelPart.single(gradX, g.input()));
  }

  /** The same of an input in parts of its extents. */
  void backwardInput(
      WindowGeometry g,
      CpuStorage weight,
      CpuStorage gradY,
      Epilogue epilogue,
      ChannelPart[] gradX) {
    ChannelPart[] source = ChannelPart.single(gradY, g.output());
    for (Sweep sweep : Sweep.backward(g)) {
      float[] adjoint = memory.take(sweep.products() * sweep.target().channels());
      AdjointWeights.of(sweep, weight, g.window().height(), g.window().width(), workers, adjoint);
      correlate(sweep, source, adjoint, 0, epilogue, gradX);
      memory.give(adjoint);
    }
  }

  private void correlate(
      Sweep sweep, ChannelPart[] x, float[] weight, int from, Epilogue epilogue, ChannelPart[] y) {
    int c = sweep.source().channels();
    int k = sweep.target().channels();
    int taps = sweep.depth().taps();
    Tiles tiles = Tiles.of(sweep, size);
    int columns = taps == 1 ? Math.max(c, k) : taps * c + k;
    int rows = kernels.rows(size.frequencies() * columns, tiles.count());
    int spans = Span.count(rows, tiles.count());
    int depth = sweep.depth().count();
    int segment = segment(depth, spans);
    int segments = Span.count(segment, depth);
    float[] u = weights.pack(taps, c, k, weight, from);
    int unused = ChannelPart.enlarged(y);
    try (PerWorker<SliceRing<P>> rings = SliceRing.perWorker(kernels, workers, tiles, x, k)) {
      workers.run(
          spans * segments,
          (i, worker) -> {
            Span span = Span.of(i % spans, rows, tiles.count());
            Span slices = Span.of(i / spans, segment, depth);
            SliceRing<P> ring = rings.of(worker);
            ring.moveTo(span.from(), span.length());
            P m = ring.products();
            for (int slice = slices.from(); slice < slices.to(); slice++) {
              multiply(ring, slice, u, kernels.packedLength(c, k), m, unused, span.length());
              int target = sweep.depth().target(slice);
              for (ChannelPart part : y) {
                kernels.writeTiles(ring.tiles(), target, m, epilogue, part);
              }
            }
          });
    }
    memory.give(u);
  }

  /**
   * Slices of a task: all of them where there are enough tasks for workers to share, since those at
   * the ends of a segment are transformed twice.
   */
  private static int segment(int depth, int spans) {
    int segments = Math.max(1, Math.min(TASKS / spans, depth / FEWEST_SLICES));
    return Span.count(segments, depth);
  }

  private void multiply(
      SliceRing<P> ring, int slice, float[] u, int length, P m, int unused, int rows) {
    boolean isFirst = true;
    for (int tap = 0; tap < ring.taps(); tap++) {
      if (ring.has(slice, tap)) {
        int panel = ring.panel(slice, tap, Runner.ALONE);
        for (int f = 0; f < size.frequencies(); f++) {
          multiply(ring, panel, tap, f, u, length, m, unused, rows, !isFirst);
        }
        isFirst = false;
      }
    }
    if (isFirst) {
      kernels.clear(m);
    }
  }

  private void multiply(
      SliceRing<P> ring,
      int panel,
      int tap,
      int frequency,
      float[] u,
      int length,
      P m,
      int unused,
      int rows,
      boolean add) {
    int from = (tap * size.frequencies() + frequency) * length;
    kernels.multiply(
        ring.panels(),
        panel + frequency,
        size.zeros(frequency, ring.enlarged()),
        u,
        from,
        m,
        frequency,
        size.zeros(frequency, unused),
        rows,
        add);
  }

  /**
   * Few sums over many tiles are computed in groups of tiles, each by one worker with sums of its
   * own, which are added in the order of the groups. Otherwise all workers share the sums: they
   * transform the same tiles, then divide the frequencies among them.
   */
  @Override
  public void backwardWeight(
      WindowGeometry g, CpuStorage x, CpuStorage gradY, CpuStorage gradWeight) {
    backwardWeight(g, ChannelPart.single(x, g.input()), gradY, gradWeight);
  }

  /** The same of an input in parts. */
  void backwardWeight(WindowGeometry g, ChannelPart[] x, CpuStorage gradY, CpuStorage gradWeight) {
    ChannelPart target = ChannelPart.whole(gradY, g.output());
    Sweep sweep = Sweep.forward(g);
    Tiles tiles = Tiles.of(sweep, size);
    int c = g.input().channels();
    int k = g.output().channels();
    int taps = sweep.depth().taps();
    int sums = taps * size.frequencies() * kernels.packedLength(c, k);
    int groups = groups(tiles.count(), taps * size.frequencies() * c * k);
    int rows = kernels.rows(size.frequencies() * (taps * c + k), tiles.count() / groups);
    float[] u;
    if (groups > 1) {
      u = memory.take(groups * sums);
      accumulateInGroups(tiles, groups, sums, rows, x, target, u);
    } else {
      u = memory.take(sums);
      accumulateTogether(tiles, sums, x, target, u);
    }
    weights.unpack(taps, c, k, u, groups, gradWeight);
    memory.give(u);
  }

  /** By shape alone, as the order of summation depends on it. */
  private static int groups(int tiles, int sums) {
    int wanted = Math.min(MOST_GROUPS, tiles / TILES_PER_GROUP);
    return sums > MOST_COPIED_SUMS ? 1 : Math.max(1, wanted);
  }

  private void accumulateInGroups(
      Tiles tiles, int groups, int sums, int rows, ChannelPart[] x, ChannelPart gradY, float[] u) {
    int groupTiles = Span.count(groups, tiles.count());
    int k = gradY.grid().channels();
    try (PerWorker<SliceRing<P>> rings = SliceRing.perWorker(kernels, workers, tiles, x, 0);
        PerWorker<P> targets = PerWorker.panels(kernels, workers, size.frequencies(), k)) {
      workers.run(
          groups,
          (group, worker) -> {
            Arrays.fill(u, group * sums, group * sums + sums, 0);
            Span span = Span.of(group, groupTiles, tiles.count());
            SliceRing<P> ring = rings.of(worker);
            P d = targets.of(worker);
            for (int first = span.from(); first < span.to(); first += rows) {
              ring.moveTo(first, Math.min(rows, span.to() - first));
              accumulate(ring, gradY, d, u, group * sums);
            }
          });
    }
  }

  private void accumulate(SliceRing<P> ring, ChannelPart gradY, P d, float[] u, int to) {
    for (int slice = 0; slice < gradY.grid().depth(); slice++) {
      for (int block = 0; block < gradY.blocks(); block++) {
        kernels.readTargetTiles(ring.tiles(), slice, gradY, block, d);
      }
      ring.meet(slice, Runner.ALONE);
      for (int f = 0; f < size.frequencies(); f++) {
        ring.accumulate(d, f, u, to);
      }
    }
  }

  private void accumulateTogether(
      Tiles tiles, int sums, ChannelPart[] x, ChannelPart gradY, float[] u) {
    int rows = kernels.sharedRows(tiles.count());
    Arrays.fill(u, 0, sums, 0);
    P d = kernels.take(size.frequencies(), gradY.grid().channels());
    try (SliceRing<P> ring = new SliceRing<>(kernels, tiles, x, 0)) {
      for (int first = 0; first < tiles.count(); first += rows) {
        ring.moveTo(first, Math.min(rows, tiles.count() - first));
        for (int i = 0; i < gradY.grid().depth(); i++) {
          int slice = i;
          workers.run(
              gradY.blocks(),
              (block, worker) -> kernels.readTargetTiles(ring.tiles(), slice, gradY, block, d));
          ring.meet(slice, workers::run);
          workers.run(size.frequencies(), (f, worker) -> ring.accumulate(d, f, u, 0));
        }
      }
    }
    kernels.give(d);
  }

  /** Whether {@link #backward} is there for a shape: for planes whose sums are made in groups. */
  boolean sharesBackward(WindowGeometry g) {
    int sums = size.frequencies() * g.input().channels() * g.output().channels();
    return g.window().depth() == 1
        && g.stride().depth() == 1
        && g.padding().depth() == 0
        && groups(Tiles.of(Sweep.backward(g).get(0), size).count(), sums) > 1;
  }

  /**
   * Both gradients from one transform of {@code gradY}: of the two in the gradient of the weights,
   * input and {@code gradY}, it is as well the input that is cut into tiles, with the pixels of
   * {@code gradY} that they see around them, as the gradient of the input needs them. Its taps come
   * out in reverse order.
   */
  void backward(
      WindowGeometry g,
      ChannelPart[] x,
      CpuStorage weight,
      CpuStorage gradY,
      Epilogue epilogue,
      ChannelPart[] gradX,
      CpuStorage gradWeight) {
    Sweep sweep = Sweep.backward(g).get(0);
    Tiles tiles = Tiles.of(sweep, size);
    int c = sweep.target().channels();
    int k = sweep.source().channels();
    int elements = TAPS * c * k;
    float[] adjoint = memory.take(elements);
    AdjointWeights.of(sweep, weight, g.window().height(), g.window().width(), workers, adjoint);
    float[] u = weights.pack(1, k, c, adjoint, 0);
    int groups = groups(tiles.count(), size.frequencies() * c * k);
    int groupTiles = Span.count(groups, tiles.count());
    int length = kernels.packedLength(c, k);
    int reverse = kernels.packedLength(k, c);
    int enlarged = ChannelPart.enlarged(x);
    int unused = ChannelPart.enlarged(gradX);
    int sums = size.frequencies() * length;
    int rows = kernels.rows(size.frequencies() * (c + k), groupTiles);
    float[] w = memory.take(groups * sums);
    ChannelPart[] source = ChannelPart.single(gradY, g.output());
    try (PerWorker<SliceRing<P>> rings = SliceRing.perWorker(kernels, workers, tiles, source, c);
        PerWorker<P> targets = PerWorker.panels(kernels, workers, size.frequencies(), c)) {
      workers.run(
          groups,
          (group, worker) -> {
            Arrays.fill(w, group * sums, group * sums + sums, 0);
            Span span = Span.of(group, groupTiles, tiles.count());
            SliceRing<P> ring = rings.of(worker);
            P d = targets.of(worker);
            P m = ring.products();
            for (int first = span.from(); first < span.to(); first += rows) {
              int count = Math.min(rows, span.to() - first);
              ring.moveTo(first, count);
              for (int slice = 0; slice < sweep.depth().count(); slice++) {
                readTargets(ring.tiles(), slice, x, d);
                int panel = ring.panel(slice, 0, Runner.ALONE);
                for (int f = 0; f < size.frequencies(); f++) {
                  int to = group * sums + f * length;
                  int zeros = size.zeros(f, enlarged);
                  kernels.accumulate(d, f, zeros, ring.panels(), panel + f, count, w, to);
                  multiply(ring, panel, 0, f, u, reverse, m, unused, count, false);
                }
                for (ChannelPart part : gradX) {
                  kernels.writeTiles(ring.tiles(), slice, m, epilogue, part);
                }
              }
            }
          });
    }
    weights.unpack(1, c, k, w, groups, CpuStorage.block(adjoint, elements));
    for (int tap = 0; tap < TAPS; tap++) {
      int to = gradWeight.offset + (TAPS - 1 - tap) * c * k;
      System.arraycopy(adjoint, tap * c * k, gradWeight.array, to, c * k);
    }
    memory.give(w);
    memory.give(u);
    memory.give(adjoint);
  }

  private void readTargets(TileRange range, int slice, ChannelPart[] x, P d) {
    for (ChannelPart part : x) {
      for (int block = 0; block < part.blocks(); block++) {
        kernels.readTargetTiles(range, slice, part, block, d);
      }
    }
  }
}
