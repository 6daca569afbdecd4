package org.limpid.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.limpid.backend.Activation;
import org.limpid.backend.Backend;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.ConvolutionKernels.Part;
import org.limpid.backend.Grid;
import org.limpid.backend.LayoutKernels;
import org.limpid.backend.ResamplingKernels.Interpolation;
import org.limpid.backend.Size3;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;
import org.limpid.random.RandomKey;
import org.limpid.tensor.DeviceException;

/**
 * Whether our own kernels, which read parts where they lie and take statistics as they write, are
 * faster than the best engine with these carried out. Timed when a shape is first met, on numbers
 * of its own, since kernels are asked what they can do before they are given anything. Where an
 * engine is named, it is not asked for what it cannot do in one go.
 */
final class FusedChoice {

  private static final System.Logger LOG = System.getLogger(FusedChoice.class.getName());
  private static final RandomKey NUMBERS = new RandomKey(1, 0, 0);

  private final Backend backend;
  private final EngineChoice engines;
  private final Map<Object, Boolean> known = new ConcurrentHashMap<>();

  /** For a backend, which is asked for kernels later. */
  FusedChoice(Backend backend, EngineChoice engines) {
    this.backend = backend;
    this.engines = engines;
  }

  /** Two ways to the same. */
  private record Ways(Runnable fused, Runnable carriedOut) {}

  /** Whether an input is better read in its parts, forth and back as a training step goes. */
  boolean joins(WindowGeometry g, List<Grid> parts) {
    return engines.isTimed()
        && known.computeIfAbsent(
            List.of(g, parts), shape -> isFaster(shape, draws -> joined(draws, g, parts)));
  }

  /** Whether statistics of a result are better taken while it is written. */
  boolean measures(WindowGeometry g) {
    return engines.isTimed()
        && known.computeIfAbsent(g, shape -> isFaster(shape, draws -> measured(draws, g)));
  }

  private boolean isFaster(Object shape, Function<Draws, Ways> trial) {
    try (Draws draws = new Draws()) {
      Ways ways = trial.apply(draws);
      boolean isFaster = engines.isFaster(ways.fused, ways.carriedOut);
      LOG.log(System.Logger.Level.DEBUG, "own kernels in one go for {0}: {1}", shape, isFaster);
      return isFaster;
    } catch (DeviceException e) {
      if (!e.isOutOfMemory()) {
        throw e;
      }
      // What is not carried out takes no memory.
      return true;
    }
  }

  private Ways joined(Draws draws, WindowGeometry g, List<Grid> parts) {
    ConvolutionKernels kernels = backend.convolution();
    Grid all = g.input();
    Storage weight = draws.weights(g);
    Storage gradWeight = draws.weights(g);
    Storage y = draws.of(g.output());
    Storage whole = draws.of(all);
    Storage gradWhole = draws.of(all);
    List<Part> x = new ArrayList<>();
    List<Part> gradX = new ArrayList<>();
    List<Runnable> before = new ArrayList<>();
    List<Runnable> after = new ArrayList<>();
    int from = 0;
    for (Grid part : parts) {
      Grid full = part.withSpace(all.space());
      Storage given = draws.of(part);
      Storage gradient = draws.of(full);
      x.add(new Part(part, given));
      gradX.add(new Part(full, gradient));
      boolean isAlone = parts.size() == 1;
      Storage enlarged = part.equals(full) ? given : isAlone ? whole : draws.of(full);
      if (!part.equals(full)) {
        before.add(() -> enlarge(part, given, full, enlarged));
      }
      if (!isAlone) {
        int at = from;
        int count = part.channels();
        long pixels = all.pixels();
        LayoutKernels layout = backend.layout();
        before.add(
            () ->
                layout.copyChannels(pixels, enlarged, count, 0, whole, all.channels(), at, count));
        after.add(
            () ->
                layout.copyChannels(
                    pixels, gradWhole, all.channels(), at, gradient, count, 0, count));
      }
      from += part.channels();
    }
    return new Ways(
        () -> {
          kernels.forwardJoined(g, x, weight, null, Activation.IDENTITY, y);
          kernels.backwardInputJoined(g, weight, y, gradX);
          kernels.backwardWeightJoined(g, x, y, gradWeight, null);
        },
        () -> {
          before.forEach(Runnable::run);
          kernels.forward(g, whole, weight, null, Activation.IDENTITY, y);
          kernels.backwardInput(g, weight, y, gradWhole);
          kernels.backwardWeight(g, whole, y, gradWeight, null);
          after.forEach(Runnable::run);
        });
  }

  private void enlarge(Grid part, Storage from, Grid full, Storage to) {
    Size3 factor =
        new Size3(
            full.depth() / part.depth(),
            full.height() / part.height(),
            full.width() / part.width());
    backend.resampling().upsample(part, factor, Interpolation.NEAREST, from, to);
  }

  private Ways measured(Draws draws, WindowGeometry g) {
    ConvolutionKernels kernels = backend.convolution();
    Grid output = g.output();
    List<Part> x = List.of(new Part(g.input(), draws.of(g.input())));
    Storage weight = draws.weights(g);
    Storage y = draws.of(output);
    Storage mean = draws.of(output.channels());
    Storage variance = draws.of(output.channels());
    return new Ways(
        () -> kernels.forwardMeasured(g, x, weight, null, y, mean, variance),
        () -> {
          kernels.forward(g, x.get(0).storage(), weight, null, Activation.IDENTITY, y);
          backend.normalization().statistics(output.pixels(), output.channels(), y, mean, variance);
        });
  }

  /** Memory of uniform numbers for the time of a trial. */
  private final class Draws implements AutoCloseable {

    private final List<Storage> all = new ArrayList<>();

    Storage of(long elements) {
      Storage storage = backend.allocate(elements);
      all.add(storage);
      backend.random().uniform(NUMBERS, storage);
      return storage;
    }

    Storage of(Grid grid) {
      return of(grid.elements());
    }

    Storage weights(WindowGeometry g) {
      return of((long) g.window().volume() * g.input().channels() * g.output().channels());
    }

    @Override
    public void close() {
      all.forEach(backend::release);
    }
  }
}
