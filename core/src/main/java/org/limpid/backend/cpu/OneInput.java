package org.limpid.backend.cpu;

import java.util.Arrays;
import org.limpid.backend.Grid;
import org.limpid.backend.Size3;
import org.limpid.backend.WindowGeometry;

/**
 * Convolution of one channel to whole vectors of them by windows of 3 x 3, as at the beginning of a
 * U-Net: each pixel takes its nine neighbours from the three rows that a row of outputs sees.
 */
final class OneInput implements ConvolutionAlgorithm {

  private static final Size3 WINDOW = new Size3(1, 3, 3);
  private static final int TAPS = 9;

  private final WorkerPool workers;
  private final BufferPool memory;
  private final ConvolutionAlgorithm direct;

  /**
   * For a pool of workers.
   *
   * @param direct computes the gradient with respect to the input, which is seldom wanted
   */
  OneInput(WorkerPool workers, BufferPool memory, ConvolutionAlgorithm direct) {
    this.workers = workers;
    this.memory = memory;
    this.direct = direct;
  }

  @Override
  public String description() {
    return "nine products of one channel";
  }

  @Override
  public boolean supports(WindowGeometry g) {
    return g.window().equals(WINDOW)
        && g.stride().equals(Size3.ONE)
        && g.padding().depth() == 0
        && g.input().depth() == g.output().depth()
        && g.input().channels() == 1
        && g.output().channels() % Lanes.COUNT == 0;
  }

  @Override
  public void forward(
      WindowGeometry g, CpuStorage x, CpuStorage weight, Epilogue epilogue, CpuStorage y) {
    int width = g.output().width();
    int channels = g.output().channels();
    int rows = g.output().batch() * g.output().depth() * g.output().height();
    try (Scratch scratch = new Scratch(memory, workers.workers(), 3 * stride(g))) {
      workers.split(
          rows,
          Math.max(1, Elements.CHUNK / Math.max(1, width * channels)),
          (from, to, worker) -> {
            float[] seen = scratch.of(worker);
            for (int row = from; row < to; row++) {
              readRows(g, x, row, seen);
              int target = y.offset + row * width * channels;
              for (int k = 0; k < channels; k += Lanes.COUNT) {
                VectorNarrow.stencil(
                    seen,
                    stride(g),
                    weight.array,
                    weight.offset + k,
                    channels,
                    epilogue,
                    k,
                    y.array,
                    target + k,
                    width);
              }
            }
          });
    }
  }

  /** Columns that a row of outputs sees. */
  private static int stride(WindowGeometry g) {
    return g.output().width() + 2;
  }

  /** Copies the three rows that a row of outputs sees, with zeros outside the image. */
  private static void readRows(WindowGeometry g, CpuStorage x, int row, float[] seen) {
    Grid in = g.input();
    int slice = row / g.output().height();
    int top = row % g.output().height() - g.padding().height();
    int padding = g.padding().width();
    int before = Math.min(padding, stride(g));
    int end = Math.max(before, Math.min(stride(g), padding + in.width()));
    for (int i = 0; i < 3; i++) {
      int at = i * stride(g);
      int h = top + i;
      if (h < 0 || h >= in.height()) {
        Arrays.fill(seen, at, at + stride(g), 0);
      } else {
        int source = x.offset + (slice * in.height() + h) * in.width();
        Arrays.fill(seen, at, at + before, 0);
        System.arraycopy(x.array, source + before - padding, seen, at + before, end - before);
        Arrays.fill(seen, at + end, at + stride(g), 0);
      }
    }
  }

  @Override
  public void backwardInput(
      WindowGeometry g, CpuStorage weight, CpuStorage gradY, Epilogue epilogue, CpuStorage gradX) {
    direct.backwardInput(g, weight, gradY, epilogue, gradX);
  }

  @Override
  public void backwardWeight(
      WindowGeometry g, CpuStorage x, CpuStorage gradY, CpuStorage gradWeight) {
    int channels = g.output().channels();
    int sums = TAPS * channels;
    PixelGroups groups = PixelGroups.of((int) g.output().pixels());
    float[] u = memory.take(groups.count() * sums);
    try (Scratch scratch = new Scratch(memory, workers.workers(), 3 * stride(g))) {
      workers.run(
          groups.count(),
          (group, worker) -> {
            int to = group * sums;
            Arrays.fill(u, to, to + sums, 0);
            accumulate(g, x, gradY, groups.span(group), scratch.of(worker), u, to);
          });
    }
    groups.sum(u, sums, gradWeight);
    memory.give(u);
  }

  private static void accumulate(
      WindowGeometry g,
      CpuStorage x,
      CpuStorage gradY,
      Span pixels,
      float[] seen,
      float[] u,
      int to) {
    int width = g.output().width();
    int channels = g.output().channels();
    for (int pixel = pixels.from(); pixel < pixels.to(); ) {
      int column = pixel % width;
      int count = Math.min(width - column, pixels.to() - pixel);
      readRows(g, x, pixel / width, seen);
      int from = gradY.offset + pixel * channels;
      for (int k = 0; k < channels; k += Lanes.COUNT) {
        VectorNarrow.addStencil(
            seen, column, stride(g), gradY.array, from + k, channels, count, u, to + k);
      }
      pixel += count;
    }
  }
}
