package org.limpid.benchmarks.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.limpid.autograd.Gradients;
import org.limpid.autograd.Parameter;
import org.limpid.autograd.Tape;
import org.limpid.benchmarks.Numbers;
import org.limpid.denoise.training.Objective;
import org.limpid.denoise.training.TrainingBatch;
import org.limpid.nn.Loss;
import org.limpid.nn.Parameters;
import org.limpid.nn.Pass;
import org.limpid.nn.Sites;
import org.limpid.nn.net.UNet;
import org.limpid.nn.net.UNetOptions;
import org.limpid.nn.optim.Adam;
import org.limpid.nn.optim.AdamOptions;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * A training step of a U-Net: forward, mean squared error over the few pixels where the weight is
 * one, gradients, Adam, and the loss read back. Both sides find their input in their own memory.
 * Limpid may look for those pixels, within its turn, and compute the last convolutions there alone.
 */
final class TrainingContest implements Contest {

  private static final AdamOptions ADAM = AdamOptions.DEFAULT.withLearningRate(4e-4f);

  /**
   * Of the norm of all gradients. Rounding makes some relus and poolings decide otherwise: inputs
   * that are off by 1e-6 change the gradients of these networks by 1e-3.
   */
  private static final double GRADIENT_TOLERANCE = 5e-3;

  private final Device device;
  private final UNet network;
  private final Parameters parameters;
  private final Adam optimizer;
  private final TrainingBatch batch;
  private final boolean sparse;
  private final float[] mask;
  private final Pass pass = Pass.training(new RandomKey(0, 0, 0));
  private final Objective objective = Objective.of(Loss.MEAN_SQUARED_ERROR);

  private final NDManager root;
  private final TorchUNet torch;
  private final PtNDArray input;
  private final PtNDArray target;
  private final PtNDArray weight;
  private final PtNDArray one;
  private final float weights;
  private final List<PtNDArray> first = new ArrayList<>();
  private final List<PtNDArray> second = new ArrayList<>();
  private int steps;

  /** A step on a batch of a shape {@code [N, H, W, 1]} or {@code [N, D, H, W, 1]}. */
  TrainingContest(UNetOptions options, Shape shape, boolean sparse, int threads) {
    this.sparse = sparse;
    device = Device.cpu(threads);
    network = new UNet(options, device, new RandomKey(1, 0, 0));
    parameters = Parameters.of(network);
    mask = Numbers.sparseOnes(shape.size(), 4);
    batch =
        new TrainingBatch(
            Tensor.of(device, shape, Numbers.uniform(shape.size(), 2)),
            Tensor.of(device, shape, Numbers.uniform(shape.size(), 3)),
            Tensor.of(device, shape, mask));
    root = Torch.open(threads);
    torch = new TorchUNet(network, root);
    optimizer = new Adam(network, ADAM);
    input = Torch.images(root, batch.input());
    target = Torch.images(root, batch.target());
    weight = Torch.images(root, batch.weight());
    one = (PtNDArray) root.create(1f);
    float sum = 0;
    for (float value : mask) {
      sum += value;
    }
    weights = sum;
    for (PtNDArray parameter : torch.trained()) {
      first.add((PtNDArray) root.zeros(parameter.getShape()));
      second.add((PtNDArray) root.zeros(parameter.getShape()));
    }
  }

  /** Compares predictions; refuses to go on if gradients are apart. */
  @Override
  public double difference() {
    try (NDManager step = root.newSubManager();
        Tape tape = Tape.open()) {
      Tensor prediction = network.forward(batch.input(), pass);
      input.tempAttach(step);
      JniUtils.setGradMode(true);
      PtNDArray answer = torch.forward(input, true);
      double difference = Numbers.difference(answer.toFloatArray(), prediction.toArray());
      Tensor loss = loss();
      backward(answer, step);
      compare(tape.gradients(loss));
      return difference;
    }
  }

  private void compare(Gradients gradients) {
    double error = 0;
    double size = 0;
    int i = 0;
    for (Parameter parameter : parameters.trainable().values()) {
      float[] ours = torchOrder(gradients.of(parameter));
      try (PtNDArray gradient = torch.trained().get(i).getGradient()) {
        float[] theirs = gradient.toFloatArray();
        for (int k = 0; k < ours.length; k++) {
          error += Math.pow((double) ours[k] - theirs[k], 2);
          size += Math.pow(theirs[k], 2);
        }
      }
      JniUtils.zeroGrad(torch.trained().get(i));
      i++;
    }
    double relative = Math.sqrt(error / size);
    // Written so that NaN fails too.
    if (!(relative <= GRADIENT_TOLERANCE)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the gradients differ by %.1e of their norm (expected: at most %.0e)",
              relative,
              GRADIENT_TOLERANCE));
    }
  }

  private static float[] torchOrder(@Nullable Tensor gradient) {
    if (gradient == null) {
      throw new IllegalStateException("a gradient is missing");
    }
    float[] values = gradient.toArray();
    boolean isWeight = gradient.shape().rank() > 1;
    return isWeight ? Numbers.outputsFirst(values, gradient.shape()) : values;
  }

  @Override
  public void peer() {
    try (NDManager step = root.newSubManager()) {
      input.tempAttach(step);
      JniUtils.setGradMode(true);
      float loss = backward(torch.forward(input, true), step);
      update();
      checkFinite("libtorch", loss);
    }
  }

  /** Leaves the gradients in the parameters and gradients off. */
  private float backward(PtNDArray prediction, NDManager step) {
    target.tempAttach(step);
    NDArray loss = prediction.sub(target).square().mul(weight).sum().div(weights);
    JniUtils.backward((PtNDArray) loss, one, false, false);
    JniUtils.setGradMode(false);
    return loss.getFloat();
  }

  private void update() {
    steps++;
    double correction1 = 1 - Math.pow(ADAM.beta1(), steps);
    double correction2 = 1 - Math.pow(ADAM.beta2(), steps);
    float rate = (float) (ADAM.learningRate() * Math.sqrt(correction2) / correction1);
    for (int i = 0; i < first.size(); i++) {
      PtNDArray parameter = torch.trained().get(i);
      try (PtNDArray gradient = parameter.getGradient()) {
        parameter
            .getNDArrayInternal()
            .adamUpdate(
                new NDList(parameter, gradient, first.get(i), second.get(i)),
                new NDList(parameter),
                rate,
                rate,
                0,
                1,
                -1,
                ADAM.beta1(),
                ADAM.beta2(),
                ADAM.epsilon(),
                true,
                false);
      }
    }
  }

  @Override
  public void limpid() {
    try (Tape tape = Tape.open()) {
      Tensor loss = loss();
      optimizer.step(tape.gradients(loss));
      checkFinite("Limpid", loss.item());
    }
  }

  private Tensor loss() {
    if (!sparse) {
      return objective.evaluate(network, batch, pass);
    }
    Sites sites = Sites.of(batch.weight().shape(), mask);
    TrainingBatch some = new TrainingBatch(batch.input(), batch.target(), batch.weight(), sites);
    return objective.evaluate(network, some, pass);
  }

  private static void checkFinite(String who, float loss) {
    if (!Float.isFinite(loss)) {
      throw new IllegalStateException(who + ": the loss became " + loss);
    }
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public void close() {
    root.close();
    optimizer.close();
    parameters.close();
    device.close();
  }
}
