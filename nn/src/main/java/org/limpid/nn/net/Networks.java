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
    if (!UNetDescription.KIND.equals(kind)) {
      throw new IllegalArgumentException(
          "network: kind "
              + Settings.shorten(kind)
              + " (expected: "
              + UNetDescription.KIND
              + "). Build it with its own code, then read the weights");
    }
    UNetOptions options = UNetDescription.read(architecture);
    long parameters = options.parameterCount();
    long most = Math.min(values, MOST_PARAMETERS);
    if (parameters > most) {
      throw new IllegalArgumentException(
          "unet: " + parameters + " parameters (expected: at most " + most + ")");
    }
    return new UNet(options, device, Init.ZEROS, new RandomKey(0, 0, 0));
  }
}
