package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Size3;
import org.limpid.denoise.training.TrainingBatch;
import org.limpid.nn.Network;
import org.limpid.nn.Outline;
import org.limpid.nn.Pass;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

class PairLossTest {

  private static final RandomKey KEY = new RandomKey(1, 1, 1);

  /** Gives its input. */
  private static final Network COPY =
      new Network() {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
          return x;
        }

        @Override
        public void describe(Outline outline) {}

        @Override
        public int inputChannels() {
          return 2;
        }

        @Override
        public int outputChannels() {
          return 2;
        }

        @Override
        public boolean isVolumetric() {
          return false;
        }

        @Override
        public Size3 multiple() {
          return new Size3(1, 1, 1);
        }

        @Override
        public Size3 receptiveRadius() {
          return new Size3(0, 0, 0);
        }

        @Override
        public int workingChannels() {
          return 4;
        }

        @Override
        public Map<String, Object> architecture() {
          return Map.of();
        }
      };

  /** Losses of differences 0.5, -2 and one that does not count. */
  private static double loss(PairLoss loss, Pass pass) {
    Device cpu = Device.cpu();
    try (Scope scope = Scope.open()) {
      Shape shape = Shape.of(1, 1, 3, 1);
      TrainingBatch batch =
          new TrainingBatch(
              Tensor.of(cpu, shape, 1.5f, -2, 9),
              Tensor.of(cpu, shape, 1, 0, 3),
              Tensor.of(cpu, shape, 1, 1, 0));
      return loss.objective().evaluate(COPY, batch, pass).item();
    }
  }

  @Test
  void meansAreOverWhatCounts() {
    assertThat(loss(PairLoss.MAE, Pass.inference())).isCloseTo(1.25, within(1e-6));
    assertThat(loss(PairLoss.MSE, Pass.inference())).isCloseTo(4.25 / 2, within(1e-6));
  }

  @Test
  void annealingGoesFromSquaresOverAbsolutesToCounts() {
    PairLoss loss = PairLoss.ANNEALED_L0;
    assertThat(loss(loss, Pass.training(KEY, 0))).isCloseTo(4.25 / 2, within(1e-5));
    assertThat(loss(loss, Pass.training(KEY, 0.5))).isCloseTo(1.25, within(1e-5));
    double root = (Math.sqrt(0.5) + Math.sqrt(2)) / 2;
    assertThat(loss(loss, Pass.training(KEY, 0.75))).isCloseTo(root, within(1e-5));
    assertThat(loss(loss, Pass.training(KEY, 1))).isCloseTo(1, within(1e-5));
    // Validation stays comparable on the way.
    assertThat(loss(loss, Pass.inference())).isCloseTo(1.25, within(1e-6));
  }

  @Test
  void nothingCountsAsNothing() {
    Device cpu = Device.cpu();
    try (Scope scope = Scope.open()) {
      Tensor zero = Tensor.zeros(cpu, Shape.of(1, 1, 1, 2));
      TrainingBatch batch =
          new TrainingBatch(zero, Tensor.zeros(cpu, Shape.of(1, 1, 1, 1)), zero.channels(0, 1));
      Pass pass = Pass.inference();
      assertThat(PairLoss.LAPLACE.objective().evaluate(COPY, batch, pass).item()).isZero();
    }
  }

  @Test
  void laplaceIsTheLikelihoodOfMiddleAndScale() {
    Device cpu = Device.cpu();
    try (Scope scope = Scope.open()) {
      TrainingBatch batch =
          new TrainingBatch(
              Tensor.of(cpu, Shape.of(1, 1, 2, 2), 1.5f, 0.3f, -2, -30),
              Tensor.of(cpu, Shape.of(1, 1, 2, 1), 1, -2),
              Tensor.of(cpu, Shape.of(1, 1, 2, 1), 1, 1));
      double scale = Math.log(1 + Math.exp(0.3f)) + 1e-3;
      double first = 0.5 / scale + Math.log(2 * scale);
      double second = Math.log(2e-3); // a hit, and the smallest scale there is
      assertThat(PairLoss.LAPLACE.objective().evaluate(COPY, batch, Pass.inference()).item())
          .isCloseTo((float) ((first + second) / 2), within(1e-4f));
    }
  }
}
