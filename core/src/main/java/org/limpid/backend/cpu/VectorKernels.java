package org.limpid.backend.cpu;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.limpid.backend.Activation;

/** Panels by the Vector API. Loaded only where {@link VectorSupport} finds it. */
final class VectorKernels implements PanelKernels<VectorPanels> {

  /**
   * Elements of the panels in use that the second-level cache keeps beside the weights: processors
   * with eight lanes mostly have half as much of it.
   */
  private static final int CACHED_ELEMENTS = (Lanes.COUNT == 8 ? 56 : 96) << 10;

  /** With fewer, weights are read again too often. */
  private static final int FEWEST_ROWS = Lanes.COUNT == 8 ? 48 : 32;

  /** Eight lanes take rows by sixes. */
  private static final int ROW_STEP = Lanes.COUNT == 8 ? 48 : VectorProduct.PADDING;

  /** Chunks that let workers share evenly, as long as there are enough rows. */
  private static final int CHUNKS = 8;

  private final BufferPool memory;
  private final Reserve<VectorScratch> scratches = new Reserve<>(VectorScratch::new);

  VectorKernels(BufferPool memory) {
    this.memory = memory;
  }

  @Override
  public String description() {
    return Lanes.SPECIES.vectorBitSize() + "-bit vectors";
  }

  @Override
  public List<ConvolutionAlgorithm> narrow(
      WorkerPool workers, BufferPool memory, ConvolutionAlgorithm direct) {
    return List.of(new OneInput(workers, memory, direct), new OneOutput(workers, memory));
  }

  @Override
  public int rows(int floatsPerRow, int available) {
    int cached =
        Math.max(FEWEST_ROWS, Math.min(VectorPanels.MOST_ROWS, CACHED_ELEMENTS / floatsPerRow));
    return roundUp(Math.max(1, Math.min(cached / ROW_STEP * ROW_STEP, available / CHUNKS)));
  }

  @Override
  public int sharedRows(int available) {
    return roundUp(Math.min(VectorPanels.MOST_ROWS, available));
  }

  private static int roundUp(int rows) {
    return VectorProduct.padded(rows);
  }

  @Override
  public VectorPanels take(int panels, int depth) {
    return new VectorPanels(memory.take(VectorPanels.length(depth, panels)), depth, panels);
  }

  @Override
  public VectorPanels view(VectorPanels panels, int depth) {
    return new VectorPanels(panels.data(), depth, panels.panels());
  }

  @Override
  public void give(VectorPanels panels) {
    memory.give(panels.data());
  }

  @Override
  public void clear(VectorPanels panels) {
    Arrays.fill(panels.data(), 0);
  }

  @Override
  public int packedLength(int depth, int width) {
    return VectorProduct.packedLength(depth, width);
  }

  @Override
  public void pack(float[] weight, int from, int depth, int width, float[] packed) {
    for (int k = 0; k < width; k += BLOCK) {
      int count = Math.min(BLOCK, width - k);
      for (int c = 0; c < depth; c++) {
        int to = VectorProduct.packedIndex(depth, c, k);
        System.arraycopy(weight, from + c * width + k, packed, to, count);
      }
    }
  }

  @Override
  public void unpackSum(
      float[] packed, int from, int copies, int stride, int depth, int width, float[] sum, int to) {
    for (int c = 0; c < depth; c++) {
      for (int k = 0; k < width; k++) {
        int at = from + VectorProduct.packedIndex(depth, c, k);
        float total = packed[at];
        for (int copy = 1; copy < copies; copy++) {
          total += packed[at + copy * stride];
        }
        sum[to + c * width + k] = total;
      }
    }
  }

  @Override
  public void multiply(
      VectorPanels a,
      int aPanel,
      int zeros,
      float[] u,
      int from,
      VectorPanels m,
      int mPanel,
      int unused,
      int rows,
      boolean add) {
    VectorProduct.multiply(a, aPanel, zeros, u, from, m, mPanel, unused, rows, add);
  }

  @Override
  public void accumulate(
      VectorPanels a,
      int aPanel,
      int zeros,
      VectorPanels d,
      int dPanel,
      int rows,
      float[] u,
      int to) {
    VectorProduct.accumulate(a, aPanel, zeros, d, dPanel, rows, u, to);
  }

  @Override
  public void addRun(float[] x, int at, float[] sum, int count, float[] room) {
    int whole = Lanes.SPECIES.loopBound(count);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector.fromArray(Lanes.SPECIES, sum, i)
          .add(FloatVector.fromArray(Lanes.SPECIES, x, at + i))
          .intoArray(sum, i);
    }
    for (int i = whole; i < count; i++) {
      sum[i] += x[at + i];
    }
  }

  @Override
  public void passRun(
      Activation activation,
      float[] y,
      float[] gradY,
      float[] gradX,
      int at,
      float[] sum,
      int count,
      float[] room) {
    int whole = activation.kind() == Activation.Kind.RELU ? Lanes.SPECIES.loopBound(count) : 0;
    passRectifier(y, gradY, gradX, at, sum, whole);
    Activations.backward(activation, y, gradY, gradX, at + whole, at + count);
    for (int i = whole; i < count; i++) {
      sum[i] += gradX[at + i];
    }
  }

  private static void passRectifier(
      float[] y, float[] gradY, float[] gradX, int at, float[] sum, int count) {
    for (int i = 0; i < count; i += Lanes.COUNT) {
      FloatVector gradient =
          FloatVector.fromArray(Lanes.SPECIES, y, at + i)
              .mul(Activations.HUGE)
              .mul(Activations.HUGE)
              .min(1)
              .mul(FloatVector.fromArray(Lanes.SPECIES, gradY, at + i));
      gradient.intoArray(gradX, at + i);
      FloatVector.fromArray(Lanes.SPECIES, sum, i).add(gradient).intoArray(sum, i);
    }
  }

  @Override
  public void readPatches(Sweep sweep, float[] x, int from, int first, int count, VectorPanels a) {
    VectorScratch scratch = scratches.take();
    VectorPixels.read(sweep, x, from, first, count, a, scratch.run);
    scratches.give(scratch);
  }

  @Override
  public void writePixels(
      Sweep sweep, VectorPanels m, int first, int count, Epilogue epilogue, float[] y, int to) {
    VectorScratch scratch = scratches.take();
    VectorPixels.write(sweep, m, first, count, epilogue, y, to, scratch.run);
    scratches.give(scratch);
  }

  @Override
  public void packTaps(
      TileSize size,
      float[] weight,
      int from,
      int depth,
      int width,
      Span channels,
      float[] packed,
      int to) {
    VectorScratch scratch = scratches.take();
    VectorTaps.pack(size, weight, from, depth, width, channels, packed, to, scratch);
    scratches.give(scratch);
  }

  @Override
  public void unpackTapsSum(
      TileSize size,
      float[] packed,
      int from,
      int copies,
      int stride,
      int depth,
      int width,
      Span channels,
      float[] sum,
      int to) {
    VectorScratch scratch = scratches.take();
    VectorTaps.unpackSum(
        size, packed, from, copies, stride, depth, width, channels, sum, to, scratch);
    scratches.give(scratch);
  }

  @Override
  public void readTiles(
      TileRange tiles, int slice, ChannelPart part, int block, VectorPanels v, int panel) {
    VectorScratch scratch = scratches.take();
    VectorTiles.readSources(tiles, slice, part, block, v, panel, scratch);
    scratches.give(scratch);
  }

  @Override
  public boolean writesSums(int channels) {
    return channels == BLOCK;
  }

  @Override
  public void writeTiles(
      TileRange tiles, int slice, VectorPanels m, Epilogue epilogue, ChannelPart part) {
    VectorScratch scratch = scratches.take();
    Epilogue.Pointwise pointwise = epilogue.pointwise();
    if (pointwise == null) {
      VectorTiles.writeTargets(tiles, slice, m, epilogue, part, scratch);
    } else {
      VectorTiles.writeSums(tiles, slice, m, epilogue, pointwise, part, scratch);
    }
    scratches.give(scratch);
  }

  @Override
  public void readTargetTiles(
      TileRange tiles, int slice, ChannelPart part, int block, VectorPanels d) {
    VectorScratch scratch = scratches.take();
    VectorTiles.readTargets(tiles, slice, part, block, d, scratch);
    scratches.give(scratch);
  }
}
