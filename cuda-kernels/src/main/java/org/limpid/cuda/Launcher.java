package org.limpid.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.limpid.backend.Grid;
import org.limpid.backend.Size3;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;

/**
 * Finds kernels, loads their module when the first of it is needed, and launches them on the
 * backend's stream. Also hands out memory that a call needs only while its kernels run.
 */
final class Launcher {

  /** Threads of every block; {@code common.cuh} says the same. */
  static final int THREADS = 256;

  final CudaMemory memory;
  private final Gpu gpu;
  private final GpuStream stream;
  private final WorkQueue queue;
  private final Uploads uploads;
  private final GpuEvent before;
  private final GpuEvent after;
  private final Map<String, GpuModule> modules = new ConcurrentHashMap<>();
  private final Map<String, GpuKernel> kernels = new ConcurrentHashMap<>();

  Launcher(Gpu gpu, GpuStream stream, WorkQueue queue, CudaMemory memory) {
    this.gpu = gpu;
    this.stream = stream;
    this.queue = queue;
    this.memory = memory;
    uploads = new Uploads(gpu, stream);
    before = gpu.newEvent();
    after = gpu.newEvent();
  }

  /** The shipped PTX of a family. */
  static String ptx(String family) {
    String resource = family + ".ptx";
    try (InputStream in = Launcher.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            resource + " is missing from the jar of limpid-cuda-kernels. Install it again");
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Launches a kernel of which each thread makes one of some elements; none for no elements. */
  void each(String family, String kernel, long elements, Object... arguments) {
    if (elements > 0) {
      run(family, kernel, blocks(elements, THREADS), 1, arguments);
    }
  }

  /**
   * Launches a kernel.
   *
   * @param family its source file
   * @param kernel its name
   * @param blocksX blocks along x
   * @param blocksY blocks along y
   * @param arguments storages or device addresses, numbers, geometry records, and {@link
   *     WorkQueue.Numbers} for what may differ when the same work comes again
   */
  void run(String family, String kernel, int blocksX, int blocksY, Object... arguments) {
    Object[] passed = new Object[arguments.length];
    for (int i = 0; i < passed.length; i++) {
      passed[i] = passed(arguments[i]);
    }
    GpuKernel loaded =
        kernels.computeIfAbsent(
            family + "." + kernel,
            name -> modules.computeIfAbsent(family, f -> gpu.load(f, ptx(f))).kernel(kernel));
    queue.launch(loaded, new LaunchShape(blocksX, blocksY, THREADS, 0), passed);
  }

  private static Object passed(Object argument) {
    if (argument instanceof CudaStorage storage) {
      return storage.address;
    } else if (argument instanceof WindowGeometry g) {
      return join(
          ints(g.input()), ints(g.output()), ints(g.window()), ints(g.stride()), ints(g.padding()));
    } else if (argument instanceof Grid grid) {
      return ints(grid);
    } else if (argument instanceof Size3 size) {
      return ints(size);
    } else if (argument instanceof Enum<?> constant) {
      return constant.ordinal();
    } else if (argument instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    return argument;
  }

  private static int[] ints(Grid g) {
    return new int[] {g.batch(), g.depth(), g.height(), g.width(), g.channels()};
  }

  private static int[] ints(Size3 s) {
    return new int[] {s.depth(), s.height(), s.width()};
  }

  private static int[] join(int[]... parts) {
    int length = 0;
    for (int[] part : parts) {
      length += part.length;
    }
    int[] all = new int[length];
    int at = 0;
    for (int[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** How many blocks of some size hold the elements. */
  static int blocks(long elements, int size) {
    return Math.toIntExact((elements + size - 1) / size);
  }

  /** Copies on the device. */
  void copy(CudaStorage from, CudaStorage to) {
    if (to.length > 0) {
      queue.copy(from.address, to.address, Float.BYTES * (long) to.length);
    }
  }

  /** Copies whole numbers to the device. */
  void upload(int[] values, CudaStorage to) {
    queue.flush(() -> uploads.upload(values, to.address));
  }

  /** Copies numbers to the device. */
  void upload(float[] values, CudaStorage to) {
    queue.flush(() -> uploads.upload(values, to.address));
  }

  /** Copies numbers from the device, and waits for them. */
  float[] download(CudaStorage from) {
    float[] values = new float[from.length];
    download(from, values);
    return values;
  }

  /** The same into an array. */
  void download(CudaStorage from, float[] values) {
    queue.flush(() -> gpu.download(from.address, values, stream));
  }

  /** Puts everything called so far on the stream. */
  void flush() {
    queue.flush();
  }

  /** Puts what a library does on the stream, in the order of calls; equal keys for equal work. */
  void call(Object key, Runnable run) {
    queue.call(key, run);
  }

  /** Waits until everything is done. */
  void synchronize() {
    queue.flush(() -> gpu.synchronize(stream));
  }

  /** How long the device takes for what a call puts on the stream. */
  float milliseconds(Runnable call) {
    queue.flush(
        () -> {
          gpu.record(before, stream);
          call.run();
          queue.flush(() -> gpu.record(after, stream));
        });
    gpu.synchronize(after);
    return gpu.milliseconds(before, after);
  }

  /** Memory for the time of a call: what follows on the stream may use it again. */
  void withScratch(long floats, Consumer<CudaStorage> use) {
    CudaStorage scratch = memory.allocate(floats);
    try {
      use.accept(scratch);
    } finally {
      memory.release(scratch);
    }
  }

  /** Ends all work and frees what it took, but for the memory of storages. */
  void close() {
    queue.close();
    uploads.close();
  }

  /** The operand of a kernel, checked. */
  CudaStorage of(String kernel, String name, Storage storage, long elements) {
    return CudaStorage.of(kernel, name, storage, memory, elements);
  }

  /** The operand of a kernel that takes any length, checked. */
  CudaStorage of(String kernel, String name, Storage storage) {
    return CudaStorage.of(kernel, name, storage, memory);
  }
}
