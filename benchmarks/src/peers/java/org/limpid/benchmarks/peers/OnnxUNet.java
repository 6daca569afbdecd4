package org.limpid.benchmarks.peers;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.limpid.autograd.Parameter;
import org.limpid.benchmarks.Numbers;
import org.limpid.nn.Parameters;
import org.limpid.nn.net.UNet;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * A {@link UNet} as an ONNX model (github.com/onnx/onnx, onnx.proto; operator set 13), with the
 * same weights: images in at {@code x}, images out at {@code y}, both {@code [N, C, H, W]}.
 */
final class OnnxUNet {

  private static final int FLOAT = 1;
  private static final String INPUT = "x";
  private static final String OUTPUT = "y";

  private final ProtocolBuffer graph = new ProtocolBuffer();
  private final Iterator<Parameter> parameters;
  private final int convolutions;
  private int made;

  private OnnxUNet(UNet network) {
    parameters = Parameters.of(network).byPath().values().iterator();
    convolutions = network.options().convolutions();
  }

  /**
   * The bytes of a model file.
   *
   * @param network for images, without batch normalisation, dropout, residual, transposed
   *     convolutions
   * @param shape of the input, {@code [N, H, W, C]}
   */
  static byte[] model(UNet network, Shape shape) {
    OnnxUNet model = new OnnxUNet(network);
    model.describe(network, shape);
    return new ProtocolBuffer()
        .number(1, 8)
        .message(7, model.graph)
        .message(8, new ProtocolBuffer().text(1, "").number(2, 13))
        .toByteArray();
  }

  private void describe(UNet network, Shape shape) {
    initializer("twice", new long[] {4}, 1, 1, 2, 2);
    Deque<String> skips = new ArrayDeque<>();
    String tensor = INPUT;
    int depth = network.options().depth();
    for (int level = 0; level < depth; level++) {
      skips.push(level(tensor));
      tensor = node("MaxPool", list("kernel_shape", 2, 2), list("strides", 2, 2), skips.element());
    }
    tensor = level(tensor);
    for (int level = 0; level < depth; level++) {
      String enlarged = enlarge(tensor);
      tensor = level(concat(enlarged, skips.pop()));
    }
    convolve(tensor, OUTPUT);
    graph.text(2, "unet");
    long n = shape.extent(0);
    long h = shape.extent(1);
    long w = shape.extent(2);
    graph.message(11, valueInfo(INPUT, n, network.inputChannels(), h, w));
    graph.message(12, valueInfo(OUTPUT, n, network.outputChannels(), h, w));
  }

  private String level(String input) {
    String tensor = input;
    for (int i = 0; i < convolutions; i++) {
      String linear = convolve(tensor, name());
      tensor = name();
      add(operator("Relu", tensor, linear));
    }
    return tensor;
  }

  private String convolve(String input, String output) {
    Tensor weight = parameters.next().value();
    Tensor bias = parameters.next().value();
    long k = weight.shape().extent(0);
    long in = weight.shape().extent(2);
    long out = weight.shape().extent(3);
    String weightName = name();
    String biasName = name();
    initializer(
        weightName,
        new long[] {out, in, k, k},
        Numbers.outputsFirst(weight.toArray(), weight.shape()));
    initializer(biasName, new long[] {out}, bias.toArray());
    long p = k / 2;
    add(
        operator("Conv", output, input, weightName, biasName)
            .message(5, list("kernel_shape", k, k))
            .message(5, list("pads", p, p, p, p))
            .message(5, list("strides", 1, 1)));
    return output;
  }

  private String enlarge(String input) {
    String output = name();
    add(
        operator("Resize", output, input, "", "twice")
            .message(5, text("mode", "nearest"))
            .message(5, text("coordinate_transformation_mode", "asymmetric"))
            .message(5, text("nearest_mode", "floor")));
    return output;
  }

  private String concat(String first, String second) {
    String output = name();
    add(
        operator("Concat", output, first, second)
            .message(5, new ProtocolBuffer().text(1, "axis").number(3, 1).number(20, 2)));
    return output;
  }

  private String node(String type, ProtocolBuffer one, ProtocolBuffer other, String input) {
    String output = name();
    add(operator(type, output, input).message(5, one).message(5, other));
    return output;
  }

  private void add(ProtocolBuffer node) {
    graph.message(1, node);
  }

  private String name() {
    return "t" + made++;
  }

  private static ProtocolBuffer operator(String type, String output, String... inputs) {
    ProtocolBuffer node = new ProtocolBuffer();
    for (String input : inputs) {
      node.text(1, input);
    }
    return node.text(2, output).text(4, type);
  }

  private static ProtocolBuffer list(String name, long... values) {
    return new ProtocolBuffer().text(1, name).numbers(8, values).number(20, 7);
  }

  private static ProtocolBuffer text(String name, String value) {
    return new ProtocolBuffer().text(1, name).text(4, value).number(20, 3);
  }

  private void initializer(String name, long[] extents, float... values) {
    graph.message(
        5,
        new ProtocolBuffer().numbers(1, extents).number(2, FLOAT).text(8, name).floats(9, values));
  }

  private static ProtocolBuffer valueInfo(String name, long... extents) {
    ProtocolBuffer shape = new ProtocolBuffer();
    for (long extent : extents) {
      shape.message(1, new ProtocolBuffer().number(1, extent));
    }
    ProtocolBuffer tensor = new ProtocolBuffer().number(1, FLOAT).message(2, shape);
    return new ProtocolBuffer().text(1, name).message(2, new ProtocolBuffer().message(1, tensor));
  }
}
