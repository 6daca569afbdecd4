package org.limpid.nn.net;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.limpid.autograd.Tape;
import org.limpid.backend.Size3;
import org.limpid.nn.Network;
import org.limpid.nn.Outline;
import org.limpid.nn.Pass;
import org.limpid.nn.Sites;
import org.limpid.nn.layer.Init;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Tensor;

/**
 * A {@link UNet} of its own for each channel, so that no channel learns from another: what n2v
 * calls one net per channel and CAREamics independent channels. For images whose channels show
 * different things and whose noise may be shared between channels.
 */
public final class PerChannel implements Network {

  static final String KIND = "per_channel";
  static final int MOST_CHANNELS = 4096;

  private final UNetOptions options;
  private final List<UNet> networks = new ArrayList<>();

  /**
   * Networks with new weights, uniform after Glorot and Bengio.
   *
   * @param channels how many, 1 to 4096
   * @param options of each network, with one input and one output channel
   * @param device where the parameters live
   * @param key which random numbers; each network has a key of its own
   */
  public PerChannel(int channels, UNetOptions options, Device device, RandomKey key) {
    this(channels, options, device, Init.GLOROT_UNIFORM, key);
  }

  /** The same with weights drawn in another way. */
  public PerChannel(int channels, UNetOptions options, Device device, Init init, RandomKey key) {
    check(channels, options);
    this.options = options;
    for (int channel = 0; channel < channels; channel++) {
      networks.add(new UNet(options, device, init, key.child(channel)));
    }
  }

  /** Checks what a network would be made of. */
  static void check(int channels, UNetOptions options) {
    if (channels < 1 || channels > MOST_CHANNELS) {
      throw new IllegalArgumentException(
          "perChannel: channels " + channels + " (expected: 1 to " + MOST_CHANNELS + ")");
    }
    if (options.inputChannels() != 1 || options.outputChannels() != 1) {
      throw new IllegalArgumentException(
          "perChannel: networks of "
              + options.inputChannels()
              + " input and "
              + options.outputChannels()
              + " output channels (expected: 1 and 1)");
    }
  }

  /** What each network is made of. */
  public UNetOptions options() {
    return options;
  }

  /**
   * Runs each channel through its network.
   *
   * @param x {@code [N, H, W, C]} or {@code [N, D, H, W, C]}, extents multiples of {@link
   *     #multiple()}. Not modified.
   * @return same shape
   * @throws org.limpid.tensor.ShapeException if extents or channels do not fit
   */
  @Override
  public Tensor forward(Tensor x, Pass pass) {
    Inputs.check("perChannel", this, x);
    return joined(x, (network, channel) -> network.consume(channel, pass));
  }

  @Override
  public Tensor forwardAt(Tensor x, Sites sites, Pass pass) {
    Inputs.check("perChannel", this, x);
    return joined(
        x,
        (network, channel) -> {
          Tensor y = network.forwardAt(channel, sites, pass);
          if (!Tape.tracks(channel) && !Tape.tracks(y)) {
            channel.close();
          }
          return y;
        });
  }

  private Tensor joined(Tensor x, BiFunction<UNet, Tensor, Tensor> run) {
    Tensor[] results = new Tensor[networks.size()];
    for (int channel = 0; channel < results.length; channel++) {
      results[channel] = run.apply(networks.get(channel), x.channels(channel, 1));
    }
    Tensor y = Tensor.concat(results);
    if (!Tape.tracks(y)) {
      for (Tensor result : results) {
        result.close();
      }
    }
    return y;
  }

  /** Children are named {@code channel0}, {@code channel1}, and so on. */
  @Override
  public void describe(Outline outline) {
    for (int channel = 0; channel < networks.size(); channel++) {
      outline.child("channel" + channel, networks.get(channel));
    }
  }

  @Override
  public int inputChannels() {
    return networks.size();
  }

  @Override
  public int outputChannels() {
    return networks.size();
  }

  @Override
  public boolean isVolumetric() {
    return networks.get(0).isVolumetric();
  }

  @Override
  public Size3 multiple() {
    return networks.get(0).multiple();
  }

  @Override
  public Size3 receptiveRadius() {
    return networks.get(0).receptiveRadius();
  }

  /** Input, the results of all channels twice, and what one network works with. */
  @Override
  public int workingChannels() {
    return 3 * networks.size() + networks.get(0).workingChannels();
  }

  @Override
  public Map<String, Object> architecture() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", KIND);
    map.put("channels", networks.size());
    map.put("network", UNetDescription.of(options));
    return map;
  }
}
