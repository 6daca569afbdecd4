package org.limpid.denoise.masking;

import java.util.Objects;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Pixels;

/**
 * One channel of a patch while pixels are hidden in it: what was there, what the network will see
 * instead, and where the loss counts.
 *
 * <p>Reading gives the pixels as they were, whatever was hidden before: a replacement must not be
 * made of replacements. Confined to one thread.
 */
public final class MaskedPatch {

  private final Pixels noisy;
  private final Pixels input;
  private final Pixels weight;
  private final int channel;

  /**
   * Looks at one channel.
   *
   * @param noisy the patch, {@code [D, H, W, C]}. Not modified.
   * @param input what the network will see, same shape, a copy of the patch at first. Modified.
   * @param weight where the loss counts, same shape, zeros at first. Modified.
   */
  public MaskedPatch(Pixels noisy, Pixels input, Pixels weight, int channel) {
    this.noisy = noisy;
    this.input = input;
    this.weight = weight;
    this.channel = Objects.checkIndex(channel, noisy.channels());
  }

  /** Number of slices; 1 for a plane. */
  public int depth() {
    return noisy.extents().depth();
  }

  /** Number of rows. */
  public int height() {
    return noisy.extents().height();
  }

  /** Number of columns. */
  public int width() {
    return noisy.extents().width();
  }

  /** Slices, rows and columns. */
  Size3 extents() {
    return noisy.extents();
  }

  /** The noisy pixel at a place in memory order. */
  float pixel(int index) {
    return noisy.values()[index * noisy.channels() + channel];
  }

  /** The noisy pixel of a plane. */
  public float get(int row, int column) {
    return get(0, row, column);
  }

  /** The noisy pixel of a volume. */
  public float get(int slice, int row, int column) {
    return noisy.values()[index(slice, row, column)];
  }

  /** Shows the network another value of a pixel of a plane and lets the loss count there. */
  public void hide(int row, int column, float replacement) {
    hide(0, row, column, replacement);
  }

  /** Shows the network another value of a pixel of a volume and lets the loss count there. */
  public void hide(int slice, int row, int column, float replacement) {
    int index = index(slice, row, column);
    input.values()[index] = replacement;
    weight.values()[index] = 1;
  }

  /**
   * Shows the network another value of a pixel where the loss does not count: for pixels whose
   * noise tells something about that of a hidden one.
   */
  public void cover(int slice, int row, int column, float replacement) {
    input.values()[index(slice, row, column)] = replacement;
  }

  private int index(int slice, int row, int column) {
    Size3 extents = noisy.extents();
    Objects.checkIndex(slice, extents.depth());
    Objects.checkIndex(row, extents.height());
    Objects.checkIndex(column, extents.width());
    return noisy.index(slice, row, column, channel);
  }
}
