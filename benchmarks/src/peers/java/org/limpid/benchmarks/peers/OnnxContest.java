package org.limpid.benchmarks.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import org.limpid.benchmarks.Numbers;
import org.limpid.nn.Parameters;
import org.limpid.nn.Pass;
import org.limpid.nn.net.UNet;
import org.limpid.nn.net.UNetOptions;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/** A U-Net's answer to a whole image, against ONNX Runtime with all its optimisations. */
final class OnnxContest implements Contest {

  private final Device device;
  private final UNet network;
  private final Tensor image;
  private final OrtSession session;
  private final OnnxTensor input;

  /** An answer to images {@code [N, H, W, 1]}. */
  OnnxContest(UNetOptions options, Shape shape, int threads) {
    device = Device.cpu(threads);
    network = new UNet(options, device, new RandomKey(1, 0, 0));
    image = Tensor.of(device, shape, Numbers.uniform(shape.size(), 2));
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions settings = new OrtSession.SessionOptions()) {
      settings.setIntraOpNumThreads(threads);
      settings.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      // Its threads may spin while it works, but not when it is the other's turn.
      settings.addConfigEntry("session.force_spinning_stop", "1");
      session = environment.createSession(OnnxUNet.model(network, shape), settings);
      FloatBuffer values =
          ByteBuffer.allocateDirect(Math.toIntExact(4 * shape.size()))
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
      values.put(image.toArray()).rewind();
      long[] extents = {shape.extent(0), shape.extent(3), shape.extent(1), shape.extent(2)};
      input = OnnxTensor.createTensor(environment, values, extents);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    }
  }

  @Override
  public double difference() {
    try (OrtSession.Result result = run();
        Tensor ours = network.forward(image, Pass.inference())) {
      FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] theirs = new float[buffer.remaining()];
      buffer.get(theirs);
      return Numbers.difference(theirs, ours.toArray());
    }
  }

  private OrtSession.Result run() {
    try {
      return session.run(Map.of("x", input));
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    }
  }

  @Override
  public void peer() {
    run().close();
  }

  @Override
  public void limpid() {
    network.forward(image, Pass.inference()).close();
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public void close() {
    input.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    }
    image.close();
    Parameters.of(network).close();
    device.close();
  }
}
