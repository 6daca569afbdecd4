package org.limpid.cuda;

import java.util.ArrayList;
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

/** A GPU that is an interpreter: what is put on a stream has run when the call returns. */
final class InterpretedGpu implements Gpu {

  private final PtxMachine machine;
  private final long capacity;
  private final UnaryOperator<String> change;
  private long used;

  /** Work of the stream that is being recorded. */
  private @Nullable List<Runnable> recording;

  private @Nullable GpuStream recorded;

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

  private static final class InterpretedStream implements GpuStream {}

  /** A mark knows when it was passed, by {@link #clock}. */
  private record Mark(double time) implements GpuEvent {}

  private record Recording(List<Runnable> work) implements GpuGraph {}

  private final Map<Long, Long> sizes = new HashMap<>();

  /** Milliseconds that pass by decree: a launch takes one, a library what it says. */
  private double clock;

  private Libraries libraries = Libraries.NONE;

  private @Nullable GpuStream first;

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
    long address = machine.memory().allocate(bytes);
    sizes.put(address, bytes);
    return address;
  }

  @Override
  public synchronized void free(long address) {
    refuseWhileRecording("free");
    machine.memory().free(address);
    used -= Objects.requireNonNull(sizes.remove(address));
  }

  private void refuseWhileRecording(String what) {
    if (recording != null) {
      throw new IllegalStateException(what + ": not while a stream is being recorded");
    }
  }

  @Override
  public synchronized void upload(float[] source, long target, GpuStream stream) {
    refuseWhileRecording("upload");
    machine.memory().write(target, source);
  }

  @Override
  public synchronized void upload(int[] source, long target, GpuStream stream) {
    refuseWhileRecording("upload");
    machine.memory().write(target, source);
  }

  @Override
  public synchronized void download(long source, float[] target, GpuStream stream) {
    refuseWhileRecording("download");
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
    clock++;
    put(
        stream,
        () ->
            machine.launch(
                code,
                shape.blocksX(),
                shape.blocksY(),
                shape.threads(),
                shape.sharedBytes(),
                arguments));
  }

  /** Puts what a library computes on a stream. */
  synchronized void run(GpuStream stream, double milliseconds, Runnable work) {
    clock += milliseconds;
    put(stream, work);
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
      recording.add(work);
    } else {
      work.run();
    }
  }

  @Override
  public GpuStream newStream() {
    InterpretedStream stream = new InterpretedStream();
    if (first == null) {
      first = stream;
    }
    return stream;
  }

  /** The first stream, on which a backend computes. */
  GpuStream stream() {
    return Objects.requireNonNull(first);
  }

  @Override
  public synchronized void synchronize(GpuStream stream) {
    refuseWhileRecording("synchronize");
  }

  @Override
  public synchronized GpuEvent record(GpuStream stream) {
    return new Mark(clock);
  }

  @Override
  public void await(GpuStream stream, GpuEvent event) {}

  @Override
  public float milliseconds(GpuEvent from, GpuEvent to) {
    return (float) (((Mark) to).time - ((Mark) from).time);
  }

  @Override
  public synchronized void beginCapture(GpuStream stream) {
    recording = new ArrayList<>();
    recorded = stream;
  }

  @Override
  public synchronized GpuGraph endCapture(GpuStream stream) {
    Recording graph = new Recording(List.copyOf(Objects.requireNonNull(recording)));
    recording = null;
    return graph;
  }

  @Override
  public synchronized void replay(GpuGraph graph, GpuStream stream) {
    ((Recording) graph).work.forEach(Runnable::run);
  }

  /** Blocks that were never freed. */
  synchronized int blocks() {
    return sizes.size();
  }

  @Override
  public void close() {}
}
