package org.limpid.denoise.predict;

import java.util.ArrayList;
import java.util.List;
import org.limpid.backend.Orientation;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.PixelSource;
import org.limpid.denoise.patch.Pixels;
import org.limpid.denoise.predict.Tiling.Tile;
import org.limpid.nn.Network;
import org.limpid.nn.Place;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * Runs a network over images of any size in bounded memory, tile by tile.
 *
 * <p>An image is mirrored behind its last row, column and slice up to the next multiple of what the
 * network needs; beyond that the network's own border begins, zeros for convolutions. Both are the
 * same whether the image is cut into tiles or not, so that the result is too, but for rounding.
 *
 * <p>Thread-safe: every call works in scopes of its own.
 */
public final class TiledPredictor {

  /** More tiles at once make no network faster. */
  private static final int MOST_TILES_AT_ONCE = 16;

  private final Network network;
  private final Device device;
  private final PredictionOptions options;
  private final Reading reading;

  /** Receives one predicted sample. */
  @FunctionalInterface
  public interface Target {
    /** Takes it. */
    void put(int slice, int row, int column, int channel, float value);
  }

  /**
   * An image to predict.
   *
   * @param source what the network is shown, on the scale it was trained on
   * @param target takes the result, every sample once
   */
  public record Job(PixelSource source, Target target) {}

  /**
   * What will be done, and in how much memory.
   *
   * @param tiling how each image is cut
   * @param tilesAtOnce tiles that go through the network together
   * @param bytes about how much memory the network will use
   */
  public record Plan(Tiling tiling, int tilesAtOnce, long bytes) {}

  /**
   * A predictor.
   *
   * @param network not changed; it must not be trained meanwhile
   * @param device where its parameters live
   */
  public TiledPredictor(Network network, Device device, PredictionOptions options) {
    this(network, device, options, Reading.DIRECT);
  }

  /** The same with another way to ask the network. */
  public TiledPredictor(
      Network network, Device device, PredictionOptions options, Reading reading) {
    this.network = network;
    this.device = device;
    this.options = options;
    this.reading = options.passes() == 0 ? reading : reading.withPasses(options.passes());
  }

  /**
   * How images of the given extents would be cut.
   *
   * @throws IllegalArgumentException if the smallest tile with its halo needs more memory than the
   *     options allow
   */
  public Plan plan(Size3 extents, int images) {
    long bytesPerPixel = 4L * network.workingChannels();
    Size3 multiple = network.multiple();
    Size3 radius = larger(network.receptiveRadius(), reading.reach());
    if (options.averaging().orientations().stream().anyMatch(Orientation::transpose)) {
      int side = Math.max(radius.height(), radius.width());
      radius = new Size3(radius.depth(), side, side);
    }
    Tiling tiling = Tiling.within(extents, multiple, radius, options.memoryBytes() / bytesPerPixel);
    long bytes = tiling.window().volume() * bytesPerPixel;
    long tiles = (long) tiling.tiles().size() * images;
    int most = reading.isPlaced() ? 1 : MOST_TILES_AT_ONCE;
    long room = Math.min(most, options.memoryBytes() / bytes);
    int atOnce = (int) Math.max(1, Math.min(room, tiles));
    return new Plan(tiling, atOnce, atOnce * bytes);
  }

  private static Size3 larger(Size3 a, Size3 b) {
    return new Size3(
        Math.max(a.depth(), b.depth()),
        Math.max(a.height(), b.height()),
        Math.max(a.width(), b.width()));
  }

  /**
   * Predicts images of one size.
   *
   * @throws IllegalArgumentException if extents differ between the jobs, channels do not fit the
   *     network, or memory does not suffice
   */
  public void predict(List<Job> jobs) {
    Size3 extents = jobs.get(0).source().extents();
    for (Job job : jobs) {
      if (!job.source().extents().equals(extents)
          || reading.inputChannels(job.source().channels()) != network.inputChannels()) {
        throw new IllegalArgumentException(
            "predict: an image of "
                + job.source().extents()
                + " and "
                + job.source().channels()
                + " channels (expected: "
                + extents
                + " and "
                + network.outputChannels()
                + " channels)");
      }
    }
    Plan plan = plan(extents, jobs.size());
    List<Part> parts = new ArrayList<>();
    for (Job job : jobs) {
      for (Tile tile : plan.tiling().tiles()) {
        parts.add(new Part(job, tile));
      }
    }
    predict(parts, plan);
  }

  /**
   * Predicts some tiles of an image, for images that are worked on bit by bit.
   *
   * @param plan what {@link #plan} gave for the image
   * @param tiles some of those of the plan
   */
  public void predict(Job job, Plan plan, List<Tile> tiles) {
    predict(tiles.stream().map(tile -> new Part(job, tile)).toList(), plan);
  }

  private void predict(List<Part> parts, Plan plan) {
    for (int i = 0; i < parts.size(); i += plan.tilesAtOnce()) {
      int end = Math.min(parts.size(), i + plan.tilesAtOnce());
      predictTogether(parts.subList(i, end), plan);
    }
  }

  private record Part(Job job, Tile tile) {}

  private void predictTogether(List<Part> parts, Plan plan) {
    Size3 window = plan.tiling().window();
    int channels = parts.get(0).job().source().channels();
    int length = window.volume() * channels;
    float[] input = new float[Math.multiplyExact(parts.size(), length)];
    for (int i = 0; i < parts.size(); i++) {
      Pixels read = parts.get(i).job().source().cut(parts.get(i).tile().read(), window);
      System.arraycopy(read.values(), 0, input, i * length, length);
    }
    Place place = new Place(window, plan.tiling().padded(), parts.get(0).tile().read());
    float[] output;
    try (Scope scope = Scope.open()) {
      Tensor tiles = Tensor.of(device, shape(parts.size(), window, channels), input);
      output = reading.read(network, tiles, place, options.averaging()).toArray();
    }
    int given = output.length / (parts.size() * window.volume());
    for (int i = 0; i < parts.size(); i++) {
      write(parts.get(i), window, output, given, i);
    }
  }

  private Shape shape(int count, Size3 window, int channels) {
    return network.isVolumetric()
        ? Shape.of(count, window.depth(), window.height(), window.width(), channels)
        : Shape.of(count, window.height(), window.width(), channels);
  }

  private static void write(Part part, Size3 window, float[] output, int channels, int index) {
    Tile tile = part.tile();
    for (int z = 0; z < tile.size().depth(); z++) {
      int slice = tile.write().depth() + z;
      for (int y = 0; y < tile.size().height(); y++) {
        int row = tile.write().height() + y;
        for (int x = 0; x < tile.size().width(); x++) {
          int column = tile.write().width() + x;
          int at = index * window.depth() + slice - tile.read().depth();
          at = at * window.height() + row - tile.read().height();
          at = (at * window.width() + column - tile.read().width()) * channels;
          for (int c = 0; c < channels; c++) {
            part.job().target().put(slice, row, column, c, output[at + c]);
          }
        }
      }
    }
  }
}
