package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.limpid.cuda.ptx.Scheduler;

/** What the seam says about streams, events and graphs, on the interpreter. */
class GraphTest {

  private final Gpu gpu = new InterpretedGpu(Scheduler.LOCKSTEP);
  private final GpuStream stream = gpu.newStream();

  @Test
  void recordedWorkRunsWhenItIsReplayed() {
    GpuKernel affine = gpu.load("elementwise", Launcher.ptx("elementwise")).kernel("affine");
    LaunchShape shape = new LaunchShape(1, 1, Launcher.THREADS, 0);
    long x = gpu.allocate(8);
    gpu.upload(new float[] {1, 2}, x, stream);
    gpu.beginCapture(stream);
    gpu.launch(stream, affine, shape, x, 3f, 1f, x, 2);
    assertThatThrownBy(() -> gpu.allocate(8)).hasMessageContaining("recorded");
    GpuGraph graph = gpu.endCapture(stream);
    assertThat(read(x)).containsExactly(1, 2);
    gpu.replay(graph, stream);
    gpu.replay(graph, stream);
    assertThat(read(x)).containsExactly(13, 22);
    gpu.await(gpu.newStream(), gpu.record(stream));
    gpu.free(x);
  }

  private float[] read(long address) {
    float[] values = new float[2];
    gpu.download(address, values, stream);
    return values;
  }
}
