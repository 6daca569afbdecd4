package org.limpid.backend.cpu;

import java.util.List;
import org.limpid.backend.Activation;

/**
 * What a convolution is made of: reading pixels into matrices that suit the processor, multiplying
 * those, and writing pixels back.
 *
 * <p>A panel is a matrix with a row for each pixel or tile and a column for each channel; a {@code
 * P} holds several of one size. Packed weights are a matrix {@code [depth, width]} in an order of
 * the implementation. {@link #multiply} treats every row alone and {@link #accumulate} adds them
 * one after the other, so results depend on neither the length of panels nor who computes them.
 *
 * @param <P> panels in the layout of the implementation
 */
interface PanelKernels<P> {

  /**
   * Biases come in arrays whose length is a multiple of this, so that whole vectors can be read.
   */
  int BLOCK = 32;

  /** How the arithmetic is done, in a few words for people. */
  String description();

  /**
   * Faster ways for convolutions with a single channel at one end; they give the same bits.
   *
   * @param direct the way that these are faster than
   */
  default List<ConvolutionAlgorithm> narrow(
      WorkerPool workers, BufferPool memory, ConvolutionAlgorithm direct) {
    return List.of();
  }

  /**
   * How many rows panels should have so that they stay in a cache.
   *
   * @param floatsPerRow in all panels that are used at the same time
   * @param available rows there are in all, to be shared among workers
   */
  int rows(int floatsPerRow, int available);

  /** How many rows panels should have that all workers share. */
  int sharedRows(int available);

  /**
   * Panels of undefined contents with room for as many rows as {@link #rows} allows; {@link #give}
   * them back.
   */
  P take(int panels, int depth);

  /**
   * The same panels, each of them in the same place, of as many columns or fewer; not to be given
   * back.
   */
  P view(P panels, int depth);

  /** Gives panels back. */
  void give(P panels);

  /** Sets all elements to zero. */
  void clear(P panels);

  /** Elements of packed weights. */
  int packedLength(int depth, int width);

  /** Packs weights {@code [depth, width]}. */
  void pack(float[] weight, int from, int depth, int width, float[] packed);

  /**
   * Adds matrices up in their order and writes {@code [depth, width]}.
   *
   * @param packed the first matrix stands at {@code from}, the others each {@code stride} behind
   */
  void unpackSum(
      float[] packed, int from, int copies, int stride, int depth, int width, float[] sum, int to);

  /**
   * {@code M = A·U}, or {@code M += A·U}.
   *
   * @param a panel {@code aPanel} is {@code [rows, depth]}. Not modified.
   * @param zeros columns of A to leave out, the first ones, as they are zero; all parts that
   *     columns come in hold whole vectors
   * @param u packed {@code [depth, width]} from {@code from} on. Not modified.
   * @param m panel {@code mPanel} is {@code [rows, width]}. Modified.
   * @param unused columns of M to leave out, the first ones, likewise
   * @param rows how many rows to compute; some more may be overwritten
   */
  void multiply(
      P a,
      int aPanel,
      int zeros,
      float[] u,
      int from,
      P m,
      int mPanel,
      int unused,
      int rows,
      boolean add);

  /**
   * {@code U += transpose(A)·D}, row after row.
   *
   * @param a panel {@code aPanel} is {@code [rows, depth]}. Not modified.
   * @param zeros columns of A to leave out, the first ones, as they are zero
   * @param d panel {@code dPanel} is {@code [rows, width]}. Not modified.
   * @param u packed {@code [depth, width]} from {@code to} on. Modified.
   */
  void accumulate(P a, int aPanel, int zeros, P d, int dPanel, int rows, float[] u, int to);

  /**
   * {@link #accumulate} for some taps, whose panels meet the same D.
   *
   * @param taps how many
   * @param aPanels the panel of each, {@code shift} before
   * @param to where its U begins, {@code offset} before
   */
  default void accumulateTaps(
      P a,
      int taps,
      int[] aPanels,
      int shift,
      int zeros,
      P d,
      int dPanel,
      int rows,
      float[] u,
      int[] to,
      int offset) {
    for (int tap = 0; tap < taps; tap++) {
      accumulate(a, aPanels[tap] + shift, zeros, d, dPanel, rows, u, to[tap] + offset);
    }
  }

  /** {@code sum[i] += x[at + i]}, with room for as many numbers to work in. */
  void addRun(float[] x, int at, float[] sum, int count, float[] room);

  /**
   * {@code gradX[at + i] = gradY[at + i]·activation'(x)}, {@code sum[i] += gradX[at + i]}, with
   * room as above.
   *
   * @param y {@code activation(x)}
   * @param gradX may be {@code gradY}
   */
  default void passRun(
      Activation activation,
      float[] y,
      float[] gradY,
      float[] gradX,
      int at,
      float[] sum,
      int count,
      float[] room) {
    Activations.backward(activation, y, gradY, gradX, at, at + count);
    addRun(gradX, at, sum, count, room);
  }

  /** Fills rows from 0 on with what {@code count} target pixels see; zero outside the source. */
  void readPatches(Sweep sweep, float[] x, int from, int first, int count, P a);

  /** Writes rows from 0 on to {@code count} target pixels. */
  void writePixels(Sweep sweep, P m, int first, int count, Epilogue epilogue, float[] y, int to);

  /**
   * Transforms some source channels of weights {@code [3, 3, depth, width]} to a packed matrix for
   * each frequency of a size of tiles, one behind the other.
   */
  void packTaps(
      TileSize size,
      float[] weight,
      int from,
      int depth,
      int width,
      Span channels,
      float[] packed,
      int to);

  /** The adjoint of {@link #packTaps}, on the sum of some sets of matrices in their order. */
  void unpackTapsSum(
      TileSize size,
      float[] packed,
      int from,
      int copies,
      int stride,
      int depth,
      int width,
      Span channels,
      float[] sum,
      int to);

  /**
   * Transforms the pixels that tiles see in a source slice, zero outside the source.
   *
   * @param part of the source
   * @param block which channels of the part to transform, {@link #BLOCK} at a time
   * @param v its panels from {@code panel} on get row {@code i} for the i-th tile. Modified.
   */
  void readTiles(TileRange tiles, int slice, ChannelPart part, int block, P v, int panel);

  /** Whether {@link #writeTiles} can write weighted sums over so many channels instead of them. */
  default boolean writesSums(int channels) {
    return false;
  }

  /**
   * Transforms panels to the pixels of tiles in a target slice.
   *
   * @param m a panel for each frequency. Not modified.
   * @param epilogue its biases are those of the part
   * @param part of the target, of its extents, or the sums over its channels. Modified.
   */
  void writeTiles(TileRange tiles, int slice, P m, Epilogue epilogue, ChannelPart part);

  /**
   * The adjoint of {@link #writeTiles} without its epilogue.
   *
   * @param part of the target
   * @param block which channels of the part to transform, {@link #BLOCK} at a time
   * @param d a panel for each frequency. Modified.
   */
  void readTargetTiles(TileRange tiles, int slice, ChannelPart part, int block, P d);
}
