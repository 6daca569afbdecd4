package org.limpid.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.limpid.autograd.Parameter;
import org.limpid.backend.Activation;
import org.limpid.nn.Parameters;
import org.limpid.nn.Pass;
import org.limpid.nn.layer.PartialConv.Masked;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Padding;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;
import org.limpid.testing.GradientCheck;

class PartialConvTest {

  private static final Device CPU = Device.cpu();
  private static final RandomKey KEY = new RandomKey(3, 1, 0);

  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
  }

  private static PartialConv ones(int in, int out, int dimensions) {
    Shape shape = dimensions == 2 ? Shape.of(3, 3, in, out) : Shape.of(3, 3, 3, in, out);
    return PartialConv.of(
        CPU,
        shape,
        (values, fanIn, fanOut, key) -> Arrays.fill(values, 1),
        KEY,
        Activation.IDENTITY);
  }

  private static Tensor bernoulli(Device device, Shape shape, float keep) {
    Tensor mask = Tensor.full(device, shape, 1);
    device.backend().random().bernoulli(KEY, keep, 1, mask.storage(), mask.storage());
    return mask;
  }

  private static Tensor noise(Device device, Shape shape) {
    float[] values = new float[(int) shape.size()];
    var random = KEY.at(1).generator();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(device, shape, values);
  }

  @Test
  void constantImagesStayConstantWhateverIsHidden() {
    // Wrong ratios over channels or at the border would show: the trap of the original.
    for (Shape shape : List.of(Shape.of(2, 9, 11, 3), Shape.of(1, 4, 5, 6, 3))) {
      Tensor mask = bernoulli(CPU, shape, 0.7f);
      int dimensions = shape.rank() - 2;
      Masked y = ones(3, 2, dimensions).forward(new Masked(mask, mask));
      float expected = (dimensions == 2 ? 9 : 27) * 3;
      assertThat(y.value().shape()).isEqualTo(shape.with(-1, 2));
      assertThat(y.mask().shape()).isEqualTo(shape.with(-1, 1));
      for (float value : y.value().toArray()) {
        assertThat(value).isCloseTo(expected, within(1e-3f));
      }
      Masked again = ones(2, 2, dimensions).forward(y);
      for (float value : again.value().toArray()) {
        assertThat(value).isCloseTo(expected * expected / 3 * 2, within(0.1f));
      }
    }
  }

  @Test
  void insideAllVisibleImagesItIsAConvolution() {
    PartialConv conv =
        PartialConv.of(CPU, Shape.of(3, 3, 2, 4), Init.HE_NORMAL, KEY, Activation.leakyRelu(0.1f));
    Parameter weight = Parameters.of(conv).get("weight");
    Parameter bias = Parameters.of(conv).get("bias");
    bias.set(Tensor.of(CPU, Shape.of(4), 0.5f, -0.5f, 1, 0));
    Tensor x = noise(CPU, Shape.of(1, 7, 8, 2));
    int[] from = {1, 1};
    int[] extents = {5, 6};
    float[] actual = conv.forward(x, Pass.inference()).crop(from, extents).toArray();
    float[] expected =
        x.conv(weight.value(), bias.value(), Padding.SAME, Activation.leakyRelu(0.1f))
            .crop(from, extents)
            .toArray();
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f));
    }
  }

  @Test
  void whereNothingIsVisibleNothingComesOut() {
    float[] one = new float[49];
    one[3 * 7 + 3] = 1;
    Tensor mask = Tensor.of(CPU, Shape.of(1, 7, 7, 1), one);
    PartialConv conv = ones(1, 1, 2);
    Parameters.of(conv).get("bias").set(Tensor.of(CPU, Shape.of(1), 5));
    Masked y = conv.forward(new Masked(mask.times(2), mask));
    float[] values = y.value().toArray();
    float[] visible = y.mask().toArray();
    for (int i = 0; i < 49; i++) {
      boolean near = Math.abs(i / 7 - 3) <= 1 && Math.abs(i % 7 - 3) <= 1;
      assertThat(visible[i]).isCloseTo(near ? 1 : 0, within(1e-6f));
      assertThat(values[i]).isCloseTo(near ? 2 * 9 + 5 : 0, within(1e-4f));
    }
  }

  @Test
  void derivativesAreRight() {
    Device device = GradientCheck.device();
    PartialConv conv =
        PartialConv.of(device, Shape.of(3, 3, 2, 2), Init.HE_NORMAL, KEY, Activation.SOFTPLUS);
    Tensor mask = bernoulli(device, Shape.of(1, 4, 5, 2), 0.4f);
    List<Tensor> inputs =
        List.of(
            noise(device, Shape.of(1, 4, 5, 2)),
            Parameters.of(conv).get("weight").value(),
            Parameters.of(conv).get("bias").value());
    GradientCheck.check(
        in -> conv.forward(new Masked(in.get(0).multiply(mask), mask)).value(), inputs);
  }

  @Test
  void predictionKeepsTheResultOnly() {
    PartialConv conv =
        PartialConv.of(CPU, Shape.of(3, 3, 1, 8), Init.HE_NORMAL, KEY, Activation.RELU);
    Tensor mask = bernoulli(CPU, Shape.of(1, 32, 32, 1), 0.5f);
    long before = CPU.memory().liveBytes();
    Masked y = conv.forward(new Masked(mask, mask));
    assertThat(CPU.memory().liveBytes() - before)
        .isLessThan(4 * (y.value().shape().size() + 2 * y.mask().shape().size()));
  }
}
