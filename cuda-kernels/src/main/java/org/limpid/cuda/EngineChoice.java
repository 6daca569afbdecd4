package org.limpid.cuda;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.limpid.backend.Precision;
import org.limpid.tensor.DeviceException;

/**
 * Which engine computes a shape. Where several could, they are timed when the shape is first met,
 * and the fastest whose answer is that of our own kernels is kept. Or one is named: then nothing is
 * timed, and our own kernels do what it does not.
 */
final class EngineChoice {

  /** Times engines. */
  static final String AUTO = "auto";

  /** Our own kernels: the same bits in every run. */
  static final String OWN = "own";

  static final String CUDNN = "cudnn";
  static final String CUBLAS = "cublas";

  private static final System.Logger LOG = System.getLogger(EngineChoice.class.getName());
  private static final int RUNS = 5;

  private final Launcher gpu;
  private final String wanted;
  private final double tolerance;
  private final Map<Object, Engine> chosen = new ConcurrentHashMap<>();

  /**
   * One for a backend.
   *
   * @param wanted name of an engine, or {@link #AUTO}
   * @param precision which says how far answers may differ
   */
  EngineChoice(Launcher gpu, String wanted, Precision precision) {
    this.gpu = gpu;
    this.wanted = wanted;
    tolerance =
        switch (precision) {
          case FLOAT32 -> 1e-5;
          case TF32 -> 2e-3;
          case BFLOAT16 -> 2e-2;
        };
  }

  /** Whether our own kernels compute everything. */
  boolean isOwn() {
    return wanted.equals(OWN);
  }

  /** Whether engines are timed. */
  boolean isTimed() {
    return wanted.equals(AUTO);
  }

  /** Whether one of two ways to the same takes no longer than the other. */
  boolean isFaster(Runnable one, Runnable other) {
    // First the engines that they take are chosen.
    one.run();
    other.run();
    return time(one) <= time(other);
  }

  /**
   * Computes by the engine for a shape.
   *
   * @param shape what decides which is fastest; equal for equal ones
   * @param engines that take the shape, our own first
   * @param output what is computed; its length is the same for equal shapes. Modified.
   * @param call computes into an output by an engine
   */
  <E extends Engine> void run(
      Object shape, List<E> engines, CudaStorage output, BiConsumer<E, CudaStorage> call) {
    E own = engines.get(0);
    if (engines.size() == 1 || isOwn()) {
      call.accept(own, output);
      return;
    }
    Engine known = chosen.get(shape);
    if (known == null && !isTimed()) {
      chosen.put(shape, named(engines, output, call));
      return;
    }
    if (known == null) {
      known = fastest(shape, engines, output.length, call);
      chosen.put(shape, known);
    }
    for (E engine : engines) {
      if (engine == known) {
        call.accept(engine, output);
      }
    }
  }

  /** Computes by the engine that was named, if it takes the shape and does not refuse it. */
  private <E extends Engine> E named(
      List<E> engines, CudaStorage output, BiConsumer<E, CudaStorage> call) {
    for (E engine : engines) {
      if (engine.name().equals(wanted)) {
        try {
          gpu.flush();
          call.accept(engine, output);
          gpu.flush();
          return engine;
        } catch (LibraryException e) {
          LOG.log(System.Logger.Level.INFO, "{0}; our own kernels compute it", e.getMessage());
        }
      }
    }
    call.accept(engines.get(0), output);
    return engines.get(0);
  }

  private <E extends Engine> E fastest(
      Object shape, List<E> engines, int elements, BiConsumer<E, CudaStorage> call) {
    E best = engines.get(0);
    CudaStorage output = gpu.memory.allocate(elements);
    try {
      call.accept(best, output);
      float[] right = gpu.download(output);
      float least = time(() -> call.accept(engines.get(0), output));
      for (E engine : engines.subList(1, engines.size())) {
        try {
          // What the engine does not write must not pass for its answer.
          gpu.upload(notNumbers(elements), output);
          call.accept(engine, output);
          double error = error(right, gpu.download(output));
          if (!(error <= tolerance)) {
            LOG.log(
                System.Logger.Level.WARNING,
                "{0} is off by {1} of the largest value for {2} (expected: at most {3}); it is not"
                    + " used there",
                engine.name(),
                (float) error,
                shape,
                String.valueOf(tolerance));
            continue;
          }
          float took = time(() -> call.accept(engine, output));
          if (took < least) {
            least = took;
            best = engine;
          }
        } catch (LibraryException | DeviceException e) {
          LOG.log(System.Logger.Level.DEBUG, "{0} is not used: {1}", engine.name(), e.getMessage());
        }
      }
    } finally {
      gpu.memory.release(output);
    }
    return best;
  }

  private static float[] notNumbers(int elements) {
    float[] values = new float[elements];
    Arrays.fill(values, Float.NaN);
    return values;
  }

  /** Largest difference, as a part of the largest value; NaN if anything is no number. */
  private static double error(float[] right, float[] values) {
    double largest = Float.MIN_NORMAL;
    double difference = 0;
    for (int i = 0; i < right.length; i++) {
      largest = Math.max(largest, Math.abs(right[i]));
      difference = Math.max(difference, Math.abs((double) right[i] - values[i]));
    }
    return difference / largest;
  }

  /** Milliseconds of the quickest of some runs: all else slows them down. */
  private float time(Runnable call) {
    float least = Float.POSITIVE_INFINITY;
    for (int i = 0; i < RUNS; i++) {
      least = Math.min(least, gpu.milliseconds(call));
    }
    return least;
  }

  /** The engine that computes a shape, once it was met; for tests and reports. */
  String of(Object shape) {
    Engine known = chosen.get(shape);
    return known == null ? OWN : known.name();
  }
}
