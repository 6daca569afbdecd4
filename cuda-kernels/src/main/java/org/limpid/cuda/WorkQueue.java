package org.limpid.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limpid.tensor.DeviceException;

/**
 * What a stream is to do next, held back until something waits for it or copies from the host. What
 * was held back is then compared with what was run before: the second time that the same work
 * comes, such as a training step, it is recorded as a graph, and from then on the graph is
 * replayed, which costs one call in place of a hundred. So graphs are never wrong: the work of
 * every step is still said in full, and only what equals the recording is left to it.
 *
 * <p>Numbers that change from step to step, such as learning rates and random keys, are not part of
 * the work: kernels read them from device memory, where they are put before.
 */
final class WorkQueue {

  /** Numbers for a kernel to read, given in place of their address. Floats by their bits. */
  record Numbers(int... words) {}

  /** Work for a stream; equal work does the same. */
  private interface Work {
    void putOn(Gpu gpu, GpuStream stream);
  }

  private static final class Launch implements Work {
    private final GpuKernel kernel;
    private final LaunchShape shape;
    private final Object[] arguments;

    Launch(GpuKernel kernel, LaunchShape shape, Object[] arguments) {
      this.kernel = kernel;
      this.shape = shape;
      this.arguments = arguments;
    }

    @Override
    public void putOn(Gpu gpu, GpuStream stream) {
      gpu.launch(stream, kernel, shape, arguments);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Launch launch
          && launch.kernel.equals(kernel)
          && launch.shape.equals(shape)
          && Arrays.deepEquals(launch.arguments, arguments);
    }

    @Override
    public int hashCode() {
      return 31 * kernel.name().hashCode() + Arrays.deepHashCode(arguments);
    }
  }

  private record Copy(long source, long target, long bytes) implements Work {
    @Override
    public void putOn(Gpu gpu, GpuStream stream) {
      gpu.copy(source, target, bytes, stream);
    }
  }

  /** A library's; the same key stands for the same work. */
  private record Call(Object key, Runnable run) implements Work {
    @Override
    public void putOn(Gpu gpu, GpuStream stream) {
      run.run();
      gpu.ran(key, stream);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Call call && call.key.equals(key);
    }

    @Override
    public int hashCode() {
      return key.hashCode();
    }
  }

  /** What is known about work that was met before. */
  private static final class Known {
    @Nullable GpuGraph graph;
    boolean isUnfit;
  }

  /**
   * Whether each kernel is waited for, and none is part of a graph: slow, but a fault then names
   * the kernel that it is of, while otherwise a later call tells of it.
   */
  static final boolean IS_BLOCKING = Boolean.getBoolean("limpid.cudaBlocking");

  /** Less is not worth a graph. */
  private static final int LEAST = 4;

  /** More is put on the stream at once. */
  private static final int MOST = 4096;

  /** Kinds of work that are remembered. */
  private static final int MOST_KNOWN = 32;

  private static final System.Logger LOG = System.getLogger(WorkQueue.class.getName());

  private final Gpu gpu;
  private final GpuStream stream;
  private final boolean usesGraphs;
  private final NumberBlock numbers;
  private final Map<List<Work>, Known> known = new LinkedHashMap<>(16, 0.75f, true);
  private List<Work> held = new ArrayList<>();

  /**
   * A queue for a stream.
   *
   * @param usesGraphs whether work that comes again is recorded
   */
  WorkQueue(Gpu gpu, GpuStream stream, boolean usesGraphs) {
    this.gpu = gpu;
    this.stream = stream;
    this.usesGraphs = usesGraphs && !IS_BLOCKING;
    numbers = new NumberBlock(gpu, stream);
  }

  /** Adds a launch. */
  synchronized void launch(GpuKernel kernel, LaunchShape shape, Object[] arguments) {
    int words = 0;
    for (Object argument : arguments) {
      words += argument instanceof Numbers given ? given.words.length : 0;
    }
    if (!numbers.hasRoom(words)) {
      flush();
    }
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof Numbers given) {
        arguments[i] = numbers.put(given.words);
      }
    }
    add(new Launch(kernel, shape, arguments));
  }

  /** Adds a copy within the device. */
  synchronized void copy(long source, long target, long bytes) {
    add(new Copy(source, target, bytes));
  }

  /** Adds what a library does; the same key for the same work only. */
  synchronized void call(Object key, Runnable run) {
    add(new Call(key, run));
  }

  private void add(Work work) {
    held.add(work);
    if (held.size() == MOST) {
      flush();
    }
  }

  /** Puts what was held back on the stream. */
  synchronized void flush() {
    if (held.isEmpty()) {
      return;
    }
    List<Work> work = held;
    held = new ArrayList<>(work.size());
    numbers.upload();
    if (!usesGraphs || work.size() < LEAST) {
      putAll(work);
      return;
    }
    Known before = known.get(work);
    if (before == null) {
      remember(work);
      putAll(work);
    } else if (before.isUnfit) {
      putAll(work);
    } else {
      if (before.graph == null) {
        before.graph = recorded(work);
        before.isUnfit = before.graph == null;
      }
      if (before.graph == null) {
        putAll(work);
      } else {
        gpu.replay(before.graph, stream);
      }
    }
  }

  /** The same, then something else; what other threads call comes before or after both. */
  synchronized void flush(Runnable next) {
    flush();
    next.run();
  }

  private void putAll(List<Work> work) {
    for (Work one : work) {
      one.putOn(gpu, stream);
    }
  }

  private void remember(List<Work> work) {
    if (known.size() == MOST_KNOWN) {
      List<Work> oldest = known.keySet().iterator().next();
      Known forgotten = known.remove(oldest);
      if (forgotten != null && forgotten.graph != null) {
        gpu.discard(forgotten.graph);
      }
    }
    known.put(work, new Known());
  }

  /** The work as a graph, or null if it cannot be recorded, as is said once. */
  private @Nullable GpuGraph recorded(List<Work> work) {
    try {
      gpu.beginCapture(stream);
      try {
        putAll(work);
      } catch (RuntimeException e) {
        // The stream must come out of recording whatever happened.
        try {
          gpu.discard(gpu.endCapture(stream));
        } catch (IllegalStateException | DeviceException alsoFailed) {
          e.addSuppressed(alsoFailed);
        }
        throw e;
      }
      return gpu.endCapture(stream);
    } catch (IllegalStateException | LibraryException | DeviceException e) {
      LOG.log(System.Logger.Level.INFO, "work is not recorded, but launched: {0}", e.getMessage());
      return null;
    }
  }

  /** Puts what is held back on the stream and frees memory. */
  synchronized void close() {
    flush();
    gpu.synchronize(stream);
    numbers.close();
  }
}
