package org.limpid.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.limpid.autograd.Parameter;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

class ParametersTest {

  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
  }

  private static Parameter parameter(String name, int size) {
    return Parameter.trainable(name, Tensor.zeros(Device.cpu(), Shape.of(size)));
  }

  /** A layer of the given parameters. */
  private record Holder(Parameter... parameters) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return x;
    }

    @Override
    public void describe(Outline outline) {
      for (Parameter parameter : parameters) {
        outline.parameter(parameter);
      }
    }
  }

  /** A layer of two children. */
  private record Pair(Layer a, Layer b) implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return x;
    }

    @Override
    public void describe(Outline outline) {
      outline.child("a", a).child("b", b);
    }
  }

  /** A layer that contains itself. */
  private record Endless() implements Layer {
    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return x;
    }

    @Override
    public void describe(Outline outline) {
      outline.child("me", this);
    }
  }

  @Test
  void pathsFollowTheOrderOfDescription() {
    Layer layer = new Pair(new Holder(parameter("z", 2), parameter("y", 3)), (x, pass) -> x);
    assertThat(Parameters.of(new Pair(layer, layer)).byPath().keySet())
        .containsExactly("a.a.z", "a.a.y");
    assertThat(Parameters.of(layer).count()).isEqualTo(5);
  }

  @Test
  void statisticsAreNotTrained() {
    Parameter mean = Parameter.statistic("mean", Tensor.zeros(Device.cpu(), Shape.of(4)));
    Parameters parameters = Parameters.of(new Holder(parameter("gain", 4), mean));
    assertThat(parameters.byPath().keySet()).containsExactly("gain", "mean");
    assertThat(parameters.trainable().keySet()).containsExactly("gain");
    assertThat(parameters.count()).isEqualTo(4);
  }

  @Test
  void parametersAreFoundByPath() {
    Parameter w = parameter("w", 1);
    Parameters parameters = Parameters.of(new Pair(new Holder(w), (x, pass) -> x));
    assertThat(parameters.get("a.w")).isSameAs(w);
    assertThatThrownBy(() -> parameters.get("w"))
        .hasMessage("parameters: none at 'w' (expected: one of [a.w])");
  }

  @Test
  void sharedParameterIsListedOnce() {
    Parameter shared = parameter("w", 2);
    Layer pair = new Pair(new Holder(shared), new Holder(shared, parameter("v", 1)));
    assertThat(Parameters.of(pair).byPath().keySet()).containsExactly("a.w", "b.v");
  }

  @Test
  void twoParametersOfOneNameAreRefused() {
    assertThatThrownBy(() -> Parameters.of(new Holder(parameter("w", 1), parameter("w", 1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("describe: two parameters at 'w' (expected: unique names within a layer)");
  }

  @Test
  void layerThatContainsItselfIsRefused() {
    assertThatThrownBy(() -> Parameters.of(new Endless()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("describe: more than 64 levels at 'me.me.")
        .hasMessageEndingWith("Does it contain itself?");
  }

  @Test
  void closingFreesValues() {
    Parameter w = parameter("w", 1000);
    Parameters parameters = Parameters.of(new Holder(w));
    long before = Device.cpu().memory().liveBytes();
    parameters.close();
    parameters.close();
    assertThat(Device.cpu().memory().liveBytes()).isLessThan(before);
    assertThatThrownBy(() -> w.value().storage()).isInstanceOf(IllegalStateException.class);
  }
}
