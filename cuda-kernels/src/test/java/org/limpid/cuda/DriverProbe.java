package org.limpid.cuda;

import org.limpid.backend.Backend;
import org.limpid.backend.DeviceOptions;
import org.limpid.backend.Grid;
import org.limpid.backend.ResamplingKernels;
import org.limpid.backend.Size3;
import org.limpid.backend.Storage;

/** What {@link CudaGpuTest} runs in a process of its own: every call of the driver, once. */
final class DriverProbe {

  private DriverProbe() {}

  /** Prints what happens; messages of exceptions too. */
  public static void main(String[] arguments) {
    CudaBackendProvider provider = new CudaBackendProvider();
    System.out.println(provider.unavailableReason().orElse("available"));
    System.out.println(provider.deviceCount() + " devices");
    if (provider.deviceCount() == 0) {
      return;
    }
    tell(() -> provider.open(1, DeviceOptions.DEFAULT).close());
    tell(DriverProbe::runKernels);
    tell(DriverProbe::useSeam);
  }

  private static void tell(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      System.out.println(e.getMessage());
    }
  }

  private static void runKernels() {
    try (Backend backend = new CudaBackendProvider().open(0, DeviceOptions.DEFAULT)) {
      System.out.println(backend.description());
      Storage x = backend.allocate(300);
      Storage y = backend.allocate(300);
      float[] values = new float[300];
      for (int i = 0; i < values.length; i++) {
        values[i] = i;
      }
      backend.upload(values, x);
      backend.elementwise().copy(x, y);
      backend.elementwise().affine(x.slice(7, 290), 2.5f, -1.25f, y.slice(3, 290));
      backend
          .resampling()
          .upsample(
              new Grid(1, 2, 3, 4, 5),
              new Size3(1, 1, 2),
              ResamplingKernels.Interpolation.LINEAR,
              x.slice(0, 120),
              y.slice(60, 240));
      backend.download(y, values);
      System.out.println("read " + values[299]);
      backend.synchronize();
    }
  }

  private static void useSeam() {
    try (Gpu gpu = new CudaGpu(0)) {
      GpuStream stream = gpu.newStream();
      GpuEvent before = gpu.newEvent();
      GpuEvent after = gpu.newEvent();
      gpu.record(before, stream);
      gpu.await(gpu.newStream(), before);
      gpu.record(after, stream);
      gpu.synchronize(after);
      System.out.println(gpu.milliseconds(before, after) + " ms");
      gpu.beginCapture(stream);
      GpuGraph graph = gpu.endCapture(stream);
      gpu.replay(graph, stream);
      gpu.discard(graph);
      gpu.free(gpu.newHost(100));
      gpu.synchronize(stream);
      gpu.load("bad", ".version").kernel("missing");
    }
  }
}
