package org.limpid.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.limpid.autograd.Parameter;
import org.limpid.autograd.Tape;
import org.limpid.nn.Layer;
import org.limpid.nn.Optimizer;
import org.limpid.nn.Outline;
import org.limpid.nn.Pass;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;
import org.limpid.testing.Golden;

class OptimizersTest {

  private static final Device CPU = Device.cpu();

  /** {@code a·x + b}, of which {@code hidden} may or may not be described. */
  private static final class Line implements Layer {

    final Parameter a = Parameter.trainable("a", Tensor.of(CPU, Shape.of(2), 1, 2));
    final Parameter b = Parameter.trainable("b", Tensor.of(CPU, Shape.of(1), 0.5f));
    boolean describesB = true;

    @Override
    public Tensor forward(Tensor x, Pass pass) {
      return a.value().multiply(x).sum().reshape(1).add(b.value());
    }

    @Override
    public void describe(Outline outline) {
      outline.parameter(a);
      if (describesB) {
        outline.parameter(b);
      }
    }

    float[] values() {
      float[] weights = a.value().toArray();
      return new float[] {weights[0], weights[1], b.value().item()};
    }
  }

  /** One step on {@code (a·x + b)²}, whose gradient is {@code 2(a·x + b)·(x, 1)}. */
  private static void step(Line line, Optimizer optimizer, float... x) {
    try (Tape tape = Tape.open()) {
      Tensor y = line.forward(Tensor.of(CPU, Shape.of(2), x), Pass.inference());
      optimizer.step(tape.gradients(y.square().sum()));
    }
  }

  /** Adam as in the paper's algorithm 1, in double precision. */
  private static double[] paper(int steps, double rate, double decay, float... x) {
    double[] p = {1, 2, 0.5};
    double[] m = new double[3];
    double[] v = new double[3];
    for (int t = 1; t <= steps; t++) {
      double y = p[0] * x[0] + p[1] * x[1] + p[2];
      double[] g = {2 * y * x[0], 2 * y * x[1], 2 * y};
      for (int i = 0; i < 3; i++) {
        m[i] = 0.9 * m[i] + 0.1 * g[i];
        v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
        double mean = m[i] / (1 - Math.pow(0.9, t));
        double square = v[i] / (1 - Math.pow(0.999, t));
        p[i] = p[i] * (1 - rate * decay) - rate * mean / (Math.sqrt(square) + 1e-8);
      }
    }
    return p;
  }

  private static void assertClose(float[] values, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) values[i]).isCloseTo(expected[i], within(2e-5));
    }
  }

  @Test
  void adamFollowsThePaper() {
    Line line = new Line();
    try (Adam adam = new Adam(line, AdamOptions.DEFAULT.withLearningRate(0.05f))) {
      for (int i = 0; i < 10; i++) {
        step(line, adam, 0.5f, -1);
      }
      assertClose(line.values(), paper(10, 0.05f, 0, 0.5f, -1));
      assertThat(adam.steps()).isEqualTo(10);
    }
  }

  @Test
  void adamDecaysWeightsApartFromGradients() {
    Line line = new Line();
    AdamOptions options = AdamOptions.DEFAULT.withLearningRate(0.05f).withWeightDecay(0.3f);
    try (Adam adam = new Adam(line, options)) {
      for (int i = 0; i < 5; i++) {
        step(line, adam, 0.5f, -1);
      }
      assertClose(line.values(), paper(5, 0.05f, 0.3f, 0.5f, -1));
    }
  }

  @Test
  void descentFollowsItsFormula() {
    Line line = new Line();
    SgdOptions options =
        SgdOptions.DEFAULT.withLearningRate(0.1f).withMomentum(0.5f).withWeightDecay(0.25f);
    double[] p = {1, 2, 0.5};
    double[] u = new double[3];
    try (Sgd sgd = new Sgd(line, options)) {
      for (int t = 0; t < 6; t++) {
        step(line, sgd, 0.5f, -1);
        double y = p[0] * 0.5 - p[1] + p[2];
        double[] g = {y, -2 * y, 2 * y};
        for (int i = 0; i < 3; i++) {
          u[i] = 0.5 * u[i] + g[i] + 0.25 * p[i];
          p[i] -= 0.1 * u[i];
        }
      }
      assertClose(line.values(), p);
    }
  }

  /** A parameter whose gradient is what one wants it to be. */
  private static final class Given implements Layer {

    final Parameter p;

    Given(float[] start) {
      p = Parameter.trainable("p", Tensor.of(CPU, Shape.of(start.length), start));
    }

    @Override
    public Tensor forward(Tensor gradient, Pass pass) {
      return p.value().multiply(gradient).sum();
    }

    @Override
    public void describe(Outline outline) {
      outline.parameter(p);
    }
  }

  private static void followsPyTorch(String name, Function<Layer, Optimizer> made) {
    Golden golden = Golden.read("/golden/optimizers.safetensors");
    Given given = new Given(golden.values(name + "/start"));
    int n = (int) given.p.value().shape().size();
    float[] gradients = golden.values(name + "/gradients");
    float[] expected = golden.values(name + "/parameters");
    try (Optimizer optimizer = made.apply(given)) {
      for (int i = 0; i < 5; i++) {
        try (Tape tape = Tape.open()) {
          float[] gradient = Arrays.copyOfRange(gradients, i * n, (i + 1) * n);
          Tensor x = Tensor.of(CPU, Shape.of(n), gradient);
          optimizer.step(tape.gradients(given.forward(x, Pass.inference())));
        }
        float[] actual = given.p.value().toArray();
        for (int e = 0; e < n; e++) {
          float wanted = expected[i * n + e];
          assertThat(actual[e]).isCloseTo(wanted, within(2e-6f * (1 + Math.abs(wanted))));
        }
      }
    }
  }

  @Test
  void adamaxFollowsPyTorch() {
    AdamaxOptions options =
        AdamaxOptions.DEFAULT
            .withLearningRate(0.0625f)
            .withBetas(0.875f, 0.96875f)
            .withEpsilon(0x1p-20f);
    followsPyTorch("adamax", layer -> new Adamax(layer, options));
  }

  @Test
  void adagradFollowsPyTorch() {
    AdagradOptions options = AdagradOptions.DEFAULT.withLearningRate(0.0625f).withEpsilon(0x1p-20f);
    followsPyTorch("adagrad", layer -> new Adagrad(layer, options));
  }

  @Test
  void longGradientsAreClippedAndShortOnesKept() {
    Line line = new Line();
    SgdOptions plain = SgdOptions.DEFAULT.withLearningRate(1).withMomentum(0);
    // Gradient 2y(x, 1) with y = 5.5, x = (3, 1): (33, 11, 11), of length 11·sqrt(11).
    try (Sgd sgd = new Sgd(line, plain.withClipNorm((float) Math.sqrt(11)))) {
      step(line, sgd, 3, 1);
      assertClose(line.values(), 1 - 3, 2 - 1, 0.5 - 1);
    }
    Line other = new Line();
    try (Sgd sgd = new Sgd(other, plain.withClipNorm(1000))) {
      step(other, sgd, 3, 1);
      assertClose(other.values(), 1 - 33, 2 - 11, 0.5 - 11);
    }
  }

  @Test
  void gradientOfAnUnknownParameterIsNamed() {
    Line line = new Line();
    line.describesB = false;
    try (Adam adam = new Adam(line, AdamOptions.DEFAULT)) {
      assertThatThrownBy(() -> step(line, adam, 1, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "adam.step: gradient for parameter 'b' which was not given to this optimiser. Is it"
                  + " listed in describe()?");
      assertThat(adam.steps()).isZero();
    }
  }

  @Test
  void missingGradientsCountAsZero() {
    Line line = new Line();
    SgdOptions options = SgdOptions.DEFAULT.withLearningRate(1).withMomentum(0.5f);
    try (Sgd sgd = new Sgd(line, options)) {
      step(line, sgd, 1, 1);
      float[] after = line.values();
      float velocity = 1 - after[0];
      try (Tape tape = Tape.open()) {
        sgd.step(tape.gradients(line.b.value().sum()));
      }
      // The momentum of a goes on; its old gradient does not come back.
      assertThat(line.values()[0]).isCloseTo(after[0] - 0.5f * velocity, within(1e-5f));
    }
  }

  @Test
  void replacedValueIsNoticed() {
    Line line = new Line();
    try (Adam adam = new Adam(line, AdamOptions.DEFAULT)) {
      line.a.set(Tensor.of(CPU, Shape.of(2), 3, 4));
      assertThatThrownBy(() -> step(line, adam, 1, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "adam.step: the value of parameter 'a' was replaced since the optimiser was made."
                  + " Make a new optimiser");
    }
  }

  @Test
  void layerWithoutParametersIsRefused() {
    assertThatThrownBy(() -> new Adam((x, pass) -> x, AdamOptions.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parameters: the layer has none to train. Are they listed in describe()?");
  }

  @Test
  void packingKeepsValues() {
    Line line = new Line();
    try (Adam adam = new Adam(line, AdamOptions.DEFAULT)) {
      assertThat(line.values()).containsExactly(1, 2, 0.5f);
      assertThat(adam.state().keySet())
          .containsExactly("first.a", "first.b", "second.a", "second.b");
    }
    assertThat(line.values()).containsExactly(1, 2, 0.5f);
  }

  @Test
  void restoredStateGoesOnAsIfNothingHadHappened() {
    Line line = new Line();
    Line again = new Line();
    try (Adam adam = new Adam(line, AdamOptions.DEFAULT.withLearningRate(0.1f));
        Adam other = new Adam(again, AdamOptions.DEFAULT)) {
      step(line, adam, 1, 2);
      step(line, adam, 2, 1);
      float[] weights = line.a.value().toArray();
      CPU.backend().upload(weights, again.a.value().storage());
      CPU.backend().upload(line.b.value().toArray(), again.b.value().storage());
      other.restore(adam.steps(), adam.state());
      other.setLearningRate(adam.learningRate());
      step(line, adam, -1, 3);
      step(again, other, -1, 3);
      assertThat(again.values()).isEqualTo(line.values());
      assertThat(other.steps()).isEqualTo(3);
    }
  }

  @Test
  void stateOfAnotherNetworkIsRefused() {
    Line line = new Line();
    try (Sgd sgd = new Sgd(line, SgdOptions.DEFAULT)) {
      assertThatThrownBy(() -> sgd.restore(1, Map.of()))
          .hasMessage(
              "sgd.restore: state 'velocity.a' is missing (expected: [2]). Was it saved with"
                  + " another network?");
      Map<String, Tensor> state = new LinkedHashMap<>(sgd.state());
      try (Tensor wrong = Tensor.zeros(CPU, Shape.of(3))) {
        state.put("velocity.a", wrong);
        assertThatThrownBy(() -> sgd.restore(1, state))
            .hasMessageStartingWith(
                "sgd.restore: state 'velocity.a' has shape [3] (expected: [2])");
      }
      assertThatThrownBy(() -> sgd.restore(-1, sgd.state()))
          .hasMessage("sgd.restore: steps -1 (expected: >= 0)");
    }
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> AdamOptions.DEFAULT.withLearningRate(Float.NaN))
        .hasMessage("adam: learningRate NaN (expected: a finite number >= 0)");
    assertThatThrownBy(() -> AdamOptions.DEFAULT.withBetas(1, 0.9f))
        .hasMessage("adam: beta1 1.0 (expected: 0 <= beta1 < 1)");
    assertThatThrownBy(() -> AdamaxOptions.DEFAULT.withEpsilon(0))
        .hasMessage("adamax: epsilon 0.0 (expected: a finite number > 0)");
    assertThatThrownBy(() -> AdagradOptions.DEFAULT.withClipNorm(-1))
        .hasMessage("adagrad: clipNorm -1.0 (expected: a finite number >= 0)");
    assertThatThrownBy(() -> SgdOptions.DEFAULT.withMomentum(-1))
        .hasMessage("sgd: momentum -1.0 (expected: 0 <= momentum < 1)");
  }
}
