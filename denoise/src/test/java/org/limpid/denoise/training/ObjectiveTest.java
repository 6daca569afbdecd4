package org.limpid.denoise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Backend;
import org.limpid.nn.Loss;
import org.limpid.nn.Pass;
import org.limpid.nn.net.UNet;
import org.limpid.nn.net.UNetOptions;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;

class ObjectiveTest {

  private static final Shape SHAPE = Shape.of(1, 8, 16, 1);
  private static final RandomKey KEY = new RandomKey(3, 1, 0);

  private final Scope scope = Scope.open();
  private final UNet network =
      new UNet(UNetOptions.DEFAULT.withFilters(4).withDepth(1), Device.cpu(), KEY);

  @AfterEach
  void close() {
    scope.close();
  }

  /** A batch of which every so-manieth pixel counts. */
  private static TrainingBatch batch(int step) {
    return batch(step, Device.cpu());
  }

  private static TrainingBatch batch(int step, Device device) {
    float[] values = new float[(int) SHAPE.size()];
    float[] weight = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 7 - 3;
      weight[i] = i % step == 0 ? 1 : 0;
    }
    HostArray image = new HostArray(SHAPE, values);
    return new HostBatch(image, image, new HostArray(SHAPE, weight)).upload(device);
  }

  /** What a loss is shown, and its value. */
  private record Judged(Shape prediction, float loss) {}

  private Judged judge(boolean pixelwise, TrainingBatch batch) {
    List<Shape> seen = new ArrayList<>();
    Loss judge =
        (prediction, target, weight) -> {
          seen.add(prediction.shape());
          assertThat(target.shape()).isEqualTo(prediction.shape());
          assertThat(weight.shape()).isEqualTo(prediction.shape());
          return Loss.MEAN_SQUARED_ERROR.evaluate(prediction, target, weight);
        };
    Objective objective = Objective.of(pixelwise ? Loss.pixelwise(judge) : judge);
    float loss = objective.evaluate(network, batch, Pass.inference()).item();
    return new Judged(seen.get(0), loss);
  }

  @Test
  void pixelwiseLossesSeeOnlyPixelsThatCountWhereTheseAreFew() {
    Judged dense = judge(false, batch(16));
    Judged sparse = judge(true, batch(16));
    assertThat(dense.prediction()).isEqualTo(SHAPE);
    assertThat(sparse.prediction()).isEqualTo(Shape.of(8, 1));
    assertThat(sparse.loss()).isCloseTo(dense.loss(), within(1e-5f * dense.loss()));
  }

  @Test
  void devicesThatReplayStepsSeeImages() {
    Backend processor = Device.cpu().backend();
    Backend replaying =
        (Backend)
            Proxy.newProxyInstance(
                Backend.class.getClassLoader(),
                new Class<?>[] {Backend.class},
                (proxy, method, arguments) ->
                    method.getName().equals("replays")
                        ? Boolean.TRUE
                        : method.invoke(processor, arguments));
    assertThat(batch(16, Device.on("replaying", replaying)).sites()).isNull();
    assertThat(batch(16).sites()).isNotNull();
  }

  @Test
  void manyPixelsAreSeenAsImages() {
    assertThat(judge(true, batch(2)).prediction()).isEqualTo(SHAPE);
    assertThat(batch(1000).sites()).isNotNull();
    assertThat(batch(2).sites()).isNull();
  }

  @Test
  void theMeanErrorsArePixelwise() {
    assertThat(Loss.MEAN_SQUARED_ERROR.isPixelwise()).isTrue();
    assertThat(Loss.MEAN_ABSOLUTE_ERROR.isPixelwise()).isTrue();
  }
}
