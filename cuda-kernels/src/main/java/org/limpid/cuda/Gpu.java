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

  /** Copies numbers to the device, after what the stream has to do. The source may change then. */
  void upload(float[] source, long target, GpuStream stream);

  /** Copies whole numbers to the device, likewise. */
  void upload(int[] source, long target, GpuStream stream);

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

  /** A mark behind what a stream has to do so far. */
  GpuEvent record(GpuStream stream);

  /** Makes a stream wait for a mark in another one. */
  void await(GpuStream stream, GpuEvent event);

  /** Milliseconds between two marks that have been passed; NaN if this GPU keeps no time. */
  float milliseconds(GpuEvent from, GpuEvent to);

  /** From now on, what is put on the stream is recorded instead of run. */
  void beginCapture(GpuStream stream);

  /** What was recorded since {@link #beginCapture}. */
  GpuGraph endCapture(GpuStream stream);

  /** Puts recorded work on a stream. */
  void replay(GpuGraph graph, GpuStream stream);

  /**
   * Libraries that compute on a stream, as far as they are there.
   *
   * @param precision what they may round factors to
   */
  Libraries libraries(GpuStream stream, Precision precision);

  /** Frees streams, modules, events and graphs; blocks that are still held are lost. */
  @Override
  void close();
}
