package org.limpid.backend.cpu;

import java.util.Arrays;
import org.limpid.backend.Size3;
import org.limpid.backend.WindowGeometry;

/**
 * Convolution of whole vectors of channels to one, pixel by pixel, as at the end of a U-Net. As a
 * product of matrices it would leave all but one lane of its vectors idle.
 */
final class OneOutput implements ConvolutionAlgorithm {

  private static final Size3 NONE = new Size3(0, 0, 0);

  private final WorkerPool workers;
  private final BufferPool memory;

  OneOutput(WorkerPool workers, BufferPool memory) {
    this.workers = workers;
    this.memory = memory;
  }

  @Override
  public String description() {
    return "sums over channels";
  }

  @Override
  public boolean supports(WindowGeometry g) {
    return g.window().equals(Size3.ONE)
        && g.stride().equals(Size3.ONE)
        && g.padding().equals(NONE)
        && g.input().space().equals(g.output().space())
        && g.output().channels() == 1
        && g.input().channels() % Lanes.COUNT == 0;
  }

  @Override
  public void forward(
      WindowGeometry g, CpuStorage x, CpuStorage weight, Epilogue epilogue, CpuStorage y) {
    int channels = g.input().channels();
    float bias = epilogue.bias()[0];
    float floor = epilogue.floor();
    split(
        g,
        (from, to, worker) -> {
          int at = x.offset + from * channels;
          int target = y.offset + from;
          VectorNarrow.dots(x.array, at, channels, weight, bias, floor, y.array, target, to - from);
        });
  }

  @Override
  public void backwardInput(
      WindowGeometry g, CpuStorage weight, CpuStorage gradY, Epilogue epilogue, CpuStorage gradX) {
    int channels = g.input().channels();
    split(
        g,
        (from, to, worker) -> {
          int source = gradY.offset + from;
          int target = gradX.offset + from * channels;
          int c = 0;
          for (; c + 2 * Lanes.COUNT <= channels; c += 2 * Lanes.COUNT) {
            VectorNarrow.spreadPair(
                gradY.array,
                source,
                weight.array,
                weight.offset + c,
                gradX.array,
                target + c,
                channels,
                to - from);
          }
          if (c < channels) {
            VectorNarrow.spread(
                gradY.array,
                source,
                weight.array,
                weight.offset + c,
                gradX.array,
                target + c,
                channels,
                to - from);
          }
        });
  }

  private void split(WindowGeometry g, RangeTask task) {
    int grain = Math.max(1, Elements.CHUNK / g.input().channels());
    workers.split((int) g.output().pixels(), grain, task);
  }

  @Override
  public void backwardWeight(
      WindowGeometry g, CpuStorage x, CpuStorage gradY, CpuStorage gradWeight) {
    int channels = g.input().channels();
    PixelGroups groups = PixelGroups.of((int) g.output().pixels());
    float[] u = memory.take(groups.count() * channels);
    workers.run(
        groups.count(),
        (group, worker) -> {
          Span pixels = groups.span(group);
          int source = x.offset + pixels.from() * channels;
          int from = gradY.offset + pixels.from();
          int to = group * channels;
          Arrays.fill(u, to, to + channels, 0);
          int c = 0;
          for (; c + 2 * Lanes.COUNT <= channels; c += 2 * Lanes.COUNT) {
            VectorNarrow.addDotsPair(
                x.array, source + c, channels, gradY.array, from, pixels.length(), u, to + c);
          }
          if (c < channels) {
            VectorNarrow.addDots(
                x.array, source + c, channels, gradY.array, from, pixels.length(), u, to + c);
          }
        });
    groups.sum(u, channels, gradWeight);
    memory.give(u);
  }
}
