package org.limpid.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Activation;
import org.limpid.backend.LossKernels.Penalty;
import org.limpid.backend.OptimizerKernels.AdamStep;
import org.limpid.backend.ReferenceBackend;
import org.limpid.backend.ResamplingKernels.Interpolation;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Normalized;
import org.limpid.tensor.Padding;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/** Fifty steps of a small U-Net hold no more memory than two. */
class LeakTest {

  @Test
  void trainingHoldsConstantMemoryOnTheProcessor() {
    // One worker: a second takes scratch memory when it first gets work, which may be late.
    try (Device device = Device.cpu(1)) {
      assertConstant(device);
    }
  }

  @Test
  void trainingHoldsConstantMemoryOnTheReference() {
    try (Device device = Device.on("reference", new ReferenceBackend())) {
      assertConstant(device);
    }
  }

  private static void assertConstant(Device device) {
    Net net = new Net(device);
    float first = net.step(1);
    net.step(2);
    long live = device.memory().liveBytes();
    long pooled = device.memory().pooledBytes();
    float last = 0;
    for (int step = 3; step <= 50; step++) {
      last = net.step(step);
    }
    assertThat(device.memory().liveBytes()).isEqualTo(live);
    assertThat(device.memory().pooledBytes()).isEqualTo(pooled);
    assertThat(last).as("loss after training").isLessThan(first / 2);
    net.close();
    assertThat(device.memory().liveBytes()).isZero();
  }

  /** Two levels, with every kind of operation that keeps something for its derivative. */
  private static final class Net implements AutoCloseable {
    private final Device device;
    private final Random random = new Random(3);
    private final List<Tensor> owned = new ArrayList<>();
    private final Parameter[] weights;
    private final Parameter gain;
    private final Parameter shift;
    private final Tensor image;
    private final Tensor target;
    private final Tensor mask;

    Net(Device device) {
      this.device = device;
      weights =
          new Parameter[] {
            parameter(3, 3, 1, 4),
            parameter(3, 3, 4, 4),
            parameter(3, 3, 8, 4),
            parameter(1, 1, 4, 1)
          };
      gain = parameter(4);
      shift = parameter(4);
      image = drawn(2, 8, 8, 1);
      target = drawn(2, 8, 8, 1);
      mask = own(Tensor.full(device, Shape.of(2, 8, 8, 1), 1));
    }

    private Parameter parameter(int... extents) {
      Tensor value = drawn(extents);
      drawnMoments(value.shape());
      return Parameter.trainable("weight", value);
    }

    private Tensor drawn(int... extents) {
      Shape shape = Shape.of(extents);
      float[] values = new float[(int) shape.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat() - 0.5f;
      }
      return own(Tensor.of(device, shape, values));
    }

    private void drawnMoments(Shape shape) {
      own(Tensor.zeros(device, shape));
      own(Tensor.zeros(device, shape));
    }

    private Tensor own(Tensor tensor) {
      owned.add(tensor);
      return tensor;
    }

    float step(int step) {
      try (Tape tape = Tape.open()) {
        Tensor top = image.conv(weights[0].value(), null, Padding.SAME, Activation.leakyRelu(0.1f));
        Normalized inner =
            top.maxPool(2)
                .conv(weights[1].value(), null, Padding.SAME, Activation.IDENTITY)
                .batchNorm(gain.value(), shift.value(), 1e-3f, Activation.ELU);
        Tensor up = inner.value().dropout(0.9f, new RandomKey(1, 2, step));
        Tensor joined = Tensor.concat(up.upsample(Interpolation.NEAREST, 2), top);
        Tensor y =
            joined
                .conv(weights[2].value(), null, Padding.SAME, Activation.RELU)
                .conv(weights[3].value(), null, Padding.SAME, Activation.IDENTITY)
                .add(image);
        Tensor loss = y.weightedPenalty(Penalty.SQUARED, target, mask);
        Gradients gradients = tape.gradients(loss);
        for (Parameter parameter : gradients.parameters()) {
          update(step, parameter, gradients);
        }
        return loss.item();
      }
    }

    private void update(int step, Parameter parameter, Gradients gradients) {
      Tensor value = parameter.value();
      Tensor gradient = gradients.of(parameter);
      int at = owned.indexOf(value);
      assertThat(gradient).isNotNull();
      device
          .backend()
          .optimizer()
          .adam(
              new AdamStep(0.02f, 0.9f, 0.999f, 1e-8f, 0, step),
              gradient.storage(),
              value.storage(),
              owned.get(at + 1).storage(),
              owned.get(at + 2).storage());
    }

    @Override
    public void close() {
      owned.forEach(Tensor::close);
    }
  }
}
