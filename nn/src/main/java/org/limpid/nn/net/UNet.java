package org.limpid.nn.net;

import java.util.ArrayList;
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
import org.limpid.nn.Sites;
import org.limpid.nn.layer.BatchNorm;
import org.limpid.nn.layer.Conv;
import org.limpid.nn.layer.ConvTransposed;
import org.limpid.nn.layer.Dropout;
import org.limpid.nn.layer.Init;
import org.limpid.nn.layer.Sequential;
import org.limpid.nn.layer.Upsample;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * The U-Net (Ronneberger et al. 2015) as in CSBDeep, Noise2Void and CAREamics (Weigert et al.
 * 2018), and other {@linkplain UNetVariant variants}.
 *
 * <pre>
 *   level 0   convs F ───────────────── skip ──▶ concat, convs F    ──▶ 1x1 convolution
 *                │ pool                             ▲ upsample
 *   level 1   convs 2F ──────────────── skip ──▶ concat, convs 2F
 *                │ pool                             ▲ upsample
 *   bottom    convs 4F, the last one 2F ────────────┘
 * </pre>
 *
 * <p>The last convolution of each level on the way up has the channels of the level above. In a
 * copy of this network in the n2v package the other convolutions on the way up have F channels at
 * every level; here, as in CSBDeep, they have those of their level. So depth 2, 32 filters, kernel
 * 3 and no batch normalisation have 332,641 parameters (286,529 there). Convolutions pad with
 * zeros; those before a batch normalisation have no bias, which it would take out again.
 */
public final class UNet implements Network {

  private final UNetOptions options;
  private final Size3 pool;
  private final List<Layer> down = new ArrayList<>();
  private final Layer bottom;
  private final List<Layer> enlarge = new ArrayList<>();
  private final List<Layer> up = new ArrayList<>();
  private final @Nullable Layer tail;
  private final Layer last;

  /**
   * A network with new weights: uniform after Glorot and Bengio as in CSBDeep, normal after He et
   * al. for the other variants.
   *
   * @param options what it looks like
   * @param device where its parameters live
   * @param key which random numbers; the same key gives the same weights on every device
   */
  public UNet(UNetOptions options, Device device, RandomKey key) {
    this(options, device, options.variant().init(), options.variant().lastInit(), key);
  }

  /** The same with weights drawn in another way. */
  public UNet(UNetOptions options, Device device, Init init, RandomKey key) {
    this(options, device, init, init, key);
  }

  private UNet(UNetOptions options, Device device, Init init, Init lastInit, RandomKey key) {
    this.options = options;
    this.pool = new Size3(options.dimensions() == 3 && options.poolDepth() ? 2 : 1, 2, 2);
    Parts parts = new Parts(options, device, init, key);
    Widths widths = options.widths();
    int channels = options.inputChannels();
    for (List<Integer> level : widths.down()) {
      down.add(parts.convolutions(options.kernel(), channels, level));
      channels = Widths.last(level);
    }
    bottom = parts.convolutions(options.kernel(), channels, widths.bottom());
    channels = Widths.last(widths.bottom());
    for (int level = options.depth() - 1; level >= 0; level--) {
      List<Integer> wanted = widths.up().get(level);
      enlarge.add(0, parts.enlarging(pool, channels));
      up.add(0, parts.convolutions(options.kernel(), channels + options.skipped(level), wanted));
      channels = Widths.last(wanted);
    }
    if (widths.tail().isEmpty()) {
      tail = null;
    } else {
      tail = parts.convolutions(1, channels, widths.tail());
      channels = Widths.last(widths.tail());
    }
    last = parts.last(widths.lastKernel(), channels, lastInit);
  }

  /** What it looks like. */
  public UNetOptions options() {
    return options;
  }

  /**
   * Runs the network.
   *
   * @param x {@code [N, H, W, C]} or {@code [N, D, H, W, C]}, extents multiples of {@link
   *     #multiple()}. Not modified.
   * @return the same extents with {@link #outputChannels()} channels
   * @throws org.limpid.tensor.ShapeException if extents or channels do not fit
   */
  @Override
  public Tensor forward(Tensor x, Pass pass) {
    Inputs.check("unet", this, x);
    Tensor y = Joining.through(layersAbove(), topParts(x, pass), x, pass);
    return options.residual() ? x.add(y) : y;
  }

  /**
   * Computes the convolutions of the highest level only at the pixels that the given ones depend
   * on, as far as that costs less.
   */
  @Override
  public Tensor forwardAt(Tensor x, Sites sites, Pass pass) {
    Inputs.check("unet", this, x);
    Tensor y = ending().forwardAt(topParts(x, pass), x, sites, pass);
    return options.residual() ? x.gather(sites.pixels()).add(y) : y;
  }

  /** What is computed from {@link #topParts}. */
  Ending ending() {
    return new Ending(layersAbove());
  }

  private List<Layer> layersAbove() {
    return tail == null ? List.of(top(), last) : List.of(top(), tail, last);
  }

  /** What comes last but for the tail and the last convolution. */
  private Layer top() {
    return options.depth() == 0 ? bottom : up.get(0);
  }

  /**
   * What {@link #top} is given, to be enlarged and joined; the input itself where there are no
   * levels.
   */
  private List<Tensor> topParts(Tensor x, Pass pass) {
    List<Tensor> skips = new ArrayList<>();
    Tensor y = x;
    for (Layer level : down) {
      boolean skipsInput = options.variant().skipsInputs();
      Tensor features = skipsInput ? level.forward(y, pass) : pass(level, y, x, pass);
      skips.add(skipsInput ? y : features);
      y = pooled(features);
      boolean isDone = skipsInput || (skips.size() == 1 && !options.topSkip());
      if (isDone && !Tape.tracks(y)) {
        features.close();
      }
    }
    if (options.depth() == 0) {
      return List.of(x);
    }
    y = pass(bottom, y, x, pass);
    for (int level = options.depth() - 1; level > 0; level--) {
      List<Tensor> parts = List.of(enlarged(level, y, pass), skips.get(level));
      y = Joining.through(List.of(up.get(level)), parts, x, pass);
    }
    y = options.topSkip() ? enlarged(0, y, pass) : enlarge.get(0).consume(y, pass);
    return options.topSkip() ? List.of(y, skips.get(0)) : List.of(y);
  }

  /** Enlarges, unless the convolution that joins the result with a skip does so by itself. */
  private Tensor enlarged(int level, Tensor y, Pass pass) {
    Layer layer = enlarge.get(level);
    boolean isLater = layer instanceof Upsample upsample && upsample.isRepeating();
    return isLater ? y : layer.consume(y, pass);
  }

  /** Runs a layer and frees what it was given, unless that is the network's input. */
  private static Tensor pass(Layer layer, Tensor y, Tensor x, Pass pass) {
    return y == x ? layer.forward(y, pass) : layer.consume(y, pass);
  }

  private Tensor pooled(Tensor features) {
    return switch (options.pooling()) {
      case MAX -> features.maxPool(window());
      case MAX_BLUR -> features.maxBlurPool(window());
    };
  }

  private int[] window() {
    return options.dimensions() == 3
        ? new int[] {pool.depth(), pool.height(), pool.width()}
        : new int[] {pool.height(), pool.width()};
  }

  @Override
  public void describe(Outline outline) {
    for (int level = 0; level < options.depth(); level++) {
      outline.child("down" + level, down.get(level));
    }
    outline.child("bottom", bottom);
    for (int level = options.depth() - 1; level >= 0; level--) {
      outline.child("enlarge" + level, enlarge.get(level));
      outline.child("up" + level, up.get(level));
    }
    if (tail != null) {
      outline.child("tail", tail);
    }
    outline.child("last", last);
  }

  @Override
  public int inputChannels() {
    return options.inputChannels();
  }

  @Override
  public int outputChannels() {
    return options.outputChannels();
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
    int plane = new ReceptiveField(options, 2).radius();
    int slices = isVolumetric() ? new ReceptiveField(options, pool.depth()).radius() : 0;
    return new Size3(slices, plane, plane);
  }

  /**
   * Widest is the end of the way up: what was enlarged, what skipped over, and both joined; without
   * levels, one convolution's input and output.
   */
  @Override
  public int workingChannels() {
    Widths widths = options.widths();
    int widest = 2 * Widths.last(widths.bottom());
    if (options.depth() > 0) {
      boolean isOne = options.depth() == 1;
      int below = Widths.last(isOne ? widths.bottom() : widths.up().get(1));
      int joined = below + options.skipped(0);
      widest = joined + Math.max(joined, widths.up().get(0).get(0));
    }
    return widest + options.inputChannels() + options.outputChannels();
  }

  @Override
  public Map<String, Object> architecture() {
    return UNetDescription.of(options);
  }

  /** Makes layers, each with a key of its own. */
  private static final class Parts {

    private final UNetOptions options;
    private final Device device;
    private final Init init;
    private final RandomKey key;
    private int made;

    Parts(UNetOptions options, Device device, Init init, RandomKey key) {
      this.options = options;
      this.device = device;
      this.init = init;
      this.key = key;
    }

    /** The convolutions of one level. */
    Layer convolutions(int extent, int in, List<Integer> widths) {
      List<Layer> layers = new ArrayList<>();
      int channels = in;
      for (int width : widths) {
        addConvolution(layers, weight(extent, channels, width));
        channels = width;
      }
      return new Sequential(layers);
    }

    private void addConvolution(List<Layer> layers, Shape weight) {
      Activation activation = options.activation();
      if (options.batchNorm()) {
        layers.add(Conv.withoutBias(device, weight, init, next()));
        layers.add(BatchNorm.of(device, weight.extent(-1)).withActivation(activation));
      } else {
        layers.add(Conv.of(device, weight, init, next()).withActivation(activation));
      }
      if (options.dropout() > 0) {
        layers.add(new Dropout(options.dropout()));
      }
    }

    Layer enlarging(Size3 pool, int channels) {
      boolean volume = options.dimensions() == 3;
      int[] factor =
          volume
              ? new int[] {pool.depth(), pool.height(), pool.width()}
              : new int[] {pool.height(), pool.width()};
      return switch (options.upsampling()) {
        case NEAREST -> new Upsample(Interpolation.NEAREST, factor);
        case LINEAR -> new Upsample(Interpolation.LINEAR, factor);
        case TRANSPOSED -> {
          Shape weight =
              volume
                  ? Shape.of(pool.depth(), pool.height(), pool.width(), channels, channels)
                  : Shape.of(pool.height(), pool.width(), channels, channels);
          yield ConvTransposed.of(device, weight, init, next(), factor);
        }
      };
    }

    Layer last(int extent, int channels, Init lastInit) {
      Shape shape = weight(extent, channels, options.outputChannels());
      return Conv.of(device, shape, lastInit, next());
    }

    private Shape weight(int kernel, int in, int out) {
      return options.dimensions() == 3
          ? Shape.of(kernel, kernel, kernel, in, out)
          : Shape.of(kernel, kernel, in, out);
    }

    private RandomKey next() {
      return key.child(made++);
    }
  }
}
