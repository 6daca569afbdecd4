package org.limpid.nn.net;

import java.util.LinkedHashMap;
import java.util.Map;
import org.limpid.backend.Size3;
import org.limpid.nn.Network;
import org.limpid.nn.Pass;
import org.limpid.tensor.Tensor;

/**
 * Gives planes back as they are, and has no parameters: for models in which nothing is learned, and
 * all work is done by how they are read.
 */
public final class PassThrough implements Network {

  static final String KIND = "pass_through";
  static final int MOST_CHANNELS = 4096;

  private static final int MULTIPLE = 4;
  private static final int WORKING = 50;

  private final int channels;

  /**
   * For images of so many channels.
   *
   * @param channels 1 to 4096
   */
  public PassThrough(int channels) {
    if (channels < 1 || channels > MOST_CHANNELS) {
      throw new IllegalArgumentException(
          "passThrough: channels " + channels + " (expected: 1 to " + MOST_CHANNELS + ")");
    }
    this.channels = channels;
  }

  /** The input itself. */
  @Override
  public Tensor forward(Tensor x, Pass pass) {
    Inputs.check("passThrough", this, x);
    return x;
  }

  @Override
  public int inputChannels() {
    return channels;
  }

  @Override
  public int outputChannels() {
    return channels;
  }

  @Override
  public boolean isVolumetric() {
    return false;
  }

  /** Four rows and columns: what reads planes may go by a grid. */
  @Override
  public Size3 multiple() {
    return new Size3(1, MULTIPLE, MULTIPLE);
  }

  @Override
  public Size3 receptiveRadius() {
    return new Size3(0, 0, 0);
  }

  /** Room for whoever reads. */
  @Override
  public int workingChannels() {
    return WORKING * channels;
  }

  @Override
  public Map<String, Object> architecture() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", KIND);
    map.put("channels", channels);
    return map;
  }
}
