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
    write(1, 2, x);
    gpu.beginCapture(stream);
    gpu.launch(stream, affine, shape, x, 3f, 1f, x, 2);
    assertThatThrownBy(() -> gpu.allocate(8)).hasMessageContaining("recorded");
    GpuGraph graph = gpu.endCapture(stream);
    assertThat(read(x)).containsExactly(1, 2);
    gpu.replay(graph, stream);
    gpu.replay(graph, stream);
    assertThat(read(x)).containsExactly(13, 22);
    gpu.free(x);
  }

  @Test
  void whatIsNotWaitedForIsNotThere() {
    GpuStream other = gpu.newStream();
    GpuEvent event = gpu.newEvent();
    long x = gpu.allocate(8);
    long y = gpu.allocate(8);
    write(1, 2, x);
    gpu.copy(x, y, 8, stream);
    gpu.synchronize(stream);
    GpuHost host = gpu.newHost(8);
    host.buffer().asFloatBuffer().put(new float[] {3, 4});
    gpu.upload(host, 8, x, other);
    gpu.record(event, other);
    gpu.copy(x, y, 8, stream);
    gpu.synchronize(stream);
    gpu.await(stream, event);
    gpu.synchronize(stream);
    // The first copy did not wait; the second would have.
    assertThat(read(y)).containsExactly(1, 2);
    assertThat(read(x)).containsExactly(3, 4);
  }

  private void write(float first, float second, long address) {
    GpuHost host = gpu.newHost(8);
    host.buffer().asFloatBuffer().put(new float[] {first, second});
    gpu.upload(host, 8, address, stream);
    gpu.synchronize(stream);
  }

  private float[] read(long address) {
    float[] values = new float[2];
    gpu.download(address, values, stream);
    return values;
  }
}
