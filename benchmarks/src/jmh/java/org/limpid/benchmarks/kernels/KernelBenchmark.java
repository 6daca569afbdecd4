package org.limpid.benchmarks.kernels;

import java.util.concurrent.TimeUnit;
import org.limpid.backend.Grid;
import org.limpid.tensor.Device;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Times one kernel on activations of the Noise2Void network's levels, 16 patches of 64 x 64 at full
 * resolution. The time is that of a call; {@code -prof gc} adds what it allocates.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = "--add-modules=jdk.incubator.vector")
public abstract class KernelBenchmark {

  private static final int IMAGES = 16;

  /** Channels and extent of the images. */
  @Param({"32x64", "64x32", "128x16"})
  public String shape = "";

  /** How many threads share a kernel. */
  @Param("2")
  public int threads;

  private Device device = Device.cpu();
  private Workbench bench = new Workbench(device.backend());
  private Runnable kernel = () -> {};

  /**
   * Lays out arguments.
   *
   * @param where makes them; its backend has the kernel
   * @param grid activations to work on
   * @return what calls the kernel once
   */
  abstract Runnable prepare(Workbench where, Grid grid);

  /** Checks the answer on a small shape of as many channels, then lays out the arguments. */
  @Setup
  public void setUp() {
    String[] parts = shape.split("x", 2);
    int channels = Integer.parseInt(parts[0]);
    int extent = Integer.parseInt(parts[1]);
    device = Device.cpu(threads);
    Grid small = new Grid(2, 1, 8, 12, channels);
    Workbench.check(getClass().getSimpleName(), device.backend(), where -> prepare(where, small));
    bench = new Workbench(device.backend());
    kernel = prepare(bench, new Grid(IMAGES, 1, extent, extent, channels));
  }

  /** One call. */
  @Benchmark
  public void call() {
    kernel.run();
  }

  /** Frees the arguments and the threads. */
  @TearDown
  public void tearDown() {
    bench.close();
    device.close();
  }
}
