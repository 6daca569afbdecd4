package org.limpid.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.limpid.autograd.Tape;
import org.limpid.backend.ReferenceBackend;

class ScopeTest {

  private final Device device = Device.on("reference", new ReferenceBackend());

  @AfterEach
  void everythingIsFreed() {
    assertThat(device.memory().liveBytes()).isZero();
  }

  private Tensor make(float value) {
    return Tensor.of(device, Shape.of(1), value);
  }

  @Test
  void tensorsAreFreedWithTheirScope() {
    Tensor inner;
    Tensor outer;
    try (Scope first = Scope.open()) {
      outer = make(1);
      try (Scope second = Scope.open()) {
        inner = make(2);
        assertThat(outer.add(inner).item()).isEqualTo(3);
      }
      assertThatThrownBy(inner::item).isInstanceOf(IllegalStateException.class);
      assertThat(outer.item()).isEqualTo(1);
    }
    assertThatThrownBy(outer::item).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keepMovesOneScopeOut() {
    try (Scope first = Scope.open()) {
      Tensor kept;
      try (Scope second = Scope.open()) {
        kept = second.keep(make(1).plus(1));
      }
      assertThat(kept.item()).isEqualTo(2);
    }
  }

  @Test
  void keepFromTheOutermostScopeLeavesATensorOnItsOwn() {
    Tensor kept;
    try (Scope scope = Scope.open()) {
      kept = scope.keep(make(5));
    }
    assertThat(kept.item()).isEqualTo(5);
    kept.close();
  }

  @Test
  void onlyTheOwnerKeeps() {
    try (Scope first = Scope.open()) {
      Tensor outer = make(1);
      try (Scope second = Scope.open()) {
        assertThatThrownBy(() -> second.keep(outer))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("scope.keep: tensor [1] on reference belongs elsewhere");
      }
    }
  }

  @Test
  void tensorsClosedBeforeAreNotFreedTwice() {
    try (Scope scope = Scope.open()) {
      make(1).close();
      Tensor x = make(2);
      x.reshape(1, 1);
      x.close();
    }
  }

  @Test
  void innerScopeClosesFirst() {
    Scope outer = Scope.open();
    Scope inner = Scope.open();
    assertThatThrownBy(outer::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("scope.close: a scope opened inside is still open");
    inner.close();
    outer.close();
    outer.close();
  }

  @Test
  void scopeBelongsToItsThread() throws Exception {
    ExecutorService threads =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "another"));
    try (Scope scope = Scope.open()) {
      Tensor x = make(1);
      threads
          .submit(
              () -> {
                assertThatThrownBy(scope::close)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("scope: opened on thread 'main' but used on 'another'");
                // What another thread makes is not in this scope.
                Tensor y = x.plus(1);
                assertThatThrownBy(() -> scope.keep(y)).isInstanceOf(IllegalStateException.class);
                y.close();
              })
          .get();
      assertThat(x.item()).isEqualTo(1);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void scopesWorkInsideATape() {
    try (Tensor x = make(3);
        Tape tape = Tape.open()) {
      tape.watch(x);
      Tensor y;
      try (Scope scope = Scope.open()) {
        Tensor constant = make(4);
        // The rule of a product needs the constant, so both are kept.
        y = scope.keep(x.multiply(scope.keep(constant)));
      }
      Tensor gradient = tape.gradients(y.sum()).of(x);
      assertThat(gradient).isNotNull();
      assertThat(gradient.item()).isEqualTo(4);
    }
  }

  @Test
  void ruleThatNeedsAFreedTensorSaysSo() {
    try (Tensor x = make(3);
        Tape tape = Tape.open()) {
      tape.watch(x);
      Tensor y;
      try (Scope scope = Scope.open()) {
        y = scope.keep(x.multiply(make(4)));
      }
      Tensor loss = y.sum();
      assertThatThrownBy(() -> tape.gradients(loss))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("tensor [1] was freed");
    }
  }
}
