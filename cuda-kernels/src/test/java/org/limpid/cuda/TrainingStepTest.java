package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limpid.autograd.Gradients;
import org.limpid.autograd.Parameter;
import org.limpid.autograd.Tape;
import org.limpid.backend.Activation;
import org.limpid.backend.Backend;
import org.limpid.backend.DeviceOptions;
import org.limpid.backend.LossKernels;
import org.limpid.backend.OptimizerKernels;
import org.limpid.backend.Precision;
import org.limpid.backend.ReferenceBackend;
import org.limpid.backend.ResamplingKernels;
import org.limpid.cuda.ptx.Scheduler;
import org.limpid.tensor.Device;
import org.limpid.tensor.Padding;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * Whole training steps of a small U-Net on the interpreter: convolutions, batch normalisation,
 * pooling, upsampling, concatenation, a masked loss, all gradients, and Adam. Loss, gradients and
 * the parameters after two steps agree with the reference backend.
 */
class TrainingStepTest {

  private static final int STEPS = 2;

  /** What a run tells: losses, then gradients and parameters one after the other. */
  private record Result(List<Float> losses, List<float[]> numbers) {}

  /** How far losses of about 1, and gradients and parameters, may be from the reference. */
  private record Tolerance(float loss, float numbers) {
    static Tolerance of(Precision precision) {
      return switch (precision) {
        case FLOAT32 -> new Tolerance(2e-5f, 5e-5f);
        case TF32 -> new Tolerance(1e-3f, 1e-2f);
        case BFLOAT16 -> new Tolerance(1e-2f, 5e-2f);
      };
    }
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, false", "FLOAT32, true", "TF32, false", "BFLOAT16, false"})
  void stepsAgreeWithReference(Precision precision, boolean isVolume) {
    compare(
        new CudaBackend(new InterpretedGpu(Scheduler.BY_TURNS), precision), precision, isVolume);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, false", "FLOAT32, true", "TF32, false", "BFLOAT16, false"})
  void stepsOnTheGpuAgreeWithReference(Precision precision, boolean isVolume) {
    compare(openGpu(precision, EngineChoice.AUTO), precision, isVolume);
  }

  /** Where a library is faster, kernels that join parts and take statistics run only here. */
  @ParameterizedTest
  @CsvSource({"FLOAT32, false", "FLOAT32, true", "TF32, false", "BFLOAT16, false"})
  void ownStepsOnTheGpuAgreeWithReference(Precision precision, boolean isVolume) {
    compare(openGpu(precision, EngineChoice.OWN), precision, isVolume);
  }

  private static Backend openGpu(Precision precision, String engine) {
    Optional<String> reason = CudaDriver.unavailableReason();
    assumeTrue(reason.isEmpty(), () -> "no GPU: " + reason.orElse(""));
    return new CudaBackendProvider()
        .open(0, DeviceOptions.DEFAULT.withPrecision(precision).withEngine(engine));
  }

  private static void compare(Backend backend, Precision precision, boolean isVolume) {
    // Tensor cores take channels in fours.
    int[] channels = precision == Precision.FLOAT32 ? new int[] {5, 6} : new int[] {8, 12};
    Result expected = train(Device.on("reference", new ReferenceBackend()), channels, isVolume);
    Result actual = train(Device.on("cuda", backend), channels, isVolume);
    Tolerance tolerance = Tolerance.of(precision);
    for (int i = 0; i < STEPS; i++) {
      assertThat(actual.losses.get(i)).isCloseTo(expected.losses.get(i), offset(tolerance.loss));
    }
    if (precision != Precision.FLOAT32) {
      assertThat(actual.losses).as("rounded").isNotEqualTo(expected.losses);
    }
    assertThat(actual.losses.get(1)).isLessThan(actual.losses.get(0));
    assertThat(actual.numbers).hasSameSizeAs(expected.numbers);
    for (int i = 0; i < expected.numbers.size(); i++) {
      assertThat(actual.numbers.get(i)).as("numbers %d", i).hasSameSizeAs(expected.numbers.get(i));
      for (int k = 0; k < expected.numbers.get(i).length; k++) {
        assertThat(actual.numbers.get(i)[k])
            .as("numbers %d, element %d", i, k)
            .isCloseTo(expected.numbers.get(i)[k], offset(tolerance.numbers));
      }
    }
  }

  @Test
  void orderOfThreadsDoesNotChangeBits() {
    Result one =
        train(
            Device.on(
                "cuda", new CudaBackend(new InterpretedGpu(Scheduler.LOCKSTEP), Precision.FLOAT32)),
            new int[] {5, 6},
            false);
    Result other =
        train(
            Device.on(
                "cuda",
                new CudaBackend(new InterpretedGpu(Scheduler.RANDOM_WARP), Precision.FLOAT32)),
            new int[] {5, 6},
            false);
    assertThat(other.losses).isEqualTo(one.losses);
    for (int i = 0; i < one.numbers.size(); i++) {
      assertThat(other.numbers.get(i)).as("numbers %d", i).containsExactly(one.numbers.get(i));
    }
  }

  private static Result train(Device device, int[] channels, boolean isVolume) {
    Random random = new Random(3);
    int[] extents = isVolume ? new int[] {1, 4, 6, 8} : new int[] {2, 12, 8};
    Result result = new Result(new ArrayList<>(), new ArrayList<>());
    try (device;
        Scope scope = Scope.open()) {
      Net net = new Net(device, random, channels, isVolume);
      Tensor x = draw(device, random, 1, shape(extents, 1));
      Tensor target = draw(device, random, 1, shape(extents, 1));
      Tensor weight = mask(device, random, shape(extents, 1));
      for (int step = 1; step <= STEPS; step++) {
        try (Tape tape = Tape.open()) {
          Tensor loss = net.forward(x).weightedPenalty(LossKernels.Penalty.SQUARED, target, weight);
          Gradients gradients = tape.gradients(loss);
          result.losses.add(loss.item());
          for (Net.Weight parameter : net.weights) {
            Tensor gradient = gradients.of(parameter.parameter);
            assertThat(gradient).as(parameter.parameter.name()).isNotNull();
            result.numbers.add(gradient.toArray());
            device
                .backend()
                .optimizer()
                .adam(
                    new OptimizerKernels.AdamStep(0.01f, 0.9f, 0.999f, 1e-3f, 0, step),
                    gradient.storage(),
                    parameter.parameter.value().storage(),
                    parameter.first.storage(),
                    parameter.second.storage());
          }
        }
      }
      net.weights.forEach(weights -> result.numbers.add(weights.parameter.value().toArray()));
    }
    return result;
  }

  private static Shape shape(int[] extents, int channels) {
    int[] all = Arrays.copyOf(extents, extents.length + 1);
    all[extents.length] = channels;
    return Shape.of(all);
  }

  private static Tensor draw(Device device, Random random, double scale, Shape shape) {
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return Tensor.of(device, shape, values);
  }

  private static Tensor mask(Device device, Random random, Shape shape) {
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(4) == 0 ? 1 : 0;
    }
    return Tensor.of(device, shape, values);
  }

  /** One level down, one up. */
  private static final class Net {

    /** A parameter and its moments. */
    record Weight(Parameter parameter, Tensor first, Tensor second) {}

    final List<Weight> weights = new ArrayList<>();
    private final Device device;
    private final Random random;
    private final int dimensions;
    private final Parameter[] kernels;
    private final Parameter[] biases;
    private final Parameter gain;
    private final Parameter shift;

    Net(Device device, Random random, int[] filters, boolean isVolume) {
      this.device = device;
      this.random = random;
      dimensions = isVolume ? 3 : 2;
      int top = filters[0];
      int low = filters[1];
      int[][] channels = {{1, top}, {top, low}, {top + low, top}};
      kernels = new Parameter[4];
      biases = new Parameter[4];
      for (int i = 0; i < channels.length; i++) {
        kernels[i] = parameter("kernel" + i, 0.3, kernel(3, channels[i][0], channels[i][1]));
        biases[i] = parameter("bias" + i, 0.1, Shape.of(channels[i][1]));
      }
      kernels[3] = parameter("head", 0.3, kernel(1, top, 1));
      biases[3] = parameter("head bias", 0.1, Shape.of(1));
      gain = parameter("gain", 1, Shape.of(low));
      shift = parameter("shift", 0.1, Shape.of(low));
    }

    private Shape kernel(int extent, int from, int to) {
      return dimensions == 2
          ? Shape.of(extent, extent, from, to)
          : Shape.of(extent, extent, extent, from, to);
    }

    private Parameter parameter(String name, double scale, Shape shape) {
      Parameter parameter = Parameter.trainable(name, draw(device, random, scale, shape));
      weights.add(new Weight(parameter, Tensor.zeros(device, shape), Tensor.zeros(device, shape)));
      return parameter;
    }

    Tensor forward(Tensor x) {
      Tensor top = convolve(0, x, Activation.RELU);
      // Twice: with statistics that the convolution takes and from parts that are joined where they
      // lie, as where a backend can do neither.
      Tensor low =
          Tensor.convBatchNorm(
                  List.of(top.maxPool(2)),
                  kernels[1].value(),
                  biases[1].value(),
                  gain.value(),
                  shift.value(),
                  1e-3f,
                  Activation.leakyRelu(0.1f))
              .value();
      Tensor again =
          convolve(1, top.maxPool(2), Activation.IDENTITY)
              .batchNorm(gain.value(), shift.value(), 1e-3f, Activation.leakyRelu(0.1f))
              .value();
      Tensor joined =
          Tensor.convJoined(
              List.of(low, top), kernels[2].value(), biases[2].value(), Activation.ELU);
      Tensor up = again.upsample(ResamplingKernels.Interpolation.LINEAR, 2);
      Tensor carriedOut = convolve(2, Tensor.concat(up, top), Activation.ELU);
      return convolve(3, joined.add(carriedOut).times(0.3f), Activation.IDENTITY);
    }

    private Tensor convolve(int layer, Tensor x, Activation activation) {
      return x.conv(kernels[layer].value(), biases[layer].value(), Padding.SAME, activation);
    }
  }
}
