package org.limpid.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.limpid.autograd.Gradients;
import org.limpid.autograd.Parameter;
import org.limpid.autograd.Tape;
import org.limpid.backend.Activation;
import org.limpid.backend.ResamplingKernels.Interpolation;
import org.limpid.nn.Layer;
import org.limpid.nn.Parameters;
import org.limpid.nn.Pass;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Padding;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;

class LayersTest {

  private static final Device CPU = Device.cpu();
  private static final RandomKey KEY = new RandomKey(7, 1, 0);
  private static final Pass INFERENCE = Pass.inference();

  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
  }

  private static Tensor ramp(int... extents) {
    Shape shape = Shape.of(extents);
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 7919 % 101) / 50f - 1;
    }
    return Tensor.of(CPU, shape, values);
  }

  private static Conv conv(int... weight) {
    return Conv.of(CPU, Shape.of(weight), Init.HE_UNIFORM, KEY);
  }

  @Test
  void convolutionKeepsExtentsAndChangesChannels() {
    assertThat(conv(3, 3, 2, 5).forward(ramp(2, 7, 9, 2), INFERENCE).shape())
        .isEqualTo(Shape.of(2, 7, 9, 5));
    assertThat(conv(3, 3, 3, 1, 4).forward(ramp(1, 3, 5, 6, 1), INFERENCE).shape())
        .isEqualTo(Shape.of(1, 3, 5, 6, 4));
  }

  @Test
  void convolutionFollowsStrideAndBorder() {
    Tensor x = ramp(1, 9, 8, 2);
    assertThat(conv(3, 3, 2, 5).withStride(2).forward(x, INFERENCE).shape())
        .isEqualTo(Shape.of(1, 5, 4, 5));
    assertThat(conv(3, 3, 2, 5).withStride(2, 1).forward(x, INFERENCE).shape())
        .isEqualTo(Shape.of(1, 5, 8, 5));
    assertThat(conv(3, 3, 2, 5).withPadding(Padding.VALID).forward(x, INFERENCE).shape())
        .isEqualTo(Shape.of(1, 7, 6, 5));
  }

  @Test
  void convolutionAddsUpWindowBiasAndActivation() {
    Parameter weight =
        Parameter.trainable("weight", Tensor.of(CPU, Shape.of(1, 3, 1, 1), 1, 10, 100));
    Parameter bias = Parameter.trainable("bias", Tensor.of(CPU, Shape.of(1), -25));
    Tensor x = Tensor.of(CPU, Shape.of(1, 1, 3, 1), 1, 2, 3);
    Tensor y = Conv.over(weight, bias).withActivation(Activation.RELU).forward(x, INFERENCE);
    assertThat(y.toArray()).containsExactly(210 - 25, 321 - 25, 32 - 25);
    y = Conv.over(weight, null).forward(x.times(-1), INFERENCE);
    assertThat(y.toArray()).containsExactly(-210, -321, -32);
  }

  @Test
  void convolutionNamesItsParameters() {
    assertThat(Parameters.of(conv(3, 3, 2, 5)).byPath().keySet()).containsExactly("weight", "bias");
    assertThat(Parameters.of(conv(3, 3, 2, 5)).count()).isEqualTo(95);
    Conv bare = Conv.withoutBias(CPU, Shape.of(3, 3, 2, 5), Init.ZEROS, KEY);
    assertThat(Parameters.of(bare).byPath().keySet()).containsExactly("weight");
  }

  @Test
  void convolutionRefusesShapes() {
    assertThatThrownBy(() -> conv(3, 3, 2))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "conv: weight has shape [3, 3, 2] (expected: [kH, kW, C, K] or [kD, kH, kW, C, K],"
                + " each at least 1)");
    assertThatThrownBy(() -> conv(3, 3, 2, 5).forward(ramp(1, 8, 8, 3), INFERENCE))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("conv: input has 3 channels but weight takes 2");
  }

  @Test
  void transposedConvolutionEnlarges() {
    ConvTransposed layer =
        ConvTransposed.of(CPU, Shape.of(2, 2, 3, 4), Init.GLOROT_UNIFORM, KEY, 2);
    assertThat(layer.forward(ramp(2, 5, 6, 4), INFERENCE).shape())
        .isEqualTo(Shape.of(2, 10, 12, 3));
    ConvTransposed volume =
        ConvTransposed.of(CPU, Shape.of(1, 2, 2, 4, 4), Init.GLOROT_UNIFORM, KEY, 1, 2, 2);
    assertThat(volume.forward(ramp(1, 3, 5, 6, 4), INFERENCE).shape())
        .isEqualTo(Shape.of(1, 3, 10, 12, 4));
    assertThat(Parameters.of(layer).byPath().keySet()).containsExactly("weight", "bias");
  }

  @Test
  void transposedConvolutionSpreadsItsInput() {
    Parameter weight = Parameter.trainable("weight", Tensor.of(CPU, Shape.of(1, 2, 1, 1), 1, 10));
    Parameter bias = Parameter.trainable("bias", Tensor.of(CPU, Shape.of(1), 0.5f));
    Tensor x = Tensor.of(CPU, Shape.of(1, 1, 2, 1), 3, 4);
    assertThat(ConvTransposed.over(weight, bias, 1, 2).forward(x, INFERENCE).toArray())
        .containsExactly(3.5f, 30.5f, 4.5f, 40.5f);
  }

  @Test
  void batchNormalisationTakesTheBatchsStatisticsInTraining() {
    BatchNorm norm = BatchNorm.of(CPU, 2);
    float[] y = norm.forward(ramp(3, 5, 4, 2), Pass.training(KEY)).toArray();
    for (int channel = 0; channel < 2; channel++) {
      double sum = 0;
      double squares = 0;
      for (int i = channel; i < y.length; i += 2) {
        sum += y[i];
        squares += (double) y[i] * y[i];
      }
      assertThat(sum / 60).isCloseTo(0, within(1e-5));
      assertThat(squares / 60).isCloseTo(1, within(1e-3));
    }
  }

  @Test
  void batchNormalisationMovesItsRunningStatistics() {
    BatchNorm norm = BatchNorm.of(CPU, 1).withDecay(0.75f);
    Tensor x = Tensor.of(CPU, Shape.of(1, 2, 2, 1), 1, 3, 5, 7);
    norm.forward(x, Pass.training(KEY));
    Parameters parameters = Parameters.of(norm);
    assertThat(parameters.get("mean").value().item()).isEqualTo(0.25f * 4);
    assertThat(parameters.get("variance").value().item()).isEqualTo(0.75f + 0.25f * 5);
    assertThat(Parameters.of(norm).trainable().keySet()).containsExactly("gain", "shift");
  }

  @Test
  void batchNormalisationPredictsWithRunningStatistics() {
    BatchNorm norm = BatchNorm.of(CPU, 1).withDecay(0).withEpsilon(4);
    norm.forward(Tensor.of(CPU, Shape.of(1, 2, 2, 1), 1, 3, 5, 7), Pass.training(KEY));
    Tensor y = norm.forward(Tensor.of(CPU, Shape.of(1, 1, 2, 1), 4, 10), INFERENCE);
    assertThat(y.toArray()).containsExactly(0, 2);
    assertThat(Parameters.of(norm).get("mean").value().item()).isEqualTo(4);
    Tensor z =
        norm.withActivation(Activation.RELU)
            .forward(Tensor.of(CPU, Shape.of(1, 1, 2, 1), 1, 10), INFERENCE);
    assertThat(z.toArray()).containsExactly(0, 2);
  }

  @Test
  void batchNormalisationRefusesSettings() {
    assertThatThrownBy(() -> BatchNorm.of(CPU, 1).withDecay(1))
        .hasMessage("batchNorm: decay 1.0 (expected: 0 <= decay < 1)");
    assertThatThrownBy(() -> BatchNorm.of(CPU, 1).withEpsilon(0))
        .hasMessage("batchNorm: epsilon 0.0 (expected: > 0)");
  }

  @Test
  void dropoutDropsWhereThePassIsRandom() {
    Tensor x = Tensor.full(CPU, Shape.of(1, 100, 100, 1), 1);
    Dropout dropout = new Dropout(0.25f);
    assertThat(dropout.forward(x, INFERENCE)).isSameAs(x);
    for (Pass pass : List.of(Pass.training(KEY), Pass.sampling(KEY))) {
      float[] y = dropout.forward(x, pass).toArray();
      int dropped = 0;
      for (float value : y) {
        assertThat(value == 0 || Math.abs(value - 1 / 0.75f) < 1e-6).isTrue();
        dropped += value == 0 ? 1 : 0;
      }
      // Five standard deviations of a binomial count.
      assertThat(dropped).isBetween(2500 - 217, 2500 + 217);
    }
  }

  @Test
  void dropoutDrawsAnewForEachLayerButRepeatsWithTheKey() {
    Tensor x = Tensor.full(CPU, Shape.of(1, 8, 8, 1), 1);
    Dropout dropout = new Dropout(0.5f);
    Pass pass = Pass.sampling(KEY);
    float[] first = dropout.forward(x, pass).toArray();
    float[] second = dropout.forward(x, pass).toArray();
    assertThat(first).isNotEqualTo(second);
    assertThat(dropout.forward(x, Pass.sampling(KEY)).toArray()).isEqualTo(first);
    assertThatThrownBy(() -> new Dropout(1))
        .hasMessage("dropout: rate 1.0 (expected: 0 <= rate < 1)");
  }

  @Test
  void poolingAndUpsamplingChangeExtents() {
    Tensor x = Tensor.of(CPU, Shape.of(1, 2, 2, 1), 1, 2, 3, 6);
    assertThat(new MaxPool(2).forward(x, INFERENCE).toArray()).containsExactly(6);
    assertThat(new AveragePool(2).forward(x, INFERENCE).toArray()).containsExactly(3);
    assertThat(new Upsample(Interpolation.NEAREST, 1, 2).forward(x, INFERENCE).toArray())
        .containsExactly(1, 1, 2, 2, 3, 3, 6, 6);
    assertThat(new MaxPool(1, 2, 2).forward(ramp(1, 3, 4, 6, 2), INFERENCE).shape())
        .isEqualTo(Shape.of(1, 3, 2, 3, 2));
  }

  @Test
  void sequenceAndResidualCompose() {
    Layer twice = (x, pass) -> x.times(2);
    Layer next = (x, pass) -> x.plus(1);
    Tensor x = Tensor.of(CPU, Shape.of(2), 1, 2);
    assertThat(Sequential.of(twice, next).forward(x, INFERENCE).toArray()).containsExactly(3, 5);
    assertThat(new Residual(twice).forward(x, INFERENCE).toArray()).containsExactly(3, 6);
    assertThatThrownBy(Sequential::of).hasMessage("sequential: no layers (expected: at least one)");
    Layer nested = Sequential.of(conv(1, 1, 2, 2), new Residual(conv(1, 1, 2, 2)));
    assertThat(Parameters.of(nested).byPath().keySet())
        .containsExactly("0.weight", "0.bias", "1.body.weight", "1.body.bias");
  }

  @Test
  void predictionFreesWhatLiesBetweenLayersButNotItsInput() {
    Layer chain = Sequential.of(new Dropout(0.5f), conv(3, 3, 1, 8), conv(3, 3, 8, 8));
    Tensor x = ramp(1, 16, 16, 1);
    long before = CPU.memory().liveBytes();
    Tensor y = chain.forward(x, INFERENCE);
    assertThat(CPU.memory().liveBytes() - before).isLessThan(2 * 8 * 16 * 16 * 4);
    assertThat(x.toArray()).hasSize(256);
    assertThat(y.toArray()).hasSize(8 * 256);
  }

  @Test
  void predictionFreesWhatATransposedConvolutionAddsItsBiasTo() {
    Layer layer = ConvTransposed.of(CPU, Shape.of(2, 2, 8, 8), Init.HE_NORMAL, KEY, 2);
    Tensor x = ramp(1, 16, 16, 8);
    long before = CPU.memory().liveBytes();
    Tensor y = layer.forward(x, INFERENCE);
    assertThat(CPU.memory().liveBytes() - before).isLessThan(2 * y.shape().size() * 4);
  }

  @Test
  void gradientsReachEveryParameter() {
    Layer chain =
        Sequential.of(
            conv(3, 3, 1, 4),
            BatchNorm.of(CPU, 4).withActivation(Activation.ELU),
            new MaxPool(2),
            ConvTransposed.of(CPU, Shape.of(2, 2, 4, 4), Init.HE_NORMAL, KEY.at(1), 2),
            new Residual(conv(3, 3, 4, 4)),
            new Dropout(0.1f),
            conv(1, 1, 4, 1));
    try (Tape tape = Tape.open()) {
      Tensor loss = chain.forward(ramp(2, 8, 8, 1), Pass.training(KEY)).square().mean();
      Gradients gradients = tape.gradients(loss);
      for (var entry : Parameters.of(chain).trainable().entrySet()) {
        Tensor gradient = gradients.of(entry.getValue());
        assertThat(gradient).as(entry.getKey()).isNotNull();
        // A batch normalisation takes out the bias before it, up to rounding.
        if (!entry.getKey().equals("0.bias")) {
          assertThat(gradient.square().sum().item()).as(entry.getKey()).isGreaterThan(1e-8f);
        }
      }
    }
  }
}
