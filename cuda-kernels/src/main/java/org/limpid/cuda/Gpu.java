package org.limpid.cuda;

/**
 * All that the backend asks of a GPU: memory, copies, launches, streams, events and graphs. There
 * are two: {@link CudaGpu}, the CUDA driver, and among the tests an interpreter of PTX, so that
 * everything above this interface is tested in every build.
 *
 * <p>Addresses are those of the device. What is put on a stream runs in order, some time after the
 * call has returned. Thread-safe.
 */
interface Gpu extends AutoCloseable {

  /** Compiled kernels. */
  interface Module {
    /**
     * A kernel of the module.
     *
     * @throws IllegalStateException if there is none of that name
     */
    Kernel kernel(String name);
  }

  /** A kernel that can be launched. */
  interface Kernel {
    /** As written in the source. */
    String name();
  }

  /** A queue of work that runs in order. */
  interface Stream {}

  /** A mark in a stream. */
  interface Event {}

  /** Work recorded from a stream, to be run again with the same arguments. */
  interface Graph {}

  /**
   * How many threads run a kernel.
   *
   * @param blocksX blocks along x, at least 1
   * @param blocksY blocks along y, 1 to 65535
   * @param threads of a block
   * @param sharedBytes of a block, beyond what the kernel declares itself
   */
  record Shape(int blocksX, int blocksY, int threads, int sharedBytes) {
    @Override
    public String toString() {
      return blocksX + " x " + blocksY + " blocks of " + threads + " threads";
    }
  }

  /** For people, such as {@code NVIDIA H100}. */
  String name();

  /** Compute capability times ten: 75 for 7.5. */
  int capability();

  /** Bytes that are free on the device. */
  long freeBytes();

  /** A block of device memory, aligned to 256 bytes, or 0 if there is not enough. */
  long allocate(long bytes);

  /** Gives a block back, after all work so far. */
  void free(long address);

  /** Copies numbers to the device, after what the stream has to do. The source may change then. */
  void upload(float[] source, long target, Stream stream);

  /** Copies whole numbers to the device, likewise. */
  void upload(int[] source, long target, Stream stream);

  /** Copies numbers from the device, after what the stream has to do, and waits for them. */
  void download(long source, float[] target, Stream stream);

  /** Copies within the device, on a stream. The two do not overlap, or are the same. */
  void copy(long source, long target, long bytes, Stream stream);

  /**
   * Compiles kernels for the device.
   *
   * @param name for messages
   * @param ptx their text
   * @throws IllegalStateException if the driver refuses it; the message says why and what to do
   */
  Module load(String name, String ptx);

  /**
   * Puts a kernel on a stream.
   *
   * @param stream where it runs
   * @param kernel what runs
   * @param shape how many threads
   * @param arguments one for each parameter: Long for an address, Integer, Float, or an int array
   *     for a structure of ints
   */
  void launch(Stream stream, Kernel kernel, Shape shape, Object... arguments);

  /** A new stream. */
  Stream newStream();

  /** Waits until a stream has nothing left to do. */
  void synchronize(Stream stream);

  /** A mark behind what a stream has to do so far. */
  Event record(Stream stream);

  /** Makes a stream wait for a mark in another one. */
  void await(Stream stream, Event event);

  /** Milliseconds between two marks that have been passed; NaN if this GPU keeps no time. */
  float milliseconds(Event from, Event to);

  /** From now on, what is put on the stream is recorded instead of run. */
  void beginCapture(Stream stream);

  /** What was recorded since {@link #beginCapture}. */
  Graph endCapture(Stream stream);

  /** Puts recorded work on a stream. */
  void replay(Graph graph, Stream stream);

  /** Frees streams, modules, events and graphs; blocks that are still held are lost. */
  @Override
  void close();
}
