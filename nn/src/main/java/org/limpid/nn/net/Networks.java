package org.limpid.nn.net;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limpid.nn.Network;
import org.limpid.nn.layer.Init;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;

/** Builds networks from what model files say about them. */
public final class Networks {

  /** A thousand times the usual size; more is a damaged or malicious file. */
  private static final long MOST_PARAMETERS = 1L << 28;

  private Networks() {}

  /**
   * A network as described by {@link Network#architecture()}, with weights of zero: read them next.
   *
   * <p>The description may come from anywhere; it is checked before memory is taken.
   *
   * @param architecture kind and options
   * @param device where its parameters live
   * @throws IllegalArgumentException if kind or options are unknown or out of range, or the network
   *     would have more than 2^28 parameters
   */
  public static Network build(Map<String, ? extends @Nullable Object> architecture, Device device) {
    return build(architecture, device, MOST_PARAMETERS);
  }

  /**
   * The same for a file that holds a certain number of values, so that no description takes more
   * memory than its file backs.
   *
   * @param values largest number of parameters
   */
  public static Network build(
      Map<String, ? extends @Nullable Object> architecture, Device device, long values) {
    Object kind = architecture.get("kind");
    RandomKey key = new RandomKey(0, 0, 0);
    if (UNetDescription.KIND.equals(kind)) {
      UNetOptions options = UNetDescription.read(architecture);
      checkSize(UNetDescription.KIND, options.parameterCount(), values);
      return new UNet(options, device, Init.ZEROS, key);
    }
    if (PerChannel.KIND.equals(kind)) {
      Settings settings = new Settings(PerChannel.KIND, architecture);
      int channels = settings.integer("channels", 1);
      UNetOptions options = UNetDescription.read(settings.part("network"));
      settings.refuseOthers();
      PerChannel.check(channels, options);
      checkSize(PerChannel.KIND, channels * options.parameterCount(), values);
      return new PerChannel(channels, options, device, Init.ZEROS, key);
    }
    if (Self2SelfNet.KIND.equals(kind)) {
      Self2SelfNetOptions options = Self2SelfNet.read(architecture);
      checkSize(Self2SelfNet.KIND, options.parameterCount(), values);
      return Self2SelfNet.empty(options, device);
    }
    if (PassThrough.KIND.equals(kind)) {
      Settings settings = new Settings(PassThrough.KIND, architecture);
      int channels = settings.integer("channels", 1);
      settings.refuseOthers();
      return new PassThrough(channels);
    }
    throw new IllegalArgumentException(
        "network: kind "
            + Settings.shorten(kind)
            + " (expected: "
            + UNetDescription.KIND
            + ", "
            + PerChannel.KIND
            + ", "
            + PassThrough.KIND
            + " or "
            + Self2SelfNet.KIND
            + "). Build it with its own code, then read the weights");
  }

  private static void checkSize(String kind, long parameters, long values) {
    long most = Math.min(values, MOST_PARAMETERS);
    if (parameters > most) {
      throw new IllegalArgumentException(
          kind + ": " + parameters + " parameters (expected: at most " + most + ")");
    }
  }
}
