package org.limpid.nn.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limpid.autograd.Tape;
import org.limpid.backend.Activation;
import org.limpid.backend.ResamplingKernels.Interpolation;
import org.limpid.backend.Size3;
import org.limpid.nn.Layer;
import org.limpid.nn.Network;
import org.limpid.nn.Outline;
import org.limpid.nn.Pass;
import org.limpid.nn.layer.Conv;
import org.limpid.nn.layer.Dropout;
import org.limpid.nn.layer.Init;
import org.limpid.nn.layer.PartialConv;
import org.limpid.nn.layer.PartialConv.Masked;
import org.limpid.nn.layer.Sequential;
import org.limpid.nn.layer.Upsample;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * The network of Self2Self (Quan et al. 2020): that of Noise2Noise, with partial convolutions on
 * the way down, which know what is hidden, and dropout before every convolution on the way up.
 *
 * <p>Its input has twice the image's channels: the image with 0 where a value is hidden, then a
 * mask with 1 where it is visible. The output is linear, so that no value is out of reach (a
 * sigmoid in the original). Convolutions keep their extents; the original pads twice and shifts
 * what skips over.
 */
public final class Self2SelfNet implements Network {

  static final String KIND = "self2self";
  private static final Activation ACTIVATION = Activation.leakyRelu(0.1f);

  private final Self2SelfNetOptions options;
  private final Size3 pool;
  private final List<List<Layer>> down = new ArrayList<>();
  private final List<Layer> bottom;
  private final Layer enlarge;
  private final List<Layer> up = new ArrayList<>();

  /**
   * A network with new weights, normal after He et al. On the way up they are smaller, because
   * dropout makes the values that it leaves larger: without that, eleven dropouts one after the
   * other begin with an output fifty times too strong.
   *
   * @param device where its parameters live
   * @param key which random numbers
   */
  public Self2SelfNet(Self2SelfNetOptions options, Device device, RandomKey key) {
    this(
        options,
        device,
        Init.HE_NORMAL,
        Init.normal(StrictMath.sqrt(2 * (1 - options.dropout()))),
        Init.normal(StrictMath.sqrt(1 - options.dropout())),
        key);
  }

  /** One with weights of zero. */
  static Self2SelfNet empty(Self2SelfNetOptions options, Device device) {
    return new Self2SelfNet(
        options, device, Init.ZEROS, Init.ZEROS, Init.ZEROS, new RandomKey(0, 0, 0));
  }

  private Self2SelfNet(
      Self2SelfNetOptions options,
      Device device,
      Init downInit,
      Init upInit,
      Init lastInit,
      RandomKey key) {
    this.options = options;
    this.pool = new Size3(options.dimensions() == 3 && options.poolDepth() ? 2 : 1, 2, 2);
    this.enlarge = new Upsample(Interpolation.NEAREST, window());
    UNetOptions shape = options.shape();
    Widths widths = shape.widths();
    Parts parts = new Parts(options, device, key);
    int channels = options.channels();
    for (List<Integer> level : widths.down()) {
      down.add(parts.encoder(channels, level, downInit));
      channels = Widths.last(level);
    }
    bottom = parts.encoder(channels, widths.bottom(), downInit);
    channels = Widths.last(widths.bottom());
    for (int level = options.depth() - 1; level >= 0; level--) {
      List<Integer> wanted = widths.up().get(level);
      up.add(0, parts.decoder(channels + shape.skipped(level), wanted, upInit));
      channels = Widths.last(wanted);
    }
    up.add(0, parts.last(channels, lastInit));
  }

  /** What it looks like. */
  public Self2SelfNetOptions options() {
    return options;
  }

  /**
   * Runs the network.
   *
   * @param x image and mask, {@code [N, H, W, 2C]} or {@code [N, D, H, W, 2C]}, extents multiples
   *     of {@link #multiple()}. Not modified.
   * @return {@code [N, H, W, C]} or {@code [N, D, H, W, C]}
   * @throws org.limpid.tensor.ShapeException if extents or channels do not fit
   */
  @Override
  public Tensor forward(Tensor x, Pass pass) {
    Inputs.check(KIND, this, x);
    int channels = options.channels();
    Masked y = new Masked(x.channels(0, channels), x.channels(channels, channels));
    Deque<Tensor> skips = new ArrayDeque<>();
    for (List<Layer> level : down) {
      skips.push(y.value());
      Masked features = encode(level, y, pass);
      Masked smaller =
          new Masked(features.value().maxPool(window()), features.mask().maxPool(window()));
      release(y.mask(), smaller.value());
      release(features.mask(), smaller.value());
      release(features.value(), smaller.value());
      y = smaller;
    }
    Masked deepest = encode(bottom, y, pass);
    Tensor features = deepest.value();
    release(y.mask(), features);
    release(y.value(), features);
    release(deepest.mask(), features);
    for (int level = options.depth(); level > 0; level--) {
      Tensor skip = skips.pop();
      Tensor larger = enlarge.consume(features, pass);
      Tensor joined = Tensor.concat(larger, skip);
      release(larger, joined);
      release(skip, joined);
      features = up.get(level).consume(joined, pass);
    }
    return up.get(0).consume(features, pass);
  }

  /** Frees what a result was made of, unless its gradient will be asked for. */
  private static void release(Tensor made, Tensor result) {
    if (!Tape.tracks(result)) {
      made.close();
    }
  }

  private static Masked encode(List<Layer> layers, Masked x, Pass pass) {
    Masked y = encode(layers.get(0), x, pass);
    for (Layer layer : layers.subList(1, layers.size())) {
      Masked z = encode(layer, y, pass);
      release(y.value(), z.value());
      release(y.mask(), z.value());
      y = z;
    }
    return y;
  }

  private static Masked encode(Layer layer, Masked x, Pass pass) {
    return layer instanceof PartialConv conv
        ? conv.forward(x)
        : new Masked(layer.forward(x.value(), pass), x.mask().alias());
  }

  private int[] window() {
    return isVolumetric()
        ? new int[] {pool.depth(), pool.height(), pool.width()}
        : new int[] {pool.height(), pool.width()};
  }

  /** Children are named {@code down0.0}, {@code bottom.0}, {@code up1.1}, {@code last}. */
  @Override
  public void describe(Outline outline) {
    for (int level = 0; level < down.size(); level++) {
      describe(outline, "down" + level, down.get(level));
    }
    describe(outline, "bottom", bottom);
    for (int level = options.depth(); level > 0; level--) {
      outline.child("up" + (level - 1), up.get(level));
    }
    outline.child("last", up.get(0));
  }

  private static void describe(Outline outline, String name, List<Layer> layers) {
    for (int i = 0; i < layers.size(); i++) {
      outline.child(name + "." + i, layers.get(i));
    }
  }

  /** Twice the image's: values, then mask. */
  @Override
  public int inputChannels() {
    return 2 * options.channels();
  }

  @Override
  public int outputChannels() {
    return options.channels();
  }

  @Override
  public boolean isVolumetric() {
    return options.dimensions() == 3;
  }

  @Override
  public Size3 multiple() {
    int depth = options.depth();
    return new Size3(pool.depth() == 2 ? 1 << depth : 1, 1 << depth, 1 << depth);
  }

  @Override
  public Size3 receptiveRadius() {
    int plane = new ReceptiveField(options.shape(), 2).radius();
    int slices = isVolumetric() ? new ReceptiveField(options.shape(), pool.depth()).radius() : 0;
    return new Size3(slices, plane, plane);
  }

  /** Widest are the end of the way up and a partial convolution with its factors. */
  @Override
  public int workingChannels() {
    Widths widths = options.shape().widths();
    int joined = options.channels();
    if (options.depth() > 0) {
      int below =
          options.depth() == 1 ? Widths.last(widths.bottom()) : Widths.last(widths.up().get(1));
      joined += below;
    }
    return Math.max(2 * joined, 6 * options.filters()) + 4 * options.channels();
  }

  @Override
  public Map<String, Object> architecture() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", KIND);
    map.put("dimensions", options.dimensions());
    map.put("channels", options.channels());
    map.put("depth", options.depth());
    map.put("filters", options.filters());
    map.put("dropout", options.dropout());
    map.put("partial", options.partial());
    map.put("poolDepth", options.poolDepth());
    return map;
  }

  /** What a model file says; what is missing is as in the default, what is unknown is refused. */
  static Self2SelfNetOptions read(Map<String, ? extends @Nullable Object> map) {
    Settings settings = new Settings(KIND, map);
    Self2SelfNetOptions standard = Self2SelfNetOptions.DEFAULT;
    Self2SelfNetOptions options =
        new Self2SelfNetOptions(
            settings.integer("dimensions", standard.dimensions()),
            settings.integer("channels", standard.channels()),
            settings.integer("depth", standard.depth()),
            settings.integer("filters", standard.filters()),
            settings.number("dropout", standard.dropout()),
            settings.flag("partial", standard.partial()),
            settings.flag("poolDepth", standard.poolDepth()));
    settings.refuseOthers();
    return options;
  }

  /** Makes layers, each with a key of its own. */
  private static final class Parts {

    private final Self2SelfNetOptions options;
    private final Device device;
    private final RandomKey key;
    private int made;

    Parts(Self2SelfNetOptions options, Device device, RandomKey key) {
      this.options = options;
      this.device = device;
      this.key = key;
    }

    List<Layer> encoder(int in, List<Integer> widths, Init init) {
      List<Layer> layers = new ArrayList<>();
      int channels = in;
      for (int width : widths) {
        Shape weight = weight(channels, width);
        layers.add(
            options.partial()
                ? PartialConv.of(device, weight, init, next(), ACTIVATION)
                : Conv.of(device, weight, init, next()).withActivation(ACTIVATION));
        channels = width;
      }
      return layers;
    }

    Layer decoder(int in, List<Integer> widths, Init init) {
      List<Layer> layers = new ArrayList<>();
      int channels = in;
      for (int width : widths) {
        layers.add(new Dropout(options.dropout()));
        Shape weight = weight(channels, width);
        layers.add(Conv.of(device, weight, init, next()).withActivation(ACTIVATION));
        channels = width;
      }
      return new Sequential(layers);
    }

    Layer last(int channels, Init lastInit) {
      Shape weight = weight(channels, options.channels());
      return Sequential.of(
          new Dropout(options.dropout()), Conv.of(device, weight, lastInit, next()));
    }

    private Shape weight(int in, int out) {
      return options.dimensions() == 3 ? Shape.of(3, 3, 3, in, out) : Shape.of(3, 3, in, out);
    }

    private RandomKey next() {
      return key.child(made++);
    }
  }
}
