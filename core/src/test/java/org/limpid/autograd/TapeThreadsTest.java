package org.limpid.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.limpid.backend.ReferenceBackend;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/** A tape belongs to its thread, and threads do not see each other's. */
class TapeThreadsTest {

  private final Device device = Device.on("reference", new ReferenceBackend());
  private final Tensor x = Tensor.of(device, Shape.of(3), 1, 2, -3);

  @AfterEach
  void everythingIsFreed() {
    x.close();
    assertThat(device.memory().liveBytes()).isZero();
  }

  @Test
  void oneTapePerThread() {
    try (Tape tape = Tape.open()) {
      assertThatThrownBy(Tape::open)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("tape.open: a tape is already open on this thread");
      tape.watch(x);
      assertThat(gradient(tape, x.sum())).containsExactly(1, 1, 1);
    }
    Tape.open().close();
  }

  @Test
  void threadsRecordOnTapesOfTheirOwn() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<float[]>> results = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        float factor = i;
        results.add(threads.submit(() -> gradientOfProduct(factor)));
      }
      for (int i = 0; i < 16; i++) {
        assertThat(results.get(i).get()).containsExactly(2 * i, 4 * i, -6 * i);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void tapeOfAnotherThreadDoesNotRecord() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (Tape tape = Tape.open()) {
      tape.watch(x);
      boolean tracked =
          threads
              .submit(
                  () -> {
                    try (Tensor y = x.times(2)) {
                      return Tape.tracks(y) || Tape.tracks(x);
                    }
                  })
              .get();
      assertThat(tracked).isFalse();
      assertThat(gradient(tape, x.sum())).containsExactly(1, 1, 1);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void tapeBelongsToItsThread() throws Exception {
    ExecutorService threads =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "another"));
    try (Tape tape = Tape.open()) {
      tape.watch(x);
      Tensor loss = x.sum();
      String message = "tape: opened on thread 'main' but used on 'another'";
      threads
          .submit(
              () -> {
                assertThatThrownBy(() -> tape.watch(x))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(message);
                assertThatThrownBy(() -> tape.gradients(loss))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(message);
              })
          .get();
      assertThat(gradient(tape, loss)).containsExactly(1, 1, 1);
    } finally {
      threads.shutdown();
    }
  }

  /** Of the sum of {@code factor * x * x}. */
  private float[] gradientOfProduct(float factor) {
    try (Tape tape = Tape.open()) {
      tape.watch(x);
      return gradient(tape, x.times(factor).multiply(x).sum());
    }
  }

  private float[] gradient(Tape tape, Tensor loss) {
    return Objects.requireNonNull(tape.gradients(loss).of(x)).toArray();
  }
}
