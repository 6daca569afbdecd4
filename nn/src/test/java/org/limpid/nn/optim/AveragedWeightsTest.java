package org.limpid.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.limpid.autograd.Parameter;
import org.limpid.nn.Layer;
import org.limpid.nn.layer.Conv;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

class AveragedWeightsTest {

  private static final Device CPU = Device.cpu();

  private final Scope scope = Scope.open();
  private final Parameter weight =
      Parameter.trainable("weight", Tensor.of(CPU, Shape.of(1, 1, 1, 2), 1, -1));
  private final Layer layer = Conv.over(weight, null);
  private final ParameterBlock block = ParameterBlock.of(layer);
  private final AveragedWeights average = new AveragedWeights(block, 0.5f);

  @AfterEach
  void close() {
    scope.close();
  }

  private void train(float first, float second) {
    CPU.backend().upload(new float[] {first, second}, weight.value().storage());
    average.update();
  }

  private float[] averaged() {
    average.swap();
    float[] values = weight.value().toArray();
    average.swap();
    return values;
  }

  @Test
  void averageForgetsItsStartFirstQuicklyThenAtItsDecay() {
    float expected = 1;
    for (int t = 0; t < 12; t++) {
      train(t, -t);
      float decay = Math.min(0.5f, (1f + t) / (10 + t));
      expected = decay * expected + (1 - decay) * t;
      assertThat(averaged()[0]).isCloseTo(expected, within(1e-5f));
    }
    assertThat(average.updates()).isEqualTo(12);
  }

  @Test
  void swappingTwiceChangesNothing() {
    train(11, 9);
    assertThat(averaged()).containsExactly(new float[] {10, 8}, within(1e-5f));
    assertThat(weight.value().toArray()).containsExactly(11, 9);
  }

  @Test
  void appliedAverageStays() {
    train(11, 9);
    average.apply();
    assertThat(weight.value().toArray()).containsExactly(new float[] {10, 8}, within(1e-5f));
  }

  @Test
  void swappedParametersMustNotBeTrainedOrSaved() {
    average.swap();
    assertThatThrownBy(average::update)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "averagedWeights.update: parameters and average are swapped. Call swap() first");
    assertThatThrownBy(average::apply).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(average::state).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void restoredAverageGoesOn() {
    train(7, 8);
    try (AveragedWeights other = new AveragedWeights(block, 0.5f)) {
      assertThat(average.state().keySet()).containsExactly("average.weight");
      other.restore(average.updates(), average.state());
      train(0, 3);
      other.update();
      other.swap();
      float[] restored = weight.value().toArray();
      other.swap();
      assertThat(restored).isEqualTo(averaged());
      assertThatThrownBy(() -> other.restore(1, Map.of()))
          .hasMessageStartingWith(
              "averagedWeights.restore: state 'average.weight' is missing (expected: [1, 1, 1, 2])");
    }
  }
}
