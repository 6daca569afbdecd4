package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.limpid.autograd.Parameter;
import org.limpid.autograd.Tape;
import org.limpid.backend.Activation;
import org.limpid.backend.LossKernels;
import org.limpid.backend.Precision;
import org.limpid.cuda.ptx.Scheduler;
import org.limpid.tensor.Device;
import org.limpid.tensor.DeviceException;
import org.limpid.tensor.Padding;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

class CudaMemoryTest {

  private final InterpretedGpu gpu =
      new InterpretedGpu(Scheduler.LOCKSTEP, 1 << 16, UnaryOperator.identity());
  private final CudaMemory memory = new CudaMemory(gpu, () -> {});

  @Test
  void sizesAreAtMostAnEighthTooLarge() {
    for (long bytes = 1; bytes < 1L << 40; bytes = bytes * 9 / 8 + 1) {
      assertThat(CudaMemory.rounded(bytes)).isGreaterThanOrEqualTo(bytes);
      assertThat(CudaMemory.rounded(bytes) % 512).isZero();
      assertThat(CudaMemory.rounded(bytes))
          .isLessThanOrEqualTo(Math.max(bytes + 512, bytes * 9 / 8));
      assertThat(CudaMemory.rounded(CudaMemory.rounded(bytes)))
          .isEqualTo(CudaMemory.rounded(bytes));
    }
  }

  @Test
  void memoryThatIsNotThereIsToldWithNumbers() {
    CudaStorage block = memory.allocate(1000);
    assertThatThrownBy(() -> memory.allocate(20_000))
        .isInstanceOfSatisfying(DeviceException.class, e -> assertThat(e.isOutOfMemory()).isTrue())
        .hasMessage(
            "cuda: no memory for 81920 bytes (61440 are free, 4096 are in use here). Use smaller"
                + " batches or tiles, or the device cpu");
    memory.release(block);
  }

  @Test
  void pooledBlocksAreGivenUpForALargerOne() {
    for (int i = 0; i < 3; i++) {
      memory.release(memory.allocate(3000 + 500 * i));
    }
    assertThat(memory.use().pooledBytes()).isPositive();
    CudaStorage large = memory.allocate(15_000);
    assertThat(memory.use().pooledBytes()).isZero();
    memory.release(large);
    memory.close();
    assertThat(gpu.blocks()).isZero();
  }

  @Test
  void halfTheBatchIsLearnedFromWhereTheWholeDoesNotFit() {
    InterpretedGpu small =
        new InterpretedGpu(Scheduler.LOCKSTEP, 160_000, UnaryOperator.identity());
    try (Device device = Device.on("cuda", new CudaBackend(small, Precision.FLOAT32))) {
      assertThatThrownBy(() -> step(device, 8))
          .isInstanceOfSatisfying(
              DeviceException.class, e -> assertThat(e.isOutOfMemory()).isTrue())
          .hasMessageMatching(
              "cuda: no memory for \\d+ bytes \\(\\d+ are free, \\d+ are in use here\\)\\. Use"
                  + " smaller batches or tiles, or the device cpu");
      assertThat(device.memory().liveBytes()).isZero();
      // The same again: what was learned from once leaves nothing behind.
      assertThat(step(device, 4)).isEqualTo(step(device, 4)).isFinite();
      assertThat(device.memory().liveBytes()).isZero();
    }
  }

  /** Loss of a step on images of 32 x 32. */
  private static float step(Device device, int batch) {
    try (Tape tape = Tape.open()) {
      float[] ones = new float[batch * 32 * 32];
      Arrays.fill(ones, 1);
      Tensor x = Tensor.of(device, Shape.of(batch, 32, 32, 1), ones);
      Parameter scale = Parameter.trainable("scale", Tensor.of(device, Shape.of(1, 1, 1, 1), 0.5f));
      Tensor y = x.conv(scale.value(), null, Padding.SAME, Activation.IDENTITY);
      Tensor loss = y.weightedPenalty(LossKernels.Penalty.SQUARED, x, x);
      float value = loss.item();
      tape.gradients(loss);
      return value;
    }
  }

  @Test
  void sameStepsGetTheSameBlocks() {
    List<Long> before = List.of();
    for (int step = 0; step < 4; step++) {
      CudaStorage a = memory.allocate(300);
      CudaStorage b = memory.allocate(300);
      memory.release(a);
      CudaStorage c = memory.allocate(300);
      List<Long> now = List.of(a.address, b.address, c.address);
      memory.release(step % 2 == 0 ? b : c);
      memory.release(step % 2 == 0 ? c : b);
      assertThat(now).isEqualTo(step == 0 ? now : before);
      before = now;
    }
  }

  @Test
  void foreignAndReleasedMemoryIsRefused() {
    CudaStorage block = memory.allocate(10);
    CudaMemory other = new CudaMemory(gpu, () -> {});
    assertThatThrownBy(() -> CudaStorage.of("copy", "x", block, other))
        .hasMessage(
            "copy: x is a CudaStorage (expected: memory of this GPU). Bring it to this device"
                + " first");
    memory.release(block);
    assertThatThrownBy(() -> CudaStorage.of("copy", "x", block, memory))
        .hasMessage("copy: x was released (10 elements)");
    assertThatThrownBy(() -> memory.release(block)).hasMessageContaining("was released before");
    assertThatThrownBy(() -> memory.allocate(1L << 31)).hasMessageContaining("expected: 0 to");
  }
}
