package org.limpid.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.limpid.backend.OptimizerKernels.AdamStep;
import org.limpid.backend.cpu.CpuBackend;
import org.limpid.testing.Golden;

/** Five steps of each optimiser against PyTorch's. */
class OptimizerGoldenTest {

  private static final Golden GOLDEN = Golden.read("/golden/optimizers.safetensors");
  private static final float RATE = 0.0625f;

  /** One step of an optimiser; the first step has number 1. */
  private interface Step {
    void run(OptimizerKernels kernels, int step, Storage gradient, Storage p, Storage m, Storage v);
  }

  @Test
  void adamFollowsPyTorch() {
    check("adam", adam(0));
  }

  @Test
  void adamWithDecoupledDecayFollowsPyTorch() {
    check("adam with decay", adam(0.125f));
  }

  private static Step adam(float decay) {
    return (kernels, step, gradient, p, m, v) ->
        kernels.adam(
            new AdamStep(RATE, 0.875f, 0.96875f, 0x1p-20f, decay, step), gradient, p, m, v);
  }

  @Test
  void gradientDescentFollowsPyTorch() {
    check("sgd", sgd(0, 0));
    check("sgd with momentum", sgd(0.875f, 0));
    check("sgd with momentum and decay", sgd(0.875f, 0.125f));
  }

  private static Step sgd(float momentum, float decay) {
    return (kernels, step, gradient, p, m, v) -> kernels.sgd(RATE, momentum, decay, gradient, p, m);
  }

  private static void check(String name, Step step) {
    check(name, step, new ReferenceBackend(), 1e-7f);
    try (Backend cpu = new CpuBackend(1)) {
      check(name, step, cpu, 2e-6f);
    }
  }

  private static void check(String name, Step step, Backend backend, float tolerance) {
    float[] start = GOLDEN.values(name + "/start");
    int n = start.length;
    Storage p = stored(backend, start);
    Storage m = stored(backend, new float[n]);
    Storage v = stored(backend, new float[n]);
    for (int i = 0; i < 5; i++) {
      float[] all = GOLDEN.values(name + "/gradients");
      Storage gradient = stored(backend, Arrays.copyOfRange(all, i * n, (i + 1) * n));
      step.run(backend.optimizer(), i + 1, gradient, p, m, v);
      float[] expected = GOLDEN.values(name + "/parameters");
      float[] actual = new float[n];
      backend.download(p, actual);
      for (int e = 0; e < n; e++) {
        float wanted = expected[i * n + e];
        assertThat(actual[e])
            .as("%s on %s, step %d, element %d", name, backend.description(), i + 1, e)
            .isCloseTo(wanted, within(tolerance * (1 + Math.abs(wanted))));
      }
    }
  }

  private static Storage stored(Backend backend, float[] values) {
    Storage storage = backend.allocate(values.length);
    backend.upload(values, storage);
    return storage;
  }
}
