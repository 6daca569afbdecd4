package org.limpid.nn.net;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.limpid.autograd.Parameter;
import org.limpid.backend.Activation;
import org.limpid.nn.Parameters;
import org.limpid.nn.Pass;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;
import org.limpid.testing.GradientCheck;

/** Derivatives of whole networks, in double precision, with respect to input and parameters. */
class UNetGradientTest {

  private static final RandomKey KEY = new RandomKey(2, 1, 0);
  private static final UNetOptions TINY =
      UNetOptions.DEFAULT.withDepth(1).withFilters(2).withActivation(Activation.SOFTPLUS);

  private static void check(UNetOptions options, boolean training, int... extents) {
    Shape shape = Shape.of(extents);
    float[] values = new float[(int) shape.size()];
    var random = KEY.at(1).generator();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    try (Scope scope = Scope.open()) {
      Device device = GradientCheck.device();
      UNet net = new UNet(options, device, KEY);
      List<Tensor> inputs = new ArrayList<>();
      inputs.add(Tensor.of(device, shape, values));
      for (Parameter parameter : Parameters.of(net).trainable().values()) {
        inputs.add(parameter.value());
      }
      // A pass counts the keys it gave out, so each run needs a new one.
      GradientCheck.check(
          in -> net.forward(in.get(0), training ? Pass.training(KEY) : Pass.inference()), inputs);
    }
  }

  @Test
  void imagesWithNearestUpsampling() {
    check(TINY, false, 2, 4, 6, 1);
  }

  @Test
  void imagesWithBatchStatisticsDropoutAndLinearUpsampling() {
    UNetOptions options =
        TINY.withBatchNorm(true).withUpsampling(Upsampling.LINEAR).withDropout(0.2f);
    check(options.withActivation(Activation.ELU), true, 2, 4, 4, 1);
  }

  @Test
  void colourImagesWithRunningStatisticsAndResidual() {
    UNetOptions options = TINY.withBatchNorm(true).withChannels(2, 2).withResidual(true);
    check(options, false, 1, 4, 4, 2);
  }

  @Test
  void volumesWithFlatPoolingAndTransposedConvolution() {
    UNetOptions options =
        TINY.withDimensions(3).withPoolDepth(false).withUpsampling(Upsampling.TRANSPOSED);
    check(options.withConvolutions(1), false, 1, 3, 4, 4, 1);
  }
}
