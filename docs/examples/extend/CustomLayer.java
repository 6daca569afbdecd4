import org.limpid.autograd.Parameter;
import org.limpid.autograd.Tape;
import org.limpid.nn.Layer;
import org.limpid.nn.Outline;
import org.limpid.nn.Pass;
import org.limpid.nn.optim.Adam;
import org.limpid.nn.optim.AdamOptions;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/** A layer of one's own, with a parameter that is learned: multiplies by one number. */
public final class CustomLayer implements Layer {
  private final Parameter factor;

  CustomLayer(Device device, float start) {
    Tensor value = Tensor.of(device, Shape.of(1), new float[] {start});
    factor = Parameter.trainable("factor", value);
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    return x.multiply(factor.value().broadcastTo(x.shape()));
  }

  @Override
  public void describe(Outline outline) {
    outline.parameter(factor);
  }

  /** Learns that the factor is 3, step by step, with a tape; gives the loss that is left. */
  public static float learn(Device device, int steps) {
    CustomLayer layer = new CustomLayer(device, 0);
    try (Adam adam = new Adam(layer, AdamOptions.DEFAULT.withLearningRate(0.3f))) {
      float left = Float.NaN;
      for (int step = 0; step < steps; step++) {
        try (Tape tape = Tape.open()) {
          Tensor x = Tensor.of(device, Shape.of(4), new float[] {1, -2, 3, 0.5f});
          Pass pass = Pass.training(new RandomKey(1, 1, step));
          Tensor loss = layer.forward(x, pass).subtract(x.times(3)).square().mean();
          left = loss.toArray()[0];
          adam.step(tape.gradients(loss));
        }
      }
      return left;
    }
  }
}
