package org.limpid.cuda;

import org.limpid.backend.Precision;

/**
 * All that the backend asks of a GPU: memory, copies, launches, streams, events and graphs. There
 * are two: {@link CudaGpu}, the CUDA driver, and among the tests an interpreter of PTX, so that
 * everything above this interface is tested in every build.
 *
 * <p>Addresses are those of the device. What is put on a stream runs in order, some time after the
 * call has returned. Thread-safe.
 */
interface Gpu extends AutoCloseable {

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

  /** Memory of the host for copies that do not wait; freed with this, or before. */
  GpuHost newHost(long bytes);

  /** Gives memory of the host back, which no copy may be reading any more. */
  void free(GpuHost host);

  /** Puts a copy to the device on a stream. The source may change once the copy is done. */
  void upload(GpuHost source, long bytes, long target, GpuStream stream);

  /** Copies numbers from the device, after what the stream has to do, and waits for them. */
  void download(long source, float[] target, GpuStream stream);

  /** Copies within the device, on a stream. The two do not overlap, or are the same. */
  void copy(long source, long target, long bytes, GpuStream stream);

  /**
   * Compiles kernels for the device.
   *
   * @param name for messages
   * @param ptx their text
   * @throws IllegalStateException if the driver refuses it; the message says why and what to do
   */
  GpuModule load(String name, String ptx);

  /**
   * Puts a kernel on a stream.
   *
   * @param stream where it runs
   * @param kernel what runs
   * @param shape how many threads
   * @param arguments one for each parameter: Long for an address, Integer, Float, or an int array
   *     for a structure of ints
   */
  void launch(GpuStream stream, GpuKernel kernel, LaunchShape shape, Object... arguments);

  /** A new stream. */
  GpuStream newStream();

  /** Waits until a stream has nothing left to do. */
  void synchronize(GpuStream stream);

  /** A mark, to be put into streams. */
  GpuEvent newEvent();

  /** Puts a mark behind what a stream has to do so far; where it was put before is forgotten. */
  void record(GpuEvent event, GpuStream stream);

  /** Waits until a mark is passed. */
  void synchronize(GpuEvent event);

  /** Makes a stream wait for a mark in another one, where it is now. */
  void await(GpuStream stream, GpuEvent event);

  /** Milliseconds between two marks that have been passed; NaN if this GPU keeps no time. */
  float milliseconds(GpuEvent from, GpuEvent to);

  /** From now on, what is put on the stream is recorded instead of run. */
  void beginCapture(GpuStream stream);

  /** What was recorded since {@link #beginCapture}. */
  GpuGraph endCapture(GpuStream stream);

  /** Puts recorded work on a stream. */
  void replay(GpuGraph graph, GpuStream stream);

  /** Frees recorded work. */
  void discard(GpuGraph graph);

  /** Is told what a library has put on a stream, to name it should it fail. */
  default void ran(Object work, GpuStream stream) {}

  /**
   * Libraries that compute on a stream, as far as they are there.
   *
   * @param precision what they may round factors to
   */
  Libraries libraries(GpuStream stream, Precision precision);

  /**
   * Frees streams, modules, events, graphs and host memory; blocks that are still held are lost.
   */
  @Override
  void close();
}
