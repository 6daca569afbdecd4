package org.limpid.cuda;

import org.limpid.backend.Backend;
import org.limpid.backend.DeviceOptions;
import org.limpid.backend.Storage;

/** What {@link CudaFaultTest} runs in a process of its own: work on a device that breaks. */
final class FaultProbe {

  /** Enough that the last is replayed where it can be. */
  private static final int STEPS = 3;

  private static final LaunchShape SHAPE = new LaunchShape(3, 1, Launcher.THREADS, 0);

  private FaultProbe() {}

  /**
   * Prints the messages of all that fails. What the stand-in is told says the rest: "seam" tries
   * single calls, "blocking" waits for each kernel.
   */
  public static void main(String[] arguments) {
    String told = System.getenv().getOrDefault("STANDIN", "");
    if (told.contains("blocking")) {
      System.setProperty("limpid.cudaBlocking", "true");
    }
    if (told.contains("seam")) {
      new CudaBackendProvider().deviceCount();
      try (Gpu gpu = new CudaGpu(0)) {
        runCalls(gpu);
      }
    } else {
      tell("steps", FaultProbe::runSteps);
    }
  }

  private static void tell(String name, Runnable work) {
    try {
      work.run();
      System.out.println(name + ": no fault");
    } catch (RuntimeException e) {
      System.out.println(name + ": " + e.getMessage());
    }
  }

  /** As a training does, the same work again and again. */
  private static void runSteps() {
    try (Backend backend = new CudaBackendProvider().open(0, DeviceOptions.DEFAULT)) {
      Storage x = backend.allocate(300);
      Storage y = backend.allocate(300);
      backend.upload(new float[300], x);
      for (int step = 0; step < STEPS; step++) {
        for (int i = 0; i < 3; i++) {
          backend.elementwise().affine(x, 2, 1, y);
        }
        backend.elementwise().fill(1, y);
        backend.elementwise().affine(y, 3, 1, x);
        backend.synchronize();
      }
    }
  }

  /** Each call that may be the first to hear of a fault. */
  private static void runCalls(Gpu gpu) {
    GpuStream stream = gpu.newStream();
    GpuModule module = gpu.load("elementwise", Launcher.ptx("elementwise"));
    long address = gpu.allocate(1024);
    tell("launch", () -> gpu.launch(stream, module.kernel("fill"), SHAPE, 1f, address, 256));
    tell("allocate", () -> gpu.allocate(1024));
    tell("free memory", gpu::freeBytes);
    tell("host", () -> gpu.newHost(16));
    tell("stream", gpu::newStream);
    tell("event", gpu::newEvent);
    tell("load", () -> gpu.load("elementwise", Launcher.ptx("elementwise")));
    tell("library", () -> gpu.ran("product of a library", stream));
  }
}
