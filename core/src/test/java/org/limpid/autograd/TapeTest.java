package org.limpid.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.limpid.backend.ReferenceBackend;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;

class TapeTest {

  private final Device device = Device.on("reference", new ReferenceBackend());
  private final Tensor x = Tensor.of(device, Shape.of(3), 1, 2, -3);

  @AfterEach
  void everythingIsFreed() {
    x.close();
    assertThat(device.memory().liveBytes()).isZero();
  }

  @Test
  void sharedInputsAddUp() {
    assertThat(gradient(t -> t.add(t))).containsExactly(2, 2, 2);
    assertThat(gradient(t -> t.multiply(t))).containsExactly(2, 4, -6);
    assertThat(gradient(t -> t.subtract(t))).containsExactly(0, 0, 0);
    assertThat(gradient(t -> t.multiply(t).multiply(t))).containsExactly(3, 12, 27);
  }

  @Test
  void whatIsUnlistedCountsAsConstant() {
    // x·x with one of them constant.
    assertThat(gradient(t -> Tape.unlisted(() -> t.times(1)).multiply(t)))
        .containsExactly(1, 2, -3);
  }

  @Test
  void skipConnectionsAddUp() {
    // f = relu(3x) + x, then f + 5x.
    assertThat(
            gradient(
                t -> {
                  Tensor f = t.times(3).relu().add(t);
                  return f.add(t.times(5));
                }))
        .containsExactly(9, 9, 6);
  }

  @Test
  void reshapeSharesMemoryAndPassesGradients() {
    assertThat(
            gradient(
                t -> {
                  Tensor column = t.reshape(3, 1);
                  return column.multiply(t.reshape(3, 1)).reshape(1, 3).reshape(3);
                }))
        .containsExactly(2, 4, -6);
  }

  @Test
  void gradientOfTheWatchedTensorItselfIsOne() {
    try (Tape tape = Tape.open();
        Tensor scalar = Tensor.of(device, Shape.of(), 7)) {
      tape.watch(scalar);
      assertThat(read(tape.gradients(scalar).of(scalar))).containsExactly(1);
    }
  }

  @Test
  void resultInTheMiddleCanBeWatched() {
    try (Tape tape = Tape.open()) {
      tape.watch(x);
      Tensor middle = x.times(3);
      tape.watch(middle);
      Gradients gradients = tape.gradients(middle.square().add(middle).sum());
      assertThat(read(gradients.of(middle))).containsExactly(7, 13, -17);
      assertThat(read(gradients.of(x))).containsExactly(21, 39, -51);
    }
  }

  @Test
  void gradientThatSomebodyElseNeedsIsNotOverwritten() {
    try (Tape tape = Tape.open()) {
      tape.watch(x);
      Tensor rectified = x.relu();
      tape.watch(rectified);
      Gradients gradients = tape.gradients(rectified.times(5).sum());
      assertThat(read(gradients.of(rectified))).containsExactly(5, 5, 5);
      assertThat(read(gradients.of(x))).containsExactly(5, 5, 0);
    }
    // One gradient for both terms, of which the rectifier may change its own only.
    assertThat(gradient(t -> t.times(2).add(t.relu()))).containsExactly(3, 3, 2);
    assertThat(gradient(t -> t.relu().add(t.times(2)))).containsExactly(3, 3, 2);
  }

  @Test
  void unusedBranchesDoNotMatter() {
    assertThat(
            gradient(
                t -> {
                  Tensor unused = t.exp().log();
                  unused.sum();
                  return t.times(2);
                }))
        .containsExactly(2, 2, 2);
  }

  @Test
  void whatTheLossDoesNotDependOnHasNoGradient() {
    try (Tape tape = Tape.open();
        Tensor other = Tensor.of(device, Shape.of(3), 1, 1, 1)) {
      tape.watch(x);
      tape.watch(other);
      other.exp();
      Gradients gradients = tape.gradients(x.sum());
      assertThat(gradients.of(other)).isNull();
      assertThat(read(gradients.of(x))).containsExactly(1, 1, 1);
    }
  }

  @Test
  void detachCutsTheGradient() {
    assertThat(gradient(t -> t.multiply(t.detach()))).containsExactly(1, 2, -3);
  }

  @Test
  void onlyTrackedOperationsAreRecorded() {
    try (Tape tape = Tape.open()) {
      Tensor constant = x.times(2);
      assertThat(Tape.tracks(constant)).isFalse();
      tape.watch(x);
      assertThat(Tape.tracks(x)).isTrue();
      assertThat(Tape.tracks(x.times(2))).isTrue();
      assertThat(Tape.tracks(constant.times(2))).isFalse();
      assertThat(Tape.tracks(null)).isFalse();
    }
    assertThat(Tape.tracks(x)).isFalse();
  }

  @Test
  void lossThatDependsOnNothingIsRefused() {
    try (Tape tape = Tape.open()) {
      Tensor loss = x.sum();
      tape.watch(x);
      assertThatThrownBy(() -> tape.gradients(loss))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "tape.gradients: the loss depends on no parameter. Was it computed while the tape was"
                  + " open?");
    }
  }

  @Test
  void lossMustHaveOneElement() {
    try (Tape tape = Tape.open()) {
      tape.watch(x);
      assertThatThrownBy(() -> tape.gradients(x.times(2)))
          .isInstanceOf(ShapeException.class)
          .hasMessage("tape.gradients: loss has shape [3] (expected: one element)");
    }
  }

  @Test
  void gradientsAreComputedOnce() {
    try (Tape tape = Tape.open()) {
      tape.watch(x);
      Tensor loss = x.sum();
      tape.gradients(loss);
      assertThatThrownBy(() -> tape.gradients(loss))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("tape.gradients: may be called once. Open a new tape");
    }
  }

  @Test
  void lossAndGradientsCanBeReadUntilTheTapeCloses() {
    Tensor loss;
    Tensor gradient;
    try (Tape tape = Tape.open()) {
      tape.watch(x);
      Tensor middle = x.square();
      loss = middle.sum();
      gradient = Objects.requireNonNull(tape.gradients(loss).of(x));
      assertThat(loss.item()).isEqualTo(14);
      assertThat(gradient.toArray()).containsExactly(2, 4, -6);
      assertThatThrownBy(middle::toArray).isInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(loss::item).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(gradient::toArray).isInstanceOf(IllegalStateException.class);
    assertThat(x.toArray()).containsExactly(1, 2, -3);
  }

  @Test
  void onlyLossAndGradientsAreLeftBeforeTheTapeCloses() {
    try (Tape tape = Tape.open()) {
      tape.watch(x);
      Tensor saved = Tensor.of(device, Shape.of(3), 1, 2, 3);
      Tensor mine = Tape.record("mine", x.times(1).add(x), List.of(x), List.of(saved), List::of);
      Tensor loss = mine.exp().square().add(x.relu()).reshape(3, 1).sum();
      tape.gradients(loss);
      // x, its gradient, and the loss.
      assertThat(device.memory().liveBytes()).isEqualTo((3 + 3 + 1) * Double.BYTES);
    }
  }

  @Test
  void operationOfOnesOwnIsRecorded() {
    // Cube, whose rule is 3x².
    assertThat(
            gradient(
                t ->
                    Tape.record(
                        "cube",
                        t.detach().multiply(t.detach()).multiply(t.detach()),
                        List.of(t),
                        gradY -> List.of(gradY.multiply(t.square()).times(3)))))
        .containsExactly(3, 12, 27);
  }

  @Test
  void oneTensorMayBeTheGradientOfSeveralInputs() {
    assertThat(
            gradient(
                t -> Tape.record("double", t.detach().times(2), List.of(t, t), g -> List.of(g, g))))
        .containsExactly(2, 2, 2);
  }

  @Test
  void savedTensorsAreFreedWithoutATape() {
    Tensor saved = Tensor.of(device, Shape.of(2), 1, 2);
    try (Tensor y = Tape.record("op", x.times(2), List.of(x), List.of(saved), List::of)) {
      assertThat(y.toArray()).containsExactly(2, 4, -6);
      assertThatThrownBy(saved::toArray).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void savedTensorsLiveUntilTheirRuleHasRun() {
    List<Tensor> saved = new ArrayList<>();
    double[] gradient =
        gradient(
            t -> {
              saved.add(t.detach().times(10));
              return Tape.record(
                  "op",
                  t.detach().times(1),
                  List.of(t),
                  saved,
                  g -> List.of(g.multiply(saved.get(0))));
            });
    assertThat(gradient).containsExactly(10, 20, -30);
    assertThatThrownBy(() -> saved.get(0).toArray()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void wrongShapeFromARuleIsRefused() {
    assertThatThrownBy(() -> gradient(t -> recordWith(t, g -> List.of(g.sum()))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("mine: rule returned [] as gradient of input 0 (expected: [3])");
  }

  @Test
  void missingGradientFromARuleIsRefused() {
    assertThatThrownBy(() -> gradient(t -> recordWith(t, g -> Arrays.asList((Tensor) null))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("mine: rule returned null as gradient of input 0 (expected: [3])");
    assertThatThrownBy(() -> gradient(t -> recordWith(t, g -> List.of(g, g))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("mine: rule returned 2 gradients (expected: 1, one for each input)");
  }

  private static Tensor recordWith(Tensor t, Vjp rule) {
    return Tape.record("mine", t.detach().times(1), List.of(t), rule);
  }

  @Test
  void parametersAreTrackedByUse() {
    Parameter weight = Parameter.trainable("weight", Tensor.of(device, Shape.of(3), 2, 2, 2));
    Parameter unused = Parameter.trainable("unused", Tensor.of(device, Shape.of(3), 2, 2, 2));
    Parameter mean = Parameter.statistic("mean", Tensor.of(device, Shape.of(3), 1, 1, 1));
    try (Tape tape = Tape.open()) {
      Tensor y = x.subtract(mean.value()).multiply(weight.value());
      Gradients gradients = tape.gradients(y.sum());
      assertThat(gradients.parameters()).containsExactly(weight);
      assertThat(read(gradients.of(weight))).containsExactly(0, 1, -4);
      assertThat(gradients.of(unused)).isNull();
      assertThat(gradients.of(mean)).isNull();
    }
    for (Parameter parameter : List.of(weight, unused, mean)) {
      parameter.value().close();
    }
  }

  @Test
  void parameterKeepsItsShape() {
    Parameter weight = Parameter.trainable("weight", Tensor.of(device, Shape.of(3), 2, 2, 2));
    try (Tensor wrong = Tensor.of(device, Shape.of(1, 3), 1, 2, 3)) {
      assertThatThrownBy(() -> weight.set(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("parameter 'weight': shape [1, 3] (expected: [3])");
    }
    Tensor old = weight.value();
    weight.set(Tensor.of(device, Shape.of(3), 4, 5, 6));
    assertThat(weight.value().toArray()).containsExactly(4, 5, 6);
    assertThatThrownBy(old::toArray).isInstanceOf(IllegalStateException.class);
    weight.value().close();
  }

  /** Gradient of the sum of a function's result at {@link #x}. */
  private double[] gradient(Function<Tensor, Tensor> function) {
    try (Tape tape = Tape.open()) {
      tape.watch(x);
      return read(tape.gradients(function.apply(x).sum()).of(x));
    }
  }

  private static double[] read(@Nullable Tensor tensor) {
    float[] values = Objects.requireNonNull(tensor).toArray();
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }
}
