package org.limpid.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Precision;
import org.limpid.cuda.ptx.PtxKernel;
import org.limpid.cuda.ptx.PtxMachine;
import org.limpid.cuda.ptx.PtxModule;
import org.limpid.cuda.ptx.Scheduler;

/**
 * A GPU that is an interpreter. What is put on a stream runs as late as it may: when something
 * waits for it. So a missing wait between streams, and host memory that is changed while a copy may
 * still read it, show in what comes out.
 */
final class InterpretedGpu implements Gpu {

  private final PtxMachine machine;
  private final long capacity;
  private final UnaryOperator<String> change;
  private long used;
  private long mostUsed;

  /** Work of the stream that is being recorded. */
  private @Nullable List<Runnable> recording;

  private @Nullable GpuStream recorded;
  private @Nullable Thread recorder;
  private final List<InterpretedStream> streams = new ArrayList<>();
  private int replays;

  private record InterpretedModule(Map<String, PtxKernel> kernels) implements GpuModule {
    @Override
    public GpuKernel kernel(String name) {
      PtxKernel kernel = kernels.get(name);
      if (kernel == null) {
        throw new IllegalStateException("no kernel " + name + " (there are: " + kernels + ")");
      }
      return new InterpretedKernel(name, kernel);
    }
  }

  private record InterpretedKernel(String name, PtxKernel code) implements GpuKernel {}

  private static final class InterpretedStream implements GpuStream {
    final Deque<Runnable> work = new ArrayDeque<>();

    void drain() {
      while (!work.isEmpty()) {
        work.remove().run();
      }
    }
  }

  /** Where a mark is, once it was put somewhere. */
  private static final class Mark implements GpuEvent {
    @Nullable Place place;
  }

  /** A place in a stream, passed at a time by {@link #clock}. */
  private static final class Place {
    final InterpretedStream stream;
    double time = Double.NaN;

    Place(InterpretedStream stream) {
      this.stream = stream;
    }

    void reach() {
      while (Double.isNaN(time)) {
        stream.work.remove().run();
      }
    }
  }

  private record HostMemory(ByteBuffer bytes) implements GpuHost {
    @Override
    public ByteBuffer buffer() {
      return bytes.duplicate().order(ByteOrder.nativeOrder());
    }
  }

  private record Recording(List<Runnable> work) implements GpuGraph {}

  private final Map<Long, Long> sizes = new HashMap<>();

  /** Milliseconds that pass by decree: a launch takes one, a library what it says. */
  private double clock;

  private Libraries libraries = Libraries.NONE;

  InterpretedGpu(Scheduler scheduler) {
    this(scheduler, 1L << 30, UnaryOperator.identity());
  }

  /** One with so many bytes of memory, that changes the PTX that it is given. */
  InterpretedGpu(Scheduler scheduler, long capacity, UnaryOperator<String> change) {
    machine = new PtxMachine(scheduler, 1);
    this.capacity = capacity;
    this.change = change;
  }

  @Override
  public String name() {
    return "PTX interpreter";
  }

  @Override
  public int capability() {
    return 80;
  }

  @Override
  public synchronized long freeBytes() {
    return capacity - used;
  }

  @Override
  public synchronized long allocate(long bytes) {
    refuseWhileRecording("allocate");
    if (bytes > capacity - used) {
      return 0;
    }
    used += bytes;
    mostUsed = Math.max(mostUsed, used);
    long address = machine.memory().allocate(bytes);
    sizes.put(address, bytes);
    return address;
  }

  @Override
  public synchronized void free(long address) {
    refuseWhileRecording("free");
    streams.forEach(InterpretedStream::drain);
    machine.memory().free(address);
    used -= Objects.requireNonNull(sizes.remove(address));
  }

  /** Other threads may go on, as CUDA's recording for one thread lets them. */
  private void refuseWhileRecording(String what) {
    if (recording != null && Thread.currentThread() == recorder) {
      throw new IllegalStateException(what + ": not while a stream is being recorded");
    }
  }

  @Override
  public GpuHost newHost(long bytes) {
    return new HostMemory(ByteBuffer.allocate((int) bytes));
  }

  @Override
  public void free(GpuHost host) {}

  @Override
  public synchronized void upload(GpuHost source, long bytes, long target, GpuStream stream) {
    put(
        stream,
        () -> {
          int[] words = new int[(int) (bytes / Integer.BYTES)];
          source.buffer().asIntBuffer().get(words);
          machine.memory().write(target, words);
        });
  }

  /** Writes to the device at once, for tests. */
  void write(float[] source, long target) {
    machine.memory().write(target, source);
  }

  @Override
  public synchronized void download(long source, float[] target, GpuStream stream) {
    refuseWhileRecording("download");
    streams.forEach(InterpretedStream::drain);
    read(source, target);
  }

  /** Reads what is on the device now, for tests. */
  void read(long source, float[] target) {
    machine.memory().read(source, target);
  }

  @Override
  public synchronized void copy(long source, long target, long bytes, GpuStream stream) {
    put(stream, () -> machine.memory().copy(source, target, bytes));
  }

  @Override
  public GpuModule load(String name, String ptx) {
    return new InterpretedModule(new PtxModule(change.apply(ptx)).kernels());
  }

  @Override
  public synchronized void launch(
      GpuStream stream, GpuKernel kernel, LaunchShape shape, Object... arguments) {
    PtxKernel code = ((InterpretedKernel) kernel).code;
    put(
        stream,
        () -> {
          clock++;
          machine.launch(
              code,
              shape.blocksX(),
              shape.blocksY(),
              shape.threads(),
              shape.sharedBytes(),
              arguments);
        });
  }

  /** Puts what a library computes on a stream. */
  synchronized void run(GpuStream stream, double milliseconds, Runnable work) {
    put(
        stream,
        () -> {
          clock += milliseconds;
          work.run();
        });
  }

  /** The same GPU with libraries for it. */
  InterpretedGpu with(Function<InterpretedGpu, Libraries> found) {
    libraries = found.apply(this);
    return this;
  }

  @Override
  public Libraries libraries(GpuStream stream, Precision precision) {
    return libraries;
  }

  private void put(GpuStream stream, Runnable work) {
    if (recording != null && stream == recorded) {
      if (Thread.currentThread() != recorder) {
        throw new IllegalStateException("work of another thread would be recorded");
      }
      recording.add(work);
    } else {
      ((InterpretedStream) stream).work.add(work);
    }
  }

  @Override
  public GpuStream newStream() {
    InterpretedStream stream = new InterpretedStream();
    streams.add(stream);
    return stream;
  }

  /** The first stream, on which a backend computes. */
  GpuStream stream() {
    return streams.get(0);
  }

  @Override
  public synchronized void synchronize(GpuStream stream) {
    refuseWhileRecording("synchronize");
    ((InterpretedStream) stream).drain();
  }

  @Override
  public GpuEvent newEvent() {
    return new Mark();
  }

  @Override
  public synchronized void record(GpuEvent event, GpuStream stream) {
    refuseWhileRecording("record");
    Place place = new Place((InterpretedStream) stream);
    ((Mark) event).place = place;
    put(stream, () -> place.time = clock);
  }

  @Override
  public synchronized void synchronize(GpuEvent event) {
    refuseWhileRecording("synchronize");
    place(event).reach();
  }

  @Override
  public synchronized void await(GpuStream stream, GpuEvent event) {
    refuseWhileRecording("await");
    Place place = place(event);
    put(stream, place::reach);
  }

  private static Place place(GpuEvent event) {
    return Objects.requireNonNull(((Mark) event).place, "an event that was never recorded");
  }

  @Override
  public float milliseconds(GpuEvent from, GpuEvent to) {
    return (float) (place(to).time - place(from).time);
  }

  @Override
  public synchronized void beginCapture(GpuStream stream) {
    recording = new ArrayList<>();
    recorded = stream;
    recorder = Thread.currentThread();
  }

  @Override
  public synchronized GpuGraph endCapture(GpuStream stream) {
    Recording graph = new Recording(List.copyOf(Objects.requireNonNull(recording)));
    recording = null;
    return graph;
  }

  @Override
  public synchronized void replay(GpuGraph graph, GpuStream stream) {
    replays++;
    ((Recording) graph).work.forEach(work -> put(stream, work));
  }

  @Override
  public void discard(GpuGraph graph) {}

  /** How often recorded work was replayed. */
  int replays() {
    return replays;
  }

  /** Bytes that were in use at once. */
  synchronized long mostUsed() {
    return mostUsed;
  }

  /** Blocks that were never freed. */
  synchronized int blocks() {
    return sizes.size();
  }

  @Override
  public void close() {}
}
