package org.limpid.denoise;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.limpid.denoise.masking.RandomMask;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.patch.Normalization.Range;
import org.limpid.denoise.predict.MaskedReading;
import org.limpid.denoise.predict.PosteriorReading;
import org.limpid.denoise.predict.Reading;
import org.limpid.denoise.similar.SimilarReading;
import org.limpid.denoise.similar.Stabilizer;
import org.limpid.denoise.similar.Stabilizer.Line;
import org.limpid.denoise.training.TrainingHistory;
import org.limpid.nn.Network;
import org.limpid.nn.Parameters;
import org.limpid.nn.net.Networks;
import org.limpid.nn.weights.Json;
import org.limpid.nn.weights.Safetensors;
import org.limpid.nn.weights.Safetensors.Entry;
import org.limpid.nn.weights.WeightsFile;
import org.limpid.tensor.Device;

/**
 * A model in one safetensors file: weights by path, and in the header's metadata, under the key
 * {@code limpid}, a JSON object:
 *
 * <pre>
 *   version        1
 *   method         noise2void
 *   options        what the method and training were told
 *   network        kind and options of the network
 *   normalization  means, deviations: one number for each channel; lows, highs: beyond are outliers
 *   output         likewise for results, where they are on another scale
 *   reading        how the network is asked; missing where in one run, else kind masked, keep,
 *                  blocks and blockSide if blocks are hidden, passes, seed; or kind posterior,
 *                  offsets, slopes, floors: noise on the network's scale, a number for each channel
 *   history        steps, points: [step, loss, learning rate, validation loss or null]
 * </pre>
 *
 * <p>Files may come from anywhere. What is wrong with one is an {@link IOException} of one line.
 */
final class ModelFile {

  private static final String KEY = "limpid";
  private static final int VERSION = 1;
  private static final String MASKED = "masked";
  private static final String POSTERIOR = "posterior";
  private static final String SIMILAR = "similar_patches";

  private ModelFile() {}

  static void write(Model model, Path file) throws IOException {
    Map<String, String> metadata = Map.of(KEY, Json.print(describe(model)));
    WeightsFile.write(model.network(), metadata, file);
  }

  static Map<String, Object> describe(Model model) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("version", VERSION);
    map.put("method", model.method());
    map.put("options", model.options());
    map.put("network", model.network().architecture());
    map.put("normalization", describe(model.normalization()));
    if (!model.output().equals(model.normalization())) {
      map.put("output", describe(model.output()));
    }
    map.put("history", model.history().describe());
    if (model.reading() instanceof MaskedReading masked) {
      map.put("reading", describe(masked));
    } else if (model.reading() instanceof PosteriorReading posterior) {
      map.put("reading", describe(posterior));
    } else if (model.reading() instanceof SimilarReading similar) {
      map.put("reading", describe(similar));
    }
    return map;
  }

  private static Map<String, Object> describe(Normalization normalization) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("means", normalization.means());
    map.put("deviations", normalization.deviations());
    if (!normalization.ranges().isEmpty()) {
      map.put("lows", normalization.ranges().stream().map(Range::low).toList());
      map.put("highs", normalization.ranges().stream().map(Range::high).toList());
    }
    return map;
  }

  private static Map<String, Object> describe(MaskedReading reading) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", MASKED);
    map.put("keep", reading.mask().keep());
    if (reading.mask().blocks() > 0) {
      map.put("blocks", reading.mask().blocks());
      map.put("blockSide", reading.mask().blockSide());
    }
    map.put("passes", reading.passes());
    map.put("seed", reading.seed());
    return map;
  }

  private static Map<String, Object> describe(PosteriorReading reading) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", POSTERIOR);
    map.put("offsets", reading.offsets());
    map.put("slopes", reading.slopes());
    map.put("floors", reading.floors());
    return map;
  }

  private static Map<String, Object> describe(SimilarReading reading) {
    List<Line> lines = reading.noise().lines();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", SIMILAR);
    map.put("offsets", lines.stream().map(Line::offset).toList());
    map.put("slopes", lines.stream().map(Line::slope).toList());
    map.put("floors", lines.stream().map(Line::floor).toList());
    return map;
  }

  private static SimilarReading similar(Fields fields) {
    List<Double> offsets = fields.numbers("offsets");
    List<Double> slopes = fields.numbers("slopes");
    List<Double> floors = fields.numbers("floors");
    if (slopes.size() != offsets.size() || floors.size() != offsets.size()) {
      throw new IllegalArgumentException(
          "reading: "
              + offsets.size()
              + " offsets, "
              + slopes.size()
              + " slopes, "
              + floors.size()
              + " floors (expected: one of each for every channel)");
    }
    List<Line> lines = new ArrayList<>();
    for (int c = 0; c < offsets.size(); c++) {
      lines.add(new Line(slopes.get(c), offsets.get(c), floors.get(c)));
    }
    return new SimilarReading(new Stabilizer(lines));
  }

  static Model read(Path file, Device device) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a folder. Name a model file inside it");
    }
    try (Safetensors tensors = Safetensors.open(file)) {
      return read(tensors, device);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": there is no such file", e);
    } catch (FileSystemException e) {
      throw new IOException(file + ": cannot be read, " + e.getReason(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static Model read(Safetensors file, Device device) throws IOException {
    String text = file.metadata().get(KEY);
    if (text == null) {
      throw new IllegalArgumentException(
          "no model of Limpid (expected: metadata '" + KEY + "'). Only weights, perhaps");
    }
    Fields fields = Fields.of("model", Json.parse(text));
    if (fields.integer("version") != VERSION) {
      throw new IllegalArgumentException(
          "model version "
              + fields.integer("version")
              + " (expected: "
              + VERSION
              + "). Read it with a newer version of Limpid");
    }
    Normalization normalization = normalization(fields.object("normalization"));
    Normalization output =
        fields.map().containsKey("output") ? normalization(fields.object("output")) : normalization;
    TrainingHistory history = TrainingHistory.read(fields.map().get("history"));
    Reading reading = reading(fields);
    Network network = network(fields, file, device);
    try {
      checkChannels(normalization, output, network, reading);
      WeightsFile.readInto(network, file, "");
      return new Model(
          network,
          device,
          normalization,
          output,
          fields.word("method"),
          fields.object("options").map(),
          history,
          reading);
    } catch (IOException | RuntimeException e) {
      Parameters.of(network).close();
      throw e;
    }
  }

  private static Network network(Fields fields, Safetensors file, Device device) {
    long values = 0;
    for (Entry entry : file.entries().values()) {
      values += entry.shape().size();
    }
    // Never takes more memory than the weights that are really in the file.
    long most = values;
    return WholeNetwork.of(() -> Networks.build(fields.object("network").map(), device, most));
  }

  private static Reading reading(Fields fields) {
    if (!fields.map().containsKey("reading")) {
      return Reading.DIRECT;
    }
    Fields reading = fields.object("reading");
    if (reading.word("kind").equals(POSTERIOR)) {
      return new PosteriorReading(
          reading.numbers("offsets"), reading.numbers("slopes"), reading.numbers("floors"));
    }
    if (reading.word("kind").equals(SIMILAR)) {
      return similar(reading);
    }
    if (!reading.word("kind").equals(MASKED)) {
      throw new IllegalArgumentException(
          "reading: kind "
              + reading.word("kind")
              + " (expected: "
              + MASKED
              + ", "
              + POSTERIOR
              + " or "
              + SIMILAR
              + "). Read it with a newer version of Limpid");
    }
    float keep = (float) reading.number("keep");
    RandomMask mask =
        reading.map().containsKey("blocks")
            ? new RandomMask(keep, (float) reading.number("blocks"), reading.integer("blockSide"))
            : new RandomMask(keep);
    return new MaskedReading(mask, reading.integer("passes"), reading.whole("seed"));
  }

  private static void checkChannels(
      Normalization normalization, Normalization output, Network network, Reading reading) {
    int channels = normalization.channels();
    int outputs = network.outputChannels();
    boolean isPosteriorOfOther =
        reading instanceof PosteriorReading posterior
            && (posterior.floors().size() != channels || outputs != 2 * channels);
    boolean isSimilarOfOther =
        reading instanceof SimilarReading similar && similar.noise().lines().size() != channels;
    if (isPosteriorOfOther
        || isSimilarOfOther
        || reading.inputChannels(channels) != network.inputChannels()
        || channels != output.channels()
        || (outputs != channels && outputs != 2 * channels)) {
      throw new IllegalArgumentException(
          "normalization of "
              + channels
              + " channels, output of "
              + output.channels()
              + ", for a network from "
              + network.inputChannels()
              + " to "
              + outputs
              + " channels (expected: equal, or twice as many from the network)");
    }
  }

  private static Normalization normalization(Fields fields) {
    List<Range> ranges = new ArrayList<>();
    if (fields.map().containsKey("lows")) {
      List<Double> lows = fields.numbers("lows");
      List<Double> highs = fields.numbers("highs");
      for (int c = 0; c < Math.min(lows.size(), highs.size()); c++) {
        ranges.add(new Range(lows.get(c), highs.get(c)));
      }
    }
    return new Normalization(fields.numbers("means"), fields.numbers("deviations"), ranges);
  }
}
