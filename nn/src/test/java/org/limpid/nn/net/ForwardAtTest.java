package org.limpid.nn.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.limpid.autograd.Gradients;
import org.limpid.autograd.Parameter;
import org.limpid.autograd.Tape;
import org.limpid.backend.Activation;
import org.limpid.backend.ReferenceBackend;
import org.limpid.nn.Loss;
import org.limpid.nn.Network;
import org.limpid.nn.Parameters;
import org.limpid.nn.Pass;
import org.limpid.nn.Sites;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;
import org.limpid.testing.GradientCheck;

/** What networks give at some pixels, against what they give at all. */
class ForwardAtTest {

  private static final RandomKey KEY = new RandomKey(4, 1, 0);

  /** A few pixels, two of them neighbours, some at the border. */
  private static Sites few(Shape shape) {
    float[] weight = new float[(int) shape.size()];
    for (int i : new int[] {0, 1, weight.length / 2, weight.length - 1}) {
      weight[i] = 1;
    }
    return Sites.of(shape, weight);
  }

  private static float[] normal(Shape shape, RandomKey key) {
    RandomGenerator random = key.generator();
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static Shape shape(Network net) {
    return net.isVolumetric()
        ? Shape.of(2, 8, 8, 8, net.inputChannels())
        : Shape.of(2, 16, 24, net.inputChannels());
  }

  /** Loss and gradients by path, the loss first. */
  private static Map<String, float[]> step(Network net, Device device, boolean atSites) {
    Shape shape = shape(net);
    Sites sites = few(shape.with(-1, net.outputChannels()));
    Map<String, float[]> results = new LinkedHashMap<>();
    try (Tape tape = Tape.open()) {
      Tensor x = Tensor.of(device, shape, normal(shape, KEY.at(1)));
      Pass pass = Pass.training(KEY);
      Tensor y =
          atSites ? net.forwardAt(x, sites, pass) : net.forward(x, pass).gather(sites.pixels());
      Tensor target = Tensor.of(device, y.shape(), normal(y.shape(), KEY.at(2)));
      Tensor weight = Tensor.full(device, y.shape(), 1);
      Tensor loss = Loss.MEAN_SQUARED_ERROR.evaluate(y, target, weight);
      results.put("loss", loss.toArray());
      Gradients gradients = tape.gradients(loss);
      Map<String, Parameter> parameters = Parameters.of(net).trainable();
      parameters.forEach(
          (path, parameter) -> {
            Tensor gradient = gradients.of(parameter);
            if (gradient != null) {
              results.put(path, gradient.toArray());
            }
          });
    }
    return results;
  }

  private static void assertSame(Network net, Device device, double relative) {
    Map<String, float[]> dense = step(net, device, false);
    Map<String, float[]> sparse = step(net, device, true);
    assertThat(sparse.keySet()).isEqualTo(dense.keySet());
    dense.forEach(
        (path, expected) -> {
          float[] actual = Objects.requireNonNull(sparse.get(path));
          double largest = 0;
          for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
          }
          for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i])
                .as(net.architecture() + " " + path + " " + i)
                .isCloseTo(expected[i], within(relative * largest + 1e-12));
          }
        });
  }

  @Test
  void everyNetworkGivesTheSameLossAndGradients() {
    try (Device device = Device.on("reference", new ReferenceBackend())) {
      for (UNetOptions options : UNetTest.variants()) {
        try (Scope scope = Scope.open()) {
          assertSame(new UNet(options, device, KEY), device, 2e-7);
        }
      }
      UNetOptions options = UNetOptions.DEFAULT.withFilters(2).withDepth(1);
      assertSame(new PerChannel(2, options, device, KEY), device, 2e-7);
    }
  }

  @Test
  void float32DiffersByRoundingOnly() {
    try (Device device = Device.cpu(2)) {
      UNetOptions smooth = UNetOptions.DEFAULT.withActivation(Activation.ELU);
      assertSame(new UNet(smooth, device, KEY), device, 1e-5);
      assertSame(new UNet(smooth.withDimensions(3).withFilters(8), device, KEY), device, 1e-5);
    }
  }

  @Test
  void derivativesAreRight() {
    UNetOptions options =
        UNetOptions.DEFAULT.withDepth(1).withFilters(2).withActivation(Activation.SOFTPLUS);
    Shape shape = Shape.of(1, 8, 8, 1);
    Sites sites = few(shape);
    try (Scope scope = Scope.open()) {
      Device device = GradientCheck.device();
      UNet net = new UNet(options, device, KEY);
      List<Tensor> inputs = new ArrayList<>();
      inputs.add(Tensor.of(device, shape, normal(shape, KEY)));
      Parameters.of(net).trainable().values().forEach(p -> inputs.add(p.value()));
      GradientCheck.check(in -> net.forwardAt(in.get(0), sites, Pass.inference()), inputs);
    }
  }

  @Test
  void predictionsLeaveNothingBehind() {
    try (Device device = Device.cpu(1)) {
      UNet net = new UNet(UNetOptions.DEFAULT.withFilters(4), device, KEY);
      Shape shape = shape(net);
      Tensor x = Tensor.zeros(device, shape);
      long before = device.memory().liveBytes();
      for (Sites sites : List.of(few(shape), Sites.of(shape, filled(shape)))) {
        net.forwardAt(x, sites, Pass.inference()).close();
        assertThat(device.memory().liveBytes()).isEqualTo(before);
      }
    }
  }

  @Test
  void convolutionsAreSparseWhereThatCostsLess() {
    assertThat(sparse(UNetOptions.DEFAULT, 1.0 / 64)).isEqualTo(3);
    assertThat(sparse(UNetOptions.DEFAULT, 1.0 / 500)).isEqualTo(3);
    assertThat(sparse(UNetOptions.DEFAULT, 1.0 / 16)).isEqualTo(2);
    assertThat(sparse(UNetOptions.DEFAULT, 1)).isZero();
    UNetOptions volumes = UNetOptions.DEFAULT.withDimensions(3).withFilters(16);
    assertThat(sparse(volumes, 1.0 / 64)).isEqualTo(2);
    assertThat(sparse(UNetOptions.DEFAULT.withBatchNorm(true), 1.0 / 64)).isLessThan(2);
  }

  /** How many convolutions at the end are computed at every so-manieth pixel. */
  private static int sparse(UNetOptions options, double share) {
    try (Scope scope = Scope.open()) {
      UNet net = new UNet(options, Device.cpu(), KEY);
      Shape shape = net.isVolumetric() ? Shape.of(1, 16, 64, 64, 1) : Shape.of(4, 64, 64, 1);
      float[] weight = new float[(int) shape.size()];
      RandomGenerator random = KEY.generator();
      for (int i = 0; i < weight.length; i++) {
        weight[i] = random.nextDouble() < share ? 1 : 0;
      }
      return net.ending().sparse(Sites.of(shape, weight));
    }
  }

  private static float[] filled(Shape shape) {
    float[] weight = new float[(int) shape.size()];
    Arrays.fill(weight, 1);
    return weight;
  }
}
