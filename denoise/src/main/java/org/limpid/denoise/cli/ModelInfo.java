package org.limpid.denoise.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.training.TrainingHistory;
import org.limpid.nn.weights.Safetensors;

/** What {@code limpid info} says about files of weights. */
final class ModelInfo {
  private ModelInfo() {}

  /** Whether a file begins as safetensors do: the length of a JSON object, then that object. */
  static boolean isModel(Path file) throws IOException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(Long.BYTES + 1);
      if (start.length <= Long.BYTES || start[Long.BYTES] != '{') {
        return false;
      }
      long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
      return length > 0 && length <= Files.size(file) - Long.BYTES;
    }
  }

  /**
   * Describes a model, or weights that are none of ours.
   *
   * @throws IOException if it is damaged
   */
  static Object describe(Path file, boolean json) throws IOException {
    long parameters = 0;
    boolean isOurs;
    try (Safetensors tensors = Safetensors.open(file)) {
      for (Safetensors.Entry entry : tensors.entries().values()) {
        parameters += entry.shape().size();
      }
      isOurs = tensors.metadata().containsKey("limpid");
    }
    if (isOurs) {
      Denoiser denoiser = Denoiser.load(file);
      return json ? modelJson(file, denoiser, parameters) : modelText(file, denoiser, parameters);
    }
    return json
        ? new JsonLine()
            .put("file", file)
            .put("ok", true)
            .put("kind", "weights")
            .put("parameters", parameters)
        : String.format(
            Locale.ROOT, "%s: weights, not a model of Limpid, %,d numbers", file, parameters);
  }

  private static JsonLine modelJson(Path file, Denoiser denoiser, long parameters) {
    Map<String, Object> model = denoiser.description();
    JsonLine line =
        new JsonLine()
            .put("file", file)
            .put("ok", true)
            .put("kind", "model")
            .put("method", model.get("method"));
    network(model)
        .forEach(
            (name, value) -> line.put(name.equals("kind") ? "network" : name.toString(), value));
    return line.put("parameters", parameters)
        .put("steps", denoiser.history().steps())
        .put("loss", loss(denoiser));
  }

  private static String modelText(Path file, Denoiser denoiser, long parameters) {
    Map<?, ?> network = network(denoiser.description());
    String extents =
        network.get("dimensions") == null
            ? ""
            : String.format(
                " of %s dimensions, depth %s, %s filters",
                network.get("dimensions"), network.get("depth"), network.get("filters"));
    return String.format(
        Locale.ROOT,
        "%s: model, %s, %s%s, %s channel(s), %,d parameters, %s",
        file,
        denoiser.description().get("method"),
        network.get("kind"),
        extents,
        channels(denoiser.description()),
        parameters,
        learned(denoiser));
  }

  /** Channels of images; a network may take more, such as masks. */
  private static int channels(Map<String, Object> model) {
    return model.get("normalization") instanceof Map<?, ?> normalization
            && normalization.get("means") instanceof List<?> means
        ? means.size()
        : 0;
  }

  private static Map<?, ?> network(Map<String, Object> model) {
    if (model.get("network") instanceof Map<?, ?> network) {
      return network;
    }
    throw new IllegalStateException("a model without a network: " + model.keySet());
  }

  /** How long it learned and how far it came, for people. */
  static String learned(Denoiser denoiser) {
    return learned(denoiser.history().steps(), loss(denoiser));
  }

  /** The same from the number of steps and the loss of the last. */
  static String learned(long steps, double loss) {
    return steps == 0
        ? "nothing learned"
        : String.format(Locale.ROOT, "%,d steps, loss %.4f", steps, loss);
  }

  /** Training loss at the end; NaN if it is not known. */
  static double loss(Denoiser denoiser) {
    List<TrainingHistory.Point> points = denoiser.history().points();
    return points.isEmpty() ? Double.NaN : points.get(points.size() - 1).loss();
  }
}
