package org.limpid.cuda;

import static org.limpid.cuda.CudaDriver.check;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Precision;

/**
 * An NVIDIA GPU through the CUDA driver, in the device's primary context. Copies between host and
 * device go through the default stream, which waits for all streams of this class and they for it.
 *
 * <p>Longer than other files, as it is one method for each call of the seam.
 */
final class CudaGpu implements Gpu {

  private final CUdevice device;
  private final CUcontext context = new CUcontext();
  private final Deque<Runnable> closers = new ConcurrentLinkedDeque<>();

  /** The last launches, since a fault is told only by a later call. */
  private final Deque<String> launches = new ArrayDeque<>();

  private final Set<CudaGraph> graphs = ConcurrentHashMap.newKeySet();
  private final Set<PinnedMemory> hosts = ConcurrentHashMap.newKeySet();
  private boolean isClosed;

  private record LoadedModule(String file, CUmodule handle, CudaGpu gpu) implements GpuModule {
    @Override
    public GpuKernel kernel(String name) {
      gpu.enter();
      CUfunction function = new CUfunction();
      gpu.checkRun(
          "kernel " + name + " of " + file,
          JCudaDriver.cuModuleGetFunction(function, handle, name));
      return new LoadedKernel(name, function);
    }
  }

  private record LoadedKernel(String name, CUfunction function) implements GpuKernel {}

  private record CudaStream(CUstream handle) implements GpuStream {}

  private record CudaEvent(CUevent handle) implements GpuEvent {}

  private record CudaGraph(CUgraphExec handle, @Nullable String last) implements GpuGraph {}

  private record PinnedMemory(Pointer pointer, ByteBuffer bytes) implements GpuHost {
    @Override
    public ByteBuffer buffer() {
      return bytes.duplicate().order(bytes.order());
    }
  }

  /** A device address, which JCuda keeps from its users, as a number. */
  static final class Address extends CUdeviceptr {
    long value() {
      return getNativePointer() + getByteOffset();
    }

    static CUdeviceptr of(long value) {
      return new Address().withByteOffset(value);
    }
  }

  /** Opens a device whose presence was checked. */
  CudaGpu(int ordinal) {
    device = new CUdevice();
    check("device " + ordinal, JCudaDriver.cuDeviceGet(device, ordinal));
    check("context of device " + ordinal, JCudaDriver.cuDevicePrimaryCtxRetain(context, device));
  }

  /** Makes the context that of the calling thread. */
  private void enter() {
    if (isClosed) {
      throw new IllegalStateException("GPU: used after it was closed. Close the device last");
    }
    checkRun("context", JCudaDriver.cuCtxSetCurrent(context));
  }

  @Override
  public String name() {
    byte[] name = new byte[256];
    check("name", JCudaDriver.cuDeviceGetName(name, name.length, device));
    return new String(name, StandardCharsets.UTF_8).split("\0", 2)[0];
  }

  @Override
  public int capability() {
    return capability(device);
  }

  static int capability(CUdevice device) {
    return 10 * attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
        + attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
  }

  private static int attribute(CUdevice device, int attribute) {
    int[] value = new int[1];
    check("attribute " + attribute, JCudaDriver.cuDeviceGetAttribute(value, attribute, device));
    return value[0];
  }

  @Override
  public long freeBytes() {
    enter();
    long[] free = new long[1];
    long[] total = new long[1];
    checkRun("free memory", JCudaDriver.cuMemGetInfo(free, total));
    return free[0];
  }

  @Override
  public long allocate(long bytes) {
    enter();
    Address address = new Address();
    int status = JCudaDriver.cuMemAlloc(address, bytes);
    if (status == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
      return 0;
    }
    checkRun("allocation of " + bytes + " bytes", status);
    return address.value();
  }

  @Override
  public void free(long address) {
    enter();
    checkRun("free", JCudaDriver.cuMemFree(Address.of(address)));
  }

  @Override
  public GpuHost newHost(long bytes) {
    enter();
    Pointer pointer = new Pointer();
    checkRun("host memory of " + bytes + " bytes", JCudaDriver.cuMemAllocHost(pointer, bytes));
    PinnedMemory memory =
        new PinnedMemory(pointer, pointer.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder()));
    hosts.add(memory);
    return memory;
  }

  @Override
  public void free(GpuHost host) {
    enter();
    if (hosts.remove((PinnedMemory) host)) {
      JCudaDriver.cuMemFreeHost(((PinnedMemory) host).pointer);
    }
  }

  @Override
  public void upload(GpuHost source, long bytes, long target, GpuStream stream) {
    enter();
    checkPut(
        "upload",
        JCudaDriver.cuMemcpyHtoDAsync(
            Address.of(target), ((PinnedMemory) source).pointer, bytes, handle(stream)),
        stream);
  }

  @Override
  public void download(long source, float[] target, GpuStream stream) {
    enter();
    if (target.length > 0) {
      checkRun(
          "download",
          JCudaDriver.cuMemcpyDtoH(
              Pointer.to(target), Address.of(source), Float.BYTES * (long) target.length));
    }
  }

  @Override
  public void copy(long source, long target, long bytes, GpuStream stream) {
    enter();
    if (bytes > 0) {
      checkPut(
          "copy",
          JCudaDriver.cuMemcpyDtoDAsync(
              Address.of(target), Address.of(source), bytes, handle(stream)),
          stream);
    }
  }

  @Override
  public GpuModule load(String name, String ptx) {
    enter();
    CUmodule module = new CUmodule();
    byte[] text = ptx.getBytes(StandardCharsets.US_ASCII);
    // The driver reads up to a zero byte.
    byte[] ended = Arrays.copyOf(text, text.length + 1);
    int status = JCudaDriver.cuModuleLoadData(module, ended);
    if (status == CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION) {
      throw new IllegalStateException(
          name
              + ": the driver is too old for these kernels (it is for CUDA "
              + CudaDriver.version()
              + "). Update the NVIDIA driver");
    }
    checkRun("loading of " + name, status);
    closers.push(() -> JCudaDriver.cuModuleUnload(module));
    return new LoadedModule(name, module, this);
  }

  @Override
  public void launch(GpuStream stream, GpuKernel kernel, LaunchShape shape, Object... arguments) {
    enter();
    NativePointerObject[] values = new NativePointerObject[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = pointer(arguments[i]);
    }
    String what = kernel.name() + " on " + shape;
    note(what);
    checkPut(
        what,
        JCudaDriver.cuLaunchKernel(
            ((LoadedKernel) kernel).function,
            shape.blocksX(),
            shape.blocksY(),
            1,
            shape.threads(),
            1,
            1,
            shape.sharedBytes(),
            handle(stream),
            Pointer.to(values),
            null),
        stream);
  }

  private static Pointer pointer(Object argument) {
    if (argument instanceof Long value) {
      return Pointer.to(new long[] {value});
    } else if (argument instanceof Integer value) {
      return Pointer.to(new int[] {value});
    } else if (argument instanceof Float value) {
      return Pointer.to(new float[] {value});
    } else if (argument instanceof int[] words) {
      return Pointer.to(words);
    }
    throw new IllegalArgumentException("launch: an argument is a " + argument.getClass());
  }

  private void note(String launch) {
    synchronized (launches) {
      if (launches.size() == 3) {
        launches.removeFirst();
      }
      launches.addLast(launch);
    }
  }

  @Override
  public void ran(Object work, GpuStream stream) {
    if (WorkQueue.IS_BLOCKING) {
      checkPut(work.toString(), CUresult.CUDA_SUCCESS, stream);
    }
  }

  /** Checks a call that put something on a stream, and what came of it if that is wanted. */
  private void checkPut(String what, int status, GpuStream stream) {
    checkRun(what, status);
    if (WorkQueue.IS_BLOCKING) {
      checkRun(what, JCudaDriver.cuStreamSynchronize(handle(stream)));
    }
  }

  /** Checks a call that also tells what went wrong in kernels before. */
  private void checkRun(String what, int status) {
    // From 700 on are faults of kernels; after an unknown one no call succeeds any more either.
    if (status / 100 != 7 && status != CUresult.CUDA_ERROR_UNKNOWN) {
      check(what, status);
      return;
    }
    synchronized (launches) {
      throw new IllegalStateException(
          "cuda: "
              + what
              + " failed: "
              + CudaDriver.error(status)
              + " (last launches: "
              + String.join("; ", launches)
              + (WorkQueue.IS_BLOCKING
                  ? "). Start Java anew, and report it"
                  : "). To learn which kernel it was, start Java anew with"
                      + " -Dlimpid.cudaBlocking=true, and report it"));
    }
  }

  @Override
  public GpuStream newStream() {
    enter();
    CUstream stream = new CUstream();
    checkRun("stream", JCudaDriver.cuStreamCreate(stream, 0));
    closers.push(() -> JCudaDriver.cuStreamDestroy(stream));
    return new CudaStream(stream);
  }

  private static CUstream handle(GpuStream stream) {
    return ((CudaStream) stream).handle;
  }

  @Override
  public void synchronize(GpuStream stream) {
    enter();
    checkRun("synchronize", JCudaDriver.cuStreamSynchronize(handle(stream)));
  }

  @Override
  public GpuEvent newEvent() {
    enter();
    CUevent event = new CUevent();
    checkRun("event", JCudaDriver.cuEventCreate(event, 0));
    closers.push(() -> JCudaDriver.cuEventDestroy(event));
    return new CudaEvent(event);
  }

  @Override
  public void record(GpuEvent event, GpuStream stream) {
    enter();
    checkRun("event", JCudaDriver.cuEventRecord(((CudaEvent) event).handle, handle(stream)));
  }

  @Override
  public void synchronize(GpuEvent event) {
    enter();
    checkRun("wait for an event", JCudaDriver.cuEventSynchronize(((CudaEvent) event).handle));
  }

  @Override
  public void await(GpuStream stream, GpuEvent event) {
    enter();
    checkRun(
        "wait for an event",
        JCudaDriver.cuStreamWaitEvent(handle(stream), ((CudaEvent) event).handle, 0));
  }

  @Override
  public float milliseconds(GpuEvent from, GpuEvent to) {
    enter();
    float[] time = new float[1];
    checkRun(
        "time between events",
        JCudaDriver.cuEventElapsedTime(time, ((CudaEvent) from).handle, ((CudaEvent) to).handle));
    return time[0];
  }

  @Override
  public void beginCapture(GpuStream stream) {
    enter();
    note("start of a recording");
    checkRun(
        "capture",
        JCudaDriver.cuStreamBeginCapture(
            handle(stream), CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL));
  }

  @Override
  public GpuGraph endCapture(GpuStream stream) {
    enter();
    CUgraph graph = new CUgraph();
    checkRun("capture", JCudaDriver.cuStreamEndCapture(handle(stream), graph));
    CUgraphExec runnable = new CUgraphExec();
    checkRun("graph", JCudaDriver.cuGraphInstantiate(runnable, graph, 0));
    checkRun("graph", JCudaDriver.cuGraphDestroy(graph));
    synchronized (launches) {
      CudaGraph made = new CudaGraph(runnable, launches.peekLast());
      graphs.add(made);
      return made;
    }
  }

  @Override
  public void discard(GpuGraph graph) {
    enter();
    if (graphs.remove((CudaGraph) graph)) {
      JCudaDriver.cuGraphExecDestroy(((CudaGraph) graph).handle);
    }
  }

  @Override
  public void replay(GpuGraph graph, GpuStream stream) {
    enter();
    note("a recorded graph that ends with " + ((CudaGraph) graph).last);
    checkRun("replay", JCudaDriver.cuGraphLaunch(((CudaGraph) graph).handle, handle(stream)));
  }

  @Override
  public Libraries libraries(GpuStream stream, Precision precision) {
    enter();
    return NvidiaLibraries.open(handle(stream), precision, closers);
  }

  @Override
  public void close() {
    if (!isClosed) {
      enter();
      List.copyOf(graphs).forEach(this::discard);
      List.copyOf(hosts).forEach(this::free);
      closers.forEach(Runnable::run);
      isClosed = true;
      JCudaDriver.cuDevicePrimaryCtxRelease(device);
    }
  }
}
