package org.limpid.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.limpid.backend.ReferenceBackend;

class TensorTest {

  private final Device device = Device.on("reference", new ReferenceBackend());
  private final Scope scope = Scope.open();

  @AfterEach
  void everythingIsFreed() {
    scope.close();
    assertThat(device.memory().liveBytes()).isZero();
  }

  @Test
  void valuesComeBackInOrder() {
    Tensor x = Tensor.of(device, Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertThat(x.toArray()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(x.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(x.device()).isSameAs(device);
    assertThat(x).hasToString("[2, 3] on reference");
  }

  @Test
  void numberOfValuesMustFitTheShape() {
    assertThatThrownBy(() -> Tensor.of(device, Shape.of(2, 3), 1, 2, 3))
        .isInstanceOf(ShapeException.class)
        .hasMessage("tensor: 3 values for shape [2, 3] (expected: 6)");
  }

  @Test
  void itemIsTheOnlyElement() {
    assertThat(Tensor.full(device, Shape.of(1, 1), 7).item()).isEqualTo(7);
    assertThatThrownBy(() -> Tensor.zeros(device, Shape.of(2)).item())
        .isInstanceOf(ShapeException.class)
        .hasMessage("item: shape [2] (expected: one element)");
  }

  @Test
  void emptyTensorsAreFine() {
    Tensor empty = Tensor.zeros(device, Shape.of(0, 3));
    assertThat(empty.add(empty).toArray()).isEmpty();
    assertThat(empty.sum().item()).isZero();
  }

  @Test
  void operationsLeaveTheirOperandsAlone() {
    Tensor x = Tensor.of(device, Shape.of(3), 1, 2, 3);
    Tensor y = x.times(2).plus(1).multiply(x);
    assertThat(y.toArray()).containsExactly(3, 10, 21);
    assertThat(x.toArray()).containsExactly(1, 2, 3);
  }

  @Test
  void reshapeAndWindowShareMemory() {
    Tensor x = Tensor.of(device, Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    Tensor reshaped = x.reshape(3, 2);
    Tensor window = x.window(2, Shape.of(2));
    assertThat(window.toArray()).containsExactly(3, 4);
    device.backend().elementwise().fill(9, window.storage());
    assertThat(reshaped.toArray()).containsExactly(1, 2, 9, 9, 5, 6);
  }

  @Test
  void memoryLivesWithItsLastHandle() {
    Tensor x = Tensor.of(device, Shape.of(2), 1, 2);
    Tensor alias = x.alias();
    Tensor part = alias.window(1, Shape.of(1));
    x.close();
    alias.close();
    assertThat(part.item()).isEqualTo(2);
    assertThat(device.memory().liveBytes()).isPositive();
    part.close();
    part.close();
    assertThat(device.memory().liveBytes()).isZero();
  }

  @Test
  void freedTensorSaysWhy() {
    Tensor x = Tensor.of(device, Shape.of(2, 2), 1, 2, 3, 4);
    x.close();
    String message =
        "tensor [2, 2] was freed, by its scope, its tape or close(). Keep it with Scope.keep, or"
            + " read it before";
    assertThatThrownBy(x::toArray).isInstanceOf(IllegalStateException.class).hasMessage(message);
    assertThatThrownBy(() -> x.times(2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
    assertThatThrownBy(x::alias).isInstanceOf(IllegalStateException.class).hasMessage(message);
  }

  @Test
  void tensorsMoveBetweenDevices() {
    Device other = Device.on("other", new ReferenceBackend());
    Tensor x = Tensor.of(device, Shape.of(2), 1, 2);
    Tensor moved = x.to(other);
    assertThat(moved.toArray()).containsExactly(1, 2);
    assertThat(moved.device()).isSameAs(other);
    assertThatThrownBy(() -> x.add(moved))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "add: operands are on different devices ([2] on reference, [2] on other). Use"
                + " Tensor.to");
  }

  @Test
  void shapesDescribeThemselves() {
    Shape shape = Shape.of(2, 3, 4);
    assertThat(shape.size()).isEqualTo(24);
    assertThat(shape.extent(-1)).isEqualTo(4);
    assertThat(shape.with(-1, 1)).isEqualTo(Shape.of(2, 3, 1));
    assertThat(shape).hasSameHashCodeAs(Shape.of(2, 3, 4)).isNotEqualTo(Shape.of(2, 12));
    assertThat(Shape.of()).hasToString("[]");
    assertThatThrownBy(() -> shape.extent(3))
        .isInstanceOf(ShapeException.class)
        .hasMessage("shape: axis 3 of [2, 3, 4] does not exist");
    assertThatThrownBy(() -> Shape.of(2, -1))
        .isInstanceOf(ShapeException.class)
        .hasMessage("shape: extent -1 in [2, -1] (expected: >= 0)");
  }
}
