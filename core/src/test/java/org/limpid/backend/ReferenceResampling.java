package org.limpid.backend;

/** Pooling and upsampling, in double precision. */
final class ReferenceResampling implements ResamplingKernels {

  @Override
  public void maxPool(WindowGeometry g, Storage x, Storage y) {
    int channels = g.input().channels();
    ReferenceStorage in = ReferenceStorage.of(x);
    ReferenceStorage out = ReferenceStorage.of(y);
    out.fill(Double.NEGATIVE_INFINITY);
    ReferenceWindows.forEach(
        g,
        (to, from, tap) -> {
          for (int c = 0; c < channels; c++) {
            long o = to * channels + c;
            out.set(o, Math.max(out.get(o), in.get(from * channels + c)));
          }
        });
  }

  @Override
  public void maxPoolBackward(
      WindowGeometry g, Storage x, Storage y, Storage gradY, Storage gradX) {
    int channels = g.input().channels();
    ReferenceStorage in = ReferenceStorage.of(x);
    ReferenceStorage out = ReferenceStorage.of(y);
    ReferenceStorage gradOut = ReferenceStorage.of(gradY);
    ReferenceStorage gradIn = ReferenceStorage.of(gradX);
    boolean[] given = new boolean[(int) g.output().elements()];
    gradIn.fill(0);
    ReferenceWindows.forEach(
        g,
        (to, from, tap) -> {
          for (int c = 0; c < channels; c++) {
            int o = (int) to * channels + c;
            if (!given[o] && in.get(from * channels + c) == out.get(o)) {
              given[o] = true;
              gradIn.add(from * channels + c, gradOut.get(o));
            }
          }
        });
  }

  @Override
  public void averagePool(WindowGeometry g, Storage x, Storage y) {
    int channels = g.input().channels();
    int[] seen = seen(g);
    ReferenceStorage in = ReferenceStorage.of(x);
    ReferenceStorage out = ReferenceStorage.of(y);
    out.fill(0);
    ReferenceWindows.forEach(
        g,
        (to, from, tap) -> {
          for (int c = 0; c < channels; c++) {
            out.add(to * channels + c, in.get(from * channels + c) / seen[(int) to]);
          }
        });
  }

  @Override
  public void averagePoolBackward(WindowGeometry g, Storage gradY, Storage gradX) {
    int channels = g.input().channels();
    int[] seen = seen(g);
    ReferenceStorage out = ReferenceStorage.of(gradY);
    ReferenceStorage in = ReferenceStorage.of(gradX);
    in.fill(0);
    ReferenceWindows.forEach(
        g,
        (to, from, tap) -> {
          for (int c = 0; c < channels; c++) {
            in.add(from * channels + c, out.get(to * channels + c) / seen[(int) to]);
          }
        });
  }

  /** How many inputs each output pixel sees. */
  private static int[] seen(WindowGeometry g) {
    int[] count = new int[(int) g.output().pixels()];
    ReferenceWindows.forEach(g, (to, from, tap) -> count[(int) to]++);
    return count;
  }

  @Override
  public void upsample(
      Grid input, Size3 factor, Interpolation interpolation, Storage x, Storage y) {
    ReferenceStorage in = ReferenceStorage.of(x);
    ReferenceStorage out = ReferenceStorage.of(y);
    out.fill(0);
    forEachShare(
        input,
        factor,
        interpolation,
        (to, from, share) -> {
          for (int c = 0; c < input.channels(); c++) {
            out.add(to * input.channels() + c, share * in.get(from * input.channels() + c));
          }
        });
  }

  @Override
  public void upsampleBackward(
      Grid input, Size3 factor, Interpolation interpolation, Storage gradY, Storage gradX) {
    ReferenceStorage out = ReferenceStorage.of(gradY);
    ReferenceStorage in = ReferenceStorage.of(gradX);
    in.fill(0);
    forEachShare(
        input,
        factor,
        interpolation,
        (to, from, share) -> {
          for (int c = 0; c < input.channels(); c++) {
            in.add(from * input.channels() + c, share * out.get(to * input.channels() + c));
          }
        });
  }

  /** Told how much of an input pixel goes into an output pixel. */
  private interface ShareVisitor {
    void visit(long output, long input, double share);
  }

  private static void forEachShare(
      Grid input, Size3 factor, Interpolation interpolation, ShareVisitor visitor) {
    Grid output =
        input.withSpace(
            new Size3(
                input.depth() * factor.depth(),
                input.height() * factor.height(),
                input.width() * factor.width()));
    for (int n = 0; n < output.batch(); n++) {
      for (int d = 0; d < output.depth(); d++) {
        double[] depth = shares(d, factor.depth(), input.depth(), interpolation);
        for (int h = 0; h < output.height(); h++) {
          double[] height = shares(h, factor.height(), input.height(), interpolation);
          for (int w = 0; w < output.width(); w++) {
            double[] width = shares(w, factor.width(), input.width(), interpolation);
            long to = ReferenceWindows.pixel(output, n, d, h, w);
            for (int z = 0; z < input.depth(); z++) {
              for (int y = 0; y < input.height(); y++) {
                for (int x = 0; x < input.width(); x++) {
                  double share = depth[z] * height[y] * width[x];
                  if (share != 0) {
                    visitor.visit(to, ReferenceWindows.pixel(input, n, z, y, x), share);
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  /** How much of every input along an axis goes into one output. */
  private static double[] shares(int output, int factor, int extent, Interpolation interpolation) {
    double[] shares = new double[extent];
    if (interpolation == Interpolation.NEAREST) {
      shares[output / factor] = 1;
      return shares;
    }
    double at = Math.min(Math.max((output + 0.5) / factor - 0.5, 0), extent - 1);
    for (int i = 0; i < extent; i++) {
      shares[i] = Math.max(0, 1 - Math.abs(at - i));
    }
    return shares;
  }
}
